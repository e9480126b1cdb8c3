import { Component, type ReactNode } from 'react';
import { useTranslation } from '../i18n';
import { Button, EmptyState } from '../ui';

function Crashed({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <div role="alert">
      <EmptyState title={t.shell.crashed.title} actions={<Button onClick={onRetry}>{t.shell.crashed.retry}</Button>}>
        <p>{t.shell.crashed.text}</p>
        <p>
          <code>{error.message}</code>
        </p>
      </EmptyState>
    </div>
  );
}

/** Keeps a broken screen from taking the shell with it. Give it a `key` per screen. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly error: Error | null }> {
  override state = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    return error ? <Crashed error={error} onRetry={() => this.setState({ error: null })} /> : this.props.children;
  }
}
