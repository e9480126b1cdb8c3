import { useTranslation } from '../i18n';
import styles from './Skeleton.module.css';

/** Grey lines where text will be; for waits above 300 ms. */
export function Skeleton({ lines = 4 }: { readonly lines?: number }) {
  const { t } = useTranslation();
  return (
    <div className={styles.lines} role="status" aria-label={t.shell.loading}>
      {Array.from({ length: lines }, (_, line) => `line-${line}`).map((key) => (
        <div key={key} className={styles.line} />
      ))}
    </div>
  );
}
