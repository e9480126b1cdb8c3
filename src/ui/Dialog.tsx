import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from '../i18n';
import { IconButton } from './Button';
import { classNames } from './class-names';
import { isComposing } from './composition';
import styles from './Dialog.module.css';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons; the last is the primary one, which Ctrl/⌘ Enter presses. */
  readonly footer?: ReactNode;
  readonly wide?: boolean;
  readonly testId?: string;
}

/** A modal on the native <dialog>: focus is kept inside and given back by the browser. Render it while it is open. */
export function Dialog({ title, onClose, children, footer, wide = false, testId }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const foot = useRef<HTMLDivElement>(null);
  const titleId = useId();
  const { t } = useTranslation();

  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    // Without this the browser focuses the first button, which closes the dialog.
    element?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => element?.close();
  }, []);

  return (
    <dialog
      ref={dialog}
      className={classNames(styles.dialog, wide && styles.wide)}
      aria-labelledby={titleId}
      data-testid={testId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented || isComposing(event)) return;
        event.preventDefault();
        foot.current?.querySelector<HTMLButtonElement>('button:last-of-type')?.click();
      }}
    >
      <div className={styles.head}>
        <h2 id={titleId} className={styles.title}>
          {title}
        </h2>
        <IconButton label={t.shell.close} onClick={onClose}>
          <X size={16} aria-hidden />
        </IconButton>
      </div>
      <div className={styles.body}>{children}</div>
      {footer ? (
        <div ref={foot} className={styles.foot}>
          {footer}
        </div>
      ) : null}
    </dialog>
  );
}
