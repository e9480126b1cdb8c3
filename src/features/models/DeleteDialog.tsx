import { useTranslation } from '../../i18n';
import { Button, Dialog } from '../../ui';

interface DeleteDialogProps {
  readonly title: string;
  readonly text: string;
  readonly onDelete: () => void;
  readonly onClose: () => void;
}

/** Asks before something stored is deleted for good. */
export function DeleteDialog({ title, text, onDelete, onClose }: DeleteDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={title}
      onClose={onClose}
      testId="delete-model"
      footer={
        <>
          <Button onClick={onClose}>{t.shell.cancel}</Button>
          <Button
            kind="danger"
            onClick={() => {
              onDelete();
              onClose();
            }}
          >
            {t.models.remove}
          </Button>
        </>
      }
    >
      <p>{text}</p>
    </Dialog>
  );
}
