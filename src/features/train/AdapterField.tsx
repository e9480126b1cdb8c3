import type { Recipe } from '../../core/recipe';
import { useTranslation } from '../../i18n';
import { Select } from '../../ui';
import type { AdapterSummary } from '../../worker/protocol';
import { loraText } from '../models';
import { useProject } from '../project';
import { withAdapter } from './model-choice';
import styles from './Settings.module.css';

/** No stored adapter has this id. */
const FRESH = '';

/** The stored adapter that the recipe goes on with. */
export function useRecipeAdapter({ model }: Recipe): AdapterSummary | null {
  return useProject((state) => state.adapters.find(({ id }) => id === model.adapter)) ?? null;
}

interface AdapterFieldProps {
  readonly recipe: Recipe;
  /** Id of the recipe's model. */
  readonly modelId: string;
  readonly onChange: (recipe: Recipe) => void;
}

/** Whether training begins with a fresh adapter or goes on with a stored one of the model; absent where there is none. */
export function AdapterField({ recipe, modelId, onChange }: AdapterFieldProps) {
  const { t } = useTranslation();
  const all = useProject((state) => state.adapters);
  const words = t.train.adapter;
  const { adapter: id = FRESH } = recipe.model;
  const fitting = all.filter(({ baseId }) => baseId === modelId);
  const isKnown = id === FRESH || fitting.some((each) => each.id === id);
  if (fitting.length === 0 && id === FRESH) return null;
  return (
    <Select
      label={words.label}
      value={id}
      help={id === FRESH ? undefined : words.help}
      options={[
        { value: FRESH, label: words.fresh },
        ...fitting.map((each) => ({ value: each.id, label: each.name })),
        ...(isKnown ? [] : [{ value: id, label: t.train.model.missingOption(id) }]),
      ]}
      onChange={(value) => onChange(withAdapter(recipe, fitting.find((each) => each.id === value) ?? null))}
    />
  );
}

/** What the adapter decides, in place of the fields that a fresh one has. */
export function AdapterFacts({ adapter }: { readonly adapter: AdapterSummary }) {
  const { t } = useTranslation();
  return (
    <p className={styles.note} data-testid="adapter-facts">
      {t.train.adapter.fixed(adapter.name, loraText(adapter.settings, t))}
    </p>
  );
}
