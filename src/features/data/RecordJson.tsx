import type { DataRecord } from '../../core/record';
import { useTranslation } from '../../i18n';
import { Button, showToast } from '../../ui';
import styles from './RecordJson.module.css';

/** The stored record as it is. */
export function RecordJson({ record }: { readonly record: DataRecord }) {
  const { t } = useTranslation();
  const text = JSON.stringify(record, null, 2);
  const copy = () => void navigator.clipboard.writeText(text).then(() => showToast({ text: t.shell.copied }));
  return (
    <div className={styles.json}>
      <div className={styles.head}>
        <p>{t.data.inspector.jsonNote}</p>
        <Button small onClick={copy}>
          {t.shell.copy}
        </Button>
      </div>
      <pre className={styles.text}>{text}</pre>
    </div>
  );
}
