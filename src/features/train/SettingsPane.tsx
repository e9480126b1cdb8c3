import { CircleHelp } from 'lucide-react';
import { presets, presetWarnings } from '../../core/recipe';
import type { Recipe } from '../../core/recipe/recipe';
import { useTranslation } from '../../i18n';
import { IconButton, Select } from '../../ui';
import { sentenceOf } from '../project';
import { DeviceField } from './DeviceField';
import { ModelField, useRecipeModel } from './ModelField';
import { SettingField } from './SettingField';
import styles from './Settings.module.css';
import { changedKeys, closest, type Setting, settings } from './settings';
import { useTrainView } from './state';

interface SettingsPaneProps {
  readonly recipe: Recipe;
  readonly onChange: (recipe: Recipe) => void;
  readonly onInvalid: (key: Setting['key'], invalid: boolean) => void;
  /** Help is shown until a person has trained once, or asks for it. */
  readonly newcomer: boolean;
}

const basic = settings.filter((setting) => setting.group === 'basic');
const advanced = settings.filter((setting) => setting.group === 'advanced');

interface AppliedPreset {
  readonly id: (typeof presets)[number]['id'];
  readonly recipe: Recipe;
  readonly train: Recipe['train'];
}

/** The preset the recipe comes from, as it would be unchanged. */
function presetOf(recipe: Recipe): AppliedPreset | undefined {
  const applied = presets.map((preset): AppliedPreset => {
    const result = preset.apply(recipe);
    return { id: preset.id, recipe: result, train: result.train };
  });
  return closest(recipe.train, applied);
}

/** The same recipe on another model. A preset that was not changed is taken anew: its figures depend on the model. */
function onOtherModel(before: Recipe, next: Recipe): Recipe {
  const current = presetOf(before);
  if (!current || changedKeys(before.train, current.train).length > 0) return next;
  return presets.find(({ id }) => id === current.id)?.apply(next) ?? next;
}

function PresetField({ recipe, onChange }: { readonly recipe: Recipe; readonly onChange: (recipe: Recipe) => void }) {
  const { t } = useTranslation();
  const model = useRecipeModel(recipe);
  const current = presetOf(recipe);
  const changed = current !== undefined && changedKeys(recipe.train, current.train).length > 0;
  const warnings = presetWarnings(recipe, { fromZero: model?.fromZero ?? 'source' in recipe.model });
  const options = presets.map(({ id }) => ({ value: id, label: t.train.preset[id] }));
  return (
    <div className={styles.group}>
      {current ? (
        <Select
          label={t.train.preset.label}
          value={changed ? 'changed' : current.id}
          options={[
            ...options,
            ...(changed ? [{ value: 'changed' as const, label: t.train.preset.changed(t.train.preset[current.id]), disabled: true }] : []),
          ]}
          onChange={(value) => {
            const preset = presets.find(({ id }) => id === value);
            if (preset) onChange(preset.apply(recipe));
          }}
        />
      ) : null}
      {warnings.map((warning) => {
        const { message, remedy } = sentenceOf(t, warning);
        return (
          <p key={warning.code} className={styles.warning} data-testid="preset-warning">
            <strong>{message}</strong>
            {remedy}
          </p>
        );
      })}
    </div>
  );
}

/** Model, preset and all settings, driven by the list in settings.ts. */
export function SettingsPane({ recipe, onChange, onInvalid, newcomer }: SettingsPaneProps) {
  const { t } = useTranslation();
  const wanted = useTrainView((state) => state.explain);
  const explain = wanted ?? newcomer;
  const base = presetOf(recipe)?.train ?? recipe.train;
  const fields = (list: readonly Setting[]) =>
    list.map((setting) => (
      <SettingField
        key={setting.key}
        setting={setting}
        train={recipe.train}
        base={base}
        explain={explain}
        onChange={(train) => onChange({ ...recipe, train })}
        onInvalid={onInvalid}
      />
    ));
  return (
    <section className={styles.pane} aria-label={t.train.settingsLabel} data-testid="settings">
      <div className={styles.head}>
        <h1>{t.shell.steps.train}</h1>
        <IconButton
          small
          label={t.train.explain}
          aria-pressed={explain}
          className={styles.explain}
          onClick={() => useTrainView.setState({ explain: !explain })}
        >
          <CircleHelp size={16} aria-hidden />
        </IconButton>
      </div>
      <ModelField recipe={recipe} onChange={(next) => onChange(next.model === recipe.model ? next : onOtherModel(recipe, next))} />
      <PresetField recipe={recipe} onChange={onChange} />
      <div className={styles.fields}>{fields(basic)}</div>
      <DeviceField recipe={recipe} onChange={onChange} />
      <details className={styles.advanced}>
        <summary>{t.train.advanced(advanced.length)}</summary>
        <div className={styles.fields}>{fields(advanced)}</div>
      </details>
    </section>
  );
}
