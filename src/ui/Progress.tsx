import { useTranslation } from '../i18n';
import styles from './Progress.module.css';

interface ProgressProps {
  readonly label: string;
  readonly done: number;
  /** 0 = not known yet. */
  readonly total: number;
  readonly secondsLeft?: number | null;
  /** Shows the share instead of the counts: for bytes, which say nothing. */
  readonly asShare?: boolean;
  /** Only the bar: the words stand elsewhere. */
  readonly bare?: boolean;
}

/** A bar with what is done, of how much, and the time left. */
export function Progress({ label, done, total, secondsLeft = null, asShare = false, bare = false }: ProgressProps) {
  const { t, format } = useTranslation();
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const counts = asShare ? format.percent(share) : t.shell.of(format.number(done), format.number(total));
  const amount = total > 0 ? counts : '';
  const left = secondsLeft === null ? '' : t.shell.timeLeft(format.duration(secondsLeft));
  return (
    <div className={styles.progress}>
      {bare ? null : (
        <div className={styles.line}>
          <span className={styles.label}>{label}</span>
          <span>{[amount, left].filter(Boolean).join(' · ')}</span>
        </div>
      )}
      <div
        className={styles.track}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <div className={styles.bar} style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}
