import { useState } from 'react';
import { useTranslation } from '../../i18n';
import { Button, Item, showToast } from '../../ui';
import type { AdapterSummary, AddedModel, ModelSummary } from '../../worker/protocol';
import { deleteAdapter, mergeAdapter, refreshStorage, useProject } from '../project';
import { DeleteDialog } from './DeleteDialog';
import { loraText } from './lora-text';
import { modelName } from './model-name';
import { originText } from './origin-text';

interface AdapterRowProps {
  readonly adapter: AdapterSummary;
  /** Its base. */
  readonly model: ModelSummary;
  readonly onUse: ((chosen: AddedModel) => void) | undefined;
}

/** A stored adapter: used, merged with its base into a model of its own, or deleted. */
export function AdapterRow({ adapter, model, onUse }: AdapterRowProps) {
  const { t, format } = useTranslation();
  const busy = useProject((state) => state.busy !== null);
  const [deleting, setDeleting] = useState(false);
  const { name, settings } = adapter;
  const merge = async () => {
    const merged = await mergeAdapter(adapter.id);
    void refreshStorage();
    if (merged) showToast({ text: t.models.added(merged.name) });
  };
  const actions = [
    ...(onUse ? [{ label: t.models.use, act: () => onUse({ model, adapter }) }] : []),
    { label: t.models.merge, act: () => void merge() },
  ];
  return (
    <Item
      nested
      testId="stored-adapter"
      name={name}
      about={[
        [t.models.adapterOf(modelName(model, t)), loraText(settings, t), format.bytes(adapter.bytes)].join(' · '),
        [originText(adapter.origin, t), format.dateTime(adapter.addedAt)].join(' · '),
      ]}
      actions={
        <>
          {actions.map(({ label, act }) => (
            <Button key={label} small disabled={busy} onClick={act} aria-label={`${label}: ${name}`}>
              {label}
            </Button>
          ))}
          <Button small kind="danger" onClick={() => setDeleting(true)} aria-label={`${t.models.remove}: ${name}`}>
            {t.models.remove}
          </Button>
        </>
      }
    >
      {deleting ? (
        <DeleteDialog
          title={t.models.removeTitle(name)}
          text={t.models.removeText(format.bytes(adapter.bytes))}
          onDelete={() => void deleteAdapter(adapter.id).then(refreshStorage)}
          onClose={() => setDeleting(false)}
        />
      ) : null}
    </Item>
  );
}
