import { X } from 'lucide-react';
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from '../i18n';
import { Button, IconButton } from './Button';
import styles from './Toast.module.css';

export interface ToastMessage {
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

interface ShownToast extends ToastMessage {
  readonly id: number;
}

/** Long enough to read and to reach the button by keyboard. */
const SHOWN_MILLISECONDS = 8000;

let shown: readonly ShownToast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function set(next: readonly ShownToast[]) {
  shown = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Says in passing what was done, with a way back. At most three at once. */
export function showToast(message: ToastMessage): void {
  set([...shown, { ...message, id: ++lastId }].slice(-3));
}

function dismiss(id: number) {
  set(shown.filter((toast) => toast.id !== id));
}

function ToastCard({ toast }: { readonly toast: ShownToast }) {
  const { t } = useTranslation();
  const { id, text, action } = toast;
  useEffect(() => {
    const timer = setTimeout(() => dismiss(id), SHOWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [id]);
  return (
    <div className={styles.toast} data-testid="toast">
      <span>{text}</span>
      {action ? (
        <Button
          small
          onClick={() => {
            action.run();
            dismiss(id);
          }}
        >
          {action.label}
        </Button>
      ) : null}
      <IconButton small label={t.shell.dismiss} onClick={() => dismiss(id)}>
        <X size={14} aria-hidden />
      </IconButton>
    </div>
  );
}

/** Where toasts appear. Once, in the shell. */
export function ToastRegion() {
  const toasts = useSyncExternalStore(subscribe, () => shown);
  return (
    <div className={styles.region} role="status" aria-live="polite">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}
