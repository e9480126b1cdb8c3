import { useTranslation } from '../../i18n';
import { Button, NoticeBox } from '../../ui';
import styles from './Models.module.css';
import type { PendingFiles } from './state';
import { usePreflight } from './use-preflight';

interface FilesFoundProps {
  readonly pending: PendingFiles;
  readonly disabled: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** Files that this browser cannot hold or train as things stand: said before anything is copied, and left to the person. */
export function FilesFound({ pending: { found }, disabled, onYes, onNo }: FilesFoundProps) {
  const { t } = useTranslation();
  const { tone, facts, problems } = usePreflight(found, found.bytes);
  return (
    <NoticeBox
      live
      tone={tone}
      testId="files-found"
      what={t.models.filesFound}
      where={<dl className={styles.facts}>{facts}</dl>}
      remedy={problems}
      actions={
        <>
          <Button onClick={onNo}>{t.shell.cancel}</Button>
          <Button disabled={disabled} onClick={onYes}>
            {t.models.addAnyway}
          </Button>
        </>
      }
    />
  );
}
