import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from '../i18n';
import { IconButton } from './Button';
import { classNames } from './class-names';
import styles from './NoticeBox.module.css';

interface NoticeBoxProps {
  readonly tone: 'bad' | 'warning' | 'good' | 'neutral';
  /** What happened. */
  readonly what: ReactNode;
  readonly where?: ReactNode;
  /** What to do about it. */
  readonly remedy?: ReactNode;
  readonly actions?: ReactNode;
  readonly onDismiss?: () => void;
  /** Announce it: errors that appear by themselves. */
  readonly live?: boolean;
  readonly testId?: string;
}

/** A message: what, where, what to do, in that order. */
export function NoticeBox({ tone, what, where, remedy, actions, onDismiss, live = false, testId }: NoticeBoxProps) {
  const { t } = useTranslation();
  return (
    <div className={classNames(styles.box, tone !== 'neutral' && styles[tone])} role={live ? 'alert' : undefined} data-testid={testId}>
      <div className={styles.head}>
        <div className={styles.what}>{what}</div>
        {onDismiss ? (
          <IconButton small label={t.shell.dismiss} onClick={onDismiss}>
            <X size={14} aria-hidden />
          </IconButton>
        ) : null}
      </div>
      {where ? <div className={styles.where}>{where}</div> : null}
      {remedy ? <div className={styles.remedy}>{remedy}</div> : null}
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </div>
  );
}
