import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { useSettings } from '../features/settings';
import { LanguageProvider, useTranslation } from '../i18n';
import { EmptyState } from '../ui';
import { ErrorBoundary } from './ErrorBoundary';
import { blockedAddress } from './platform';
import { Shell } from './Shell';

function Insecure() {
  const { t } = useTranslation();
  return <EmptyState title={t.shell.insecure.title}>{t.shell.insecure.text}</EmptyState>;
}

export function App() {
  const language = useSettings((state) => state.language);
  return (
    <LanguageProvider language={language}>
      <ErrorBoundary>
        <Router hook={useHashLocation}>{blockedAddress() === null ? <Shell /> : <Insecure />}</Router>
      </ErrorBoundary>
    </LanguageProvider>
  );
}
