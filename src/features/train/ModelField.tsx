import { isBuiltIn } from '../../core/built-in-models';
import type { Recipe } from '../../core/recipe';
import { useTranslation } from '../../i18n';
import { Button, NoticeBox, Select } from '../../ui';
import type { AddedModel, ModelSummary } from '../../worker/protocol';
import { AboutStarter, showModels } from '../models';
import { useProject } from '../project';
import { AdapterField } from './AdapterField';
import { modelIdOf, withAdapter, withModel } from './model-choice';
import styles from './Settings.module.css';

interface ModelFieldProps {
  readonly recipe: Recipe;
  readonly onChange: (recipe: Recipe) => void;
}

function useModels(): readonly ModelSummary[] {
  return useProject((state) => state.models);
}

/** The model a recipe names, if it is stored here. */
function useRecipeModel(recipe: Recipe): ModelSummary | null {
  const models = useModels();
  const id = modelIdOf(recipe.model, models);
  return models.find((model) => model.id === id) ?? null;
}

interface FactsProps {
  readonly recipe: Recipe;
  readonly onUse: (chosen: AddedModel) => void;
}

/** What the model is; where it is not stored, the way to get it. */
function Facts({ recipe, onUse }: FactsProps) {
  const { t, format } = useTranslation();
  const model = useRecipeModel(recipe);
  const loaded = useModels().length > 0;
  if (!model) {
    const { model: source } = recipe;
    if (!loaded) return null;
    if (!('hub' in source)) return <NoticeBox tone="warning" what={t.train.model.missing} />;
    const wanted = { name: source.hub, revision: source.revision };
    return (
      <NoticeBox
        tone="warning"
        what={t.train.model.missingHub(source.hub, source.revision)}
        actions={
          <Button small onClick={() => showModels({ wanted, use: onUse })}>
            {t.train.model.fetch}
          </Button>
        }
      />
    );
  }
  const [parameters, bytes] = [format.number(model.parameters), format.bytes(model.bytes)];
  return (
    <p className={styles.note}>
      {isBuiltIn(model.id)
        ? t.models.builtIn[model.id].text(parameters, bytes)
        : t.train.model.storedHelp(model.architecture, parameters, bytes)}
    </p>
  );
}

/** Which model is trained: a built-in one or a stored checkpoint, and how a checkpoint gets here. */
export function ModelField({ recipe, onChange }: ModelFieldProps) {
  const { t } = useTranslation();
  const models = useModels();
  const id = modelIdOf(recipe.model, models);
  const model = models.find((each) => each.id === id) ?? null;

  const use = ({ model: chosen, adapter }: AddedModel) => onChange(withAdapter(withModel(recipe, chosen), adapter));
  const labelOf = (each: string, name: string) => (isBuiltIn(each) ? t.models.builtIn[each].name : name);
  const options = models.map((each) => ({ value: each.id, label: labelOf(each.id, each.name) }));
  const missing = model ? [] : [{ value: id, label: labelOf(id, t.train.model.missingOption(id)) }];
  return (
    <div className={styles.group} data-testid="model">
      <Select
        label={t.train.model.label}
        value={id}
        options={[...options, ...missing]}
        onChange={(value) => {
          const chosen = models.find((each) => each.id === value);
          if (chosen) use({ model: chosen, adapter: null });
        }}
      />
      <Facts recipe={recipe} onUse={use} />
      <div className={styles.buttons}>
        <Button small onClick={() => showModels({ use })} data-testid="open-models">
          {t.models.open}
        </Button>
        {id === 'starter' ? <AboutStarter /> : null}
      </div>
      <AdapterField recipe={recipe} modelId={id} onChange={onChange} />
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
    </div>
  );
}
