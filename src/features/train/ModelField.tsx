import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Recipe } from '../../core/recipe/recipe';
import { useTranslation } from '../../i18n';
import { Button, Dialog, IconButton, NoticeBox, Select, showToast } from '../../ui';
import type { ModelSummary } from '../../worker/protocol';
import { addModel, deleteModel, useProject } from '../project';
import { chooseModelFiles, modelIdOf, withModel } from './model-choice';
import styles from './Settings.module.css';

interface ModelFieldProps {
  readonly recipe: Recipe;
  readonly onChange: (recipe: Recipe) => void;
}

function useModels(): readonly ModelSummary[] {
  return useProject((state) => state.models);
}

/** The model a recipe names, if it is stored here. */
export function useRecipeModel(recipe: Recipe): ModelSummary | null {
  const id = modelIdOf(recipe.model);
  return useModels().find((model) => model.id === id) ?? null;
}

function DeleteDialog({ model, onClose }: { readonly model: ModelSummary; readonly onClose: () => void }) {
  const { t, format } = useTranslation();
  return (
    <Dialog
      title={t.train.model.removeTitle}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t.shell.cancel}</Button>
          <Button
            kind="danger"
            onClick={() => {
              void deleteModel(model.id);
              onClose();
            }}
          >
            {t.train.model.remove}
          </Button>
        </>
      }
    >
      {t.train.model.removeText(model.name, format.bytes(model.bytes))}
    </Dialog>
  );
}

function Facts({ recipe }: { readonly recipe: Recipe }) {
  const { t, format } = useTranslation();
  const model = useRecipeModel(recipe);
  if (!model) return useProject.getState().models.length === 0 ? null : <NoticeBox tone="warning" what={t.train.model.missing} />;
  const parameters = format.number(model.parameters);
  return (
    <p className={styles.note}>
      {model.fromZero
        ? t.train.model.starterHelp(parameters)
        : t.train.model.storedHelp(model.architecture, parameters, format.bytes(model.bytes))}
    </p>
  );
}

/** Which model is trained: the starter or a stored checkpoint, and how a checkpoint gets here. */
export function ModelField({ recipe, onChange }: ModelFieldProps) {
  const { t } = useTranslation();
  const models = useModels();
  const [deleting, setDeleting] = useState<ModelSummary | null>(null);
  const id = modelIdOf(recipe.model);
  const model = models.find((each) => each.id === id) ?? null;

  const add = async (kind: 'folder' | 'zip') => {
    const files = await chooseModelFiles(kind);
    const added = files.length > 0 ? await addModel(files) : undefined;
    if (!added) return;
    showToast({ text: t.train.model.added(added.name) });
    onChange(withModel(recipe, added));
  };
  const options = models.map((each) => ({ value: each.id, label: each.fromZero ? t.train.model.starter : each.name }));
  const missing = model ? [] : [{ value: id, label: id === 'starter' ? t.train.model.starter : t.train.model.missingOption(id) }];
  return (
    <div className={styles.group} data-testid="model">
      <Select
        label={t.train.model.label}
        value={id}
        options={[...options, ...missing]}
        onChange={(value) => {
          const chosen = models.find((each) => each.id === value);
          if (chosen) onChange(withModel(recipe, chosen));
        }}
      />
      <Facts recipe={recipe} />
      <div className={styles.buttons}>
        <Button small onClick={() => void add('folder')}>
          {t.train.model.addFolder}
        </Button>
        <Button small onClick={() => void add('zip')}>
          {t.train.model.addZip}
        </Button>
        {model && !model.fromZero ? (
          <IconButton small label={t.train.model.remove} onClick={() => setDeleting(model)}>
            <Trash2 size={14} aria-hidden />
          </IconButton>
        ) : null}
      </div>
      {model && !model.fromZero ? (
        <Select
          label={t.train.model.format}
          value={recipe.format}
          help={model.hasChatTemplate ? undefined : t.train.model.noTemplate}
          options={[
            { value: 'function_call', label: t.train.model.formats.function_call },
            { value: 'template', label: t.train.model.formats.template, disabled: !model.hasChatTemplate },
          ]}
          onChange={(format) => onChange({ ...recipe, format })}
        />
      ) : null}
      {deleting ? <DeleteDialog model={deleting} onClose={() => setDeleting(null)} /> : null}
    </div>
  );
}
