import { askForPersistence, useProject } from '../features/project';
import { useTranslation } from '../i18n';
import { Button, showToast } from '../ui';
import styles from './StorageNote.module.css';

/** Where the data is, how much, and whether the browser promised to keep it. */
export function StorageNote() {
  const { t, format } = useTranslation();
  const storage = useProject((state) => state.storage);
  const records = useProject((state) => state.view?.records ?? 0);
  const words = t.shell.storage;
  const ask = () =>
    void askForPersistence().then(() => {
      const kept = useProject.getState().storage?.persisted === true;
      showToast({ text: kept ? words.kept : words.notKept });
    });
  return (
    <div className={styles.note}>
      <p>{t.shell.privacy}</p>
      {storage ? (
        <p data-testid="storage-note">
          {words.usedShort(format.bytes(storage.usage))}
          {storage.persisted === null ? '' : ` · ${storage.persisted ? words.keptShort : words.notKeptShort}`}
        </p>
      ) : null}
      {storage && storage.persisted !== true && records > 0 ? (
        <Button small kind="quiet" className={styles.ask} onClick={ask}>
          {words.ask}
        </Button>
      ) : null}
    </div>
  );
}
