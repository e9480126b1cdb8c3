import { useState } from 'react';
import { isBuiltIn } from '../../core/built-in-models';
import type { HubModel } from '../../core/hub';
import type { ModelOrigin } from '../../core/model-origin';
import { type Dictionary, useTranslation } from '../../i18n';
import { Button, Dialog } from '../../ui';
import type { DownloadView, ModelSummary } from '../../worker/protocol';
import { deleteModel, refreshStorage, useProject } from '../project';
import { discardDownload } from './actions';
import styles from './Models.module.css';

/** A commit as people write it; other revisions as they are. */
const short = (commit: string) => (/^[0-9a-f]{40}$/.test(commit) ? commit.slice(0, 8) : commit);

function originText(origin: ModelOrigin | undefined, t: Dictionary): string {
  if (!origin) return '';
  if (origin.kind !== 'hub') return t.models.origins[origin.kind];
  return `${new URL(origin.address).host} · ${origin.name}@${short(origin.commit)}`;
}

interface DeleteDialogProps {
  readonly title: string;
  readonly text: string;
  readonly onDelete: () => void;
  readonly onClose: () => void;
}

function DeleteDialog({ title, text, onDelete, onClose }: DeleteDialogProps) {
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

interface StoredRowProps {
  readonly model: ModelSummary;
  readonly onUse: ((model: ModelSummary) => void) | undefined;
}

function StoredRow({ model, onUse }: StoredRowProps) {
  const { t, format } = useTranslation();
  const [deleting, setDeleting] = useState(false);
  const facts = [model.architecture, t.models.parameters(format.number(model.parameters)), format.bytes(model.bytes)];
  const origin = [originText(model.origin, t), model.addedAt === undefined ? '' : format.dateTime(model.addedAt)].filter(Boolean);
  return (
    <li className={styles.row} data-testid="stored-model">
      <div className={styles.what}>
        <div className={styles.name}>{model.name}</div>
        <div className={styles.soft}>{facts.join(' · ')}</div>
        <div className={styles.soft}>{origin.join(' · ')}</div>
      </div>
      <div className={styles.buttons}>
        {onUse ? (
          <Button small onClick={() => onUse(model)} aria-label={`${t.models.use}: ${model.name}`}>
            {t.models.use}
          </Button>
        ) : null}
        <Button small kind="danger" onClick={() => setDeleting(true)} aria-label={`${t.models.remove}: ${model.name}`}>
          {t.models.remove}
        </Button>
      </div>
      {deleting ? (
        <DeleteDialog
          title={t.models.removeTitle(model.name)}
          text={t.models.removeText(format.bytes(model.bytes))}
          onDelete={() => void deleteModel(model.id).then(refreshStorage)}
          onClose={() => setDeleting(false)}
        />
      ) : null}
    </li>
  );
}

interface DownloadRowProps {
  readonly download: DownloadView;
  readonly disabled: boolean;
  readonly onGoOn: (model: HubModel) => void;
}

function DownloadRow({ download: { id, model, bytes }, disabled, onGoOn }: DownloadRowProps) {
  const { t, format } = useTranslation();
  const [deleting, setDeleting] = useState(false);
  const total = model.files.reduce((sum, file) => sum + file.bytes, 0);
  return (
    <li className={styles.row} data-testid="unfinished-download">
      <div className={styles.what}>
        <div className={styles.name}>{model.name}</div>
        <div className={styles.soft}>{t.models.unfinished(format.bytes(bytes), format.bytes(total))}</div>
        <div className={styles.soft}>{`${new URL(model.hub.address).host} · ${short(model.commit)}`}</div>
      </div>
      <div className={styles.buttons}>
        <Button small disabled={disabled} onClick={() => onGoOn(model)} aria-label={`${t.models.goOn}: ${model.name}`}>
          {t.models.goOn}
        </Button>
        <Button small kind="danger" disabled={disabled} onClick={() => setDeleting(true)} aria-label={`${t.models.remove}: ${model.name}`}>
          {t.models.remove}
        </Button>
      </div>
      {deleting ? (
        <DeleteDialog
          title={t.models.removeTitle(model.name)}
          text={t.models.discardText(format.bytes(bytes))}
          onDelete={() => void discardDownload(id)}
          onClose={() => setDeleting(false)}
        />
      ) : null}
    </li>
  );
}

interface ModelListProps {
  readonly downloads: readonly DownloadView[];
  readonly onUse: ((model: ModelSummary) => void) | undefined;
  readonly onGoOn: (model: HubModel) => void;
}

/** Stored models and unfinished downloads, each with its size and a way to delete it. */
export function ModelList({ downloads, onUse, onGoOn }: ModelListProps) {
  const { t } = useTranslation();
  const stored = useProject((state) => state.models).filter((model) => !isBuiltIn(model.id));
  const busy = useProject((state) => state.busy !== null);
  if (stored.length + downloads.length === 0) return <p className={styles.soft}>{t.models.empty}</p>;
  return (
    <ul className={styles.list} aria-label={t.models.title}>
      {downloads.map((download) => (
        <DownloadRow key={download.id} download={download} disabled={busy} onGoOn={onGoOn} />
      ))}
      {stored.map((model) => (
        <StoredRow key={model.id} model={model} onUse={onUse} />
      ))}
    </ul>
  );
}
