import { Fragment, useState } from 'react';
import { isBuiltIn } from '../../core/built-in-models';
import type { HubModel } from '../../core/hub';
import { useTranslation } from '../../i18n';
import { Button, Item, ItemList, PlainItem } from '../../ui';
import type { AddedModel, DownloadView, ModelSummary } from '../../worker/protocol';
import { deleteModel, refreshStorage, useProject } from '../project';
import { AdapterRow } from './AdapterRow';
import { discardDownload } from './actions';
import { BuiltInRow } from './BuiltInRow';
import { DeleteDialog } from './DeleteDialog';
import { mergeText } from './merge-text';
import { originText, shortCommit } from './origin-text';

interface StoredRowProps {
  readonly model: ModelSummary;
  readonly onUse: ((chosen: AddedModel) => void) | undefined;
}

function StoredRow({ model, onUse }: StoredRowProps) {
  const { t, format } = useTranslation();
  const [deleting, setDeleting] = useState(false);
  const facts = [model.architecture, t.models.parameters(format.number(model.parameters)), format.bytes(model.bytes)];
  const origin = [originText(model.origin, t), model.addedAt === undefined ? '' : format.dateTime(model.addedAt)].filter(Boolean);
  return (
    <Item
      testId="stored-model"
      name={model.name}
      about={[facts.join(' · '), origin.join(' · '), ...(model.mergeCheck ? [mergeText(model.mergeCheck, t, format)] : [])]}
      actions={
        <>
          {onUse ? (
            <Button small onClick={() => onUse({ model, adapter: null })} aria-label={`${t.models.use}: ${model.name}`}>
              {t.models.use}
            </Button>
          ) : null}
          <Button small kind="danger" onClick={() => setDeleting(true)} aria-label={`${t.models.remove}: ${model.name}`}>
            {t.models.remove}
          </Button>
        </>
      }
    >
      {deleting ? (
        <DeleteDialog
          title={t.models.removeTitle(model.name)}
          text={t.models.removeText(format.bytes(model.bytes))}
          onDelete={() => void deleteModel(model.id).then(refreshStorage)}
          onClose={() => setDeleting(false)}
        />
      ) : null}
    </Item>
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
    <Item
      testId="unfinished-download"
      name={model.name}
      about={[
        t.models.unfinished(format.bytes(bytes), format.bytes(total)),
        `${new URL(model.hub.address).host} · ${shortCommit(model.commit)}`,
      ]}
      actions={
        <>
          <Button small disabled={disabled} onClick={() => onGoOn(model)} aria-label={`${t.models.goOn}: ${model.name}`}>
            {t.models.goOn}
          </Button>
          <Button
            small
            kind="danger"
            disabled={disabled}
            onClick={() => setDeleting(true)}
            aria-label={`${t.models.remove}: ${model.name}`}
          >
            {t.models.remove}
          </Button>
        </>
      }
    >
      {deleting ? (
        <DeleteDialog
          title={t.models.removeTitle(model.name)}
          text={t.models.discardText(format.bytes(bytes))}
          onDelete={() => void discardDownload(id)}
          onClose={() => setDeleting(false)}
        />
      ) : null}
    </Item>
  );
}

interface ModelListProps {
  readonly downloads: readonly DownloadView[];
  readonly onUse: ((chosen: AddedModel) => void) | undefined;
  readonly onGoOn: (model: HubModel) => void;
}

/** Built-in and stored models with their adapters, and unfinished downloads, each with its size and a way to delete it. */
export function ModelList({ downloads, onUse, onGoOn }: ModelListProps) {
  const { t } = useTranslation();
  const models = useProject((state) => state.models);
  const adapters = useProject((state) => state.adapters);
  const busy = useProject((state) => state.busy !== null);
  const adaptersOf = (model: ModelSummary) =>
    adapters
      .filter(({ baseId }) => baseId === model.id)
      .map((adapter) => <AdapterRow key={adapter.id} adapter={adapter} model={model} onUse={onUse} />);
  const stored = models.filter((model) => !isBuiltIn(model.id));
  return (
    <ItemList label={t.models.title}>
      {downloads.map((download) => (
        <DownloadRow key={download.id} download={download} disabled={busy} onGoOn={onGoOn} />
      ))}
      {models.map((model) => (
        <Fragment key={model.id}>
          {isBuiltIn(model.id) ? <BuiltInRow id={model.id} model={model} onUse={onUse} /> : <StoredRow model={model} onUse={onUse} />}
          {adaptersOf(model)}
        </Fragment>
      ))}
      {stored.length + downloads.length + adapters.length === 0 ? <PlainItem>{t.models.empty}</PlainItem> : null}
    </ItemList>
  );
}
