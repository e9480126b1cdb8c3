import { useSettings } from '../features/settings';
import { useTranslation } from '../i18n';
import { Dialog, keymap } from '../ui';
import { Kbd } from './Kbd';
import styles from './KeysDialog.module.css';

export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const singleKeys = useSettings((state) => state.singleKeys);
  const names: Readonly<Record<string, string>> = t.shell.keys.names;
  return (
    <Dialog title={t.shell.keys.title} onClose={onClose} testId="keys">
      <p className={styles.note}>{t.shell.keys.note}</p>
      {singleKeys ? null : <p className={styles.note}>{t.shell.keys.off}</p>}
      <dl className={styles.keys}>
        {Object.entries(keymap).map(([id, { keys }]) => (
          <div key={id} className={styles.row}>
            <dt>{names[id] ?? id}</dt>
            <dd className={styles.combos}>
              {keys.map((combo) => (
                <Kbd key={combo} keys={combo} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
