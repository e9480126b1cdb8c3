import type { Recipe, TrainSettings } from '../../core/recipe';
import { presets } from '../../core/recipe';
import { useTranslation } from '../../i18n';
import { Chip, Select } from '../../ui';
import { presetOf } from './presets-of';
import styles from './Settings.module.css';
import { changedKeys } from './settings';

interface MethodFieldsProps {
  readonly recipe: Recipe;
  readonly onChange: (recipe: Recipe) => void;
}

const METHODS: readonly TrainSettings['method'][] = ['lora', 'full'];

function PresetField({ recipe, onChange }: MethodFieldsProps) {
  const { t } = useTranslation();
  const current = presetOf(recipe);
  if (!current) return null;
  const changed = changedKeys(recipe.train, current.train).length > 0;
  const options = presets.map(({ id }) => ({ value: id, label: t.train.preset[id] }));
  const own = { value: 'changed' as const, label: t.train.preset.changed(t.train.preset[current.id]), disabled: true };
  return (
    <Select
      row
      label={t.train.preset.label}
      value={changed ? 'changed' : current.id}
      options={[...options, ...(changed ? [own] : [])]}
      onChange={(value) => {
        const preset = presets.find(({ id }) => id === value);
        if (preset) onChange(preset.apply(recipe));
      }}
    />
  );
}

/** What is trained, an adapter or all weights, and the preset its settings come from. */
export function MethodFields({ recipe, onChange }: MethodFieldsProps) {
  const { t } = useTranslation();
  const { method } = recipe.train;
  return (
    <div className={styles.fields}>
      <fieldset className={styles.method} title={t.train.method.help} data-testid="setting-method">
        <legend>{t.train.method.label}</legend>
        {METHODS.map((each) => (
          <Chip
            key={each}
            label={t.train.method[each]}
            pressed={each === method}
            // An adapter to go on with leaves no choice.
            disabled={each === 'full' && recipe.model.adapter !== undefined}
            onChange={() => onChange({ ...recipe, train: { ...recipe.train, method: each } })}
          />
        ))}
      </fieldset>
      <PresetField recipe={recipe} onChange={onChange} />
    </div>
  );
}
