import { useState } from 'react';
import { useTranslation } from '../../i18n';
import { Button, Dialog, isComposing, TextField } from '../../ui';
import type { RunSummary } from '../../worker/protocol';
import { deleteRun, renameRun } from './run-actions';

interface RunDialogProps {
  readonly run: RunSummary;
  readonly onClose: () => void;
}

export function RenameRunDialog({ run, onClose }: RunDialogProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(run.name);
  const save = () => {
    if (name.trim() === '') return;
    void renameRun(run.id, name);
    onClose();
  };
  return (
    <Dialog
      title={t.train.runs.renameTitle}
      onClose={onClose}
      testId="rename-run"
      footer={
        <>
          <Button onClick={onClose}>{t.shell.cancel}</Button>
          <Button kind="primary" disabled={name.trim() === ''} onClick={save}>
            {t.shell.save}
          </Button>
        </>
      }
    >
      <TextField
        label={t.train.runs.renameLabel}
        value={name}
        onChange={setName}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !isComposing(event.nativeEvent)) save();
        }}
      />
    </Dialog>
  );
}

export function DeleteRunDialog({ run, onClose }: RunDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t.train.runs.removeTitle}
      onClose={onClose}
      testId="delete-run"
      footer={
        <>
          <Button onClick={onClose}>{t.shell.cancel}</Button>
          <Button
            kind="danger"
            onClick={() => {
              void deleteRun(run.id);
              onClose();
            }}
          >
            {t.train.runs.removeConfirm}
          </Button>
        </>
      }
    >
      {t.train.runs.removeText(run.name)}
    </Dialog>
  );
}
