import { CircleHelp, FileCode2 } from 'lucide-react';
import type { Recipe } from '../../core/recipe';
import { writeRecipe } from '../../core/recipe';
import { useTranslation } from '../../i18n';
import { IconButton } from '../../ui';
import { showRecipeText } from '../project';
import { AdapterFacts, useRecipeAdapter } from './AdapterField';
import { DeviceField } from './DeviceField';
import { AdvancedLoraFields, LoraNumber } from './LoraFields';
import { ADVANCED_LORA_FIELDS, type FieldKey } from './lora-settings';
import { MethodFields } from './MethodFields';
import { ModelField } from './ModelField';
import { onOtherModel, presetOf } from './presets-of';
import { SettingField } from './SettingField';
import styles from './Settings.module.css';
import { advancedGroups, type Group, settingsOf } from './settings';
import { useTrainView } from './state';

interface SettingsPaneProps {
  readonly recipe: Recipe;
  readonly onChange: (recipe: Recipe) => void;
  readonly onInvalid: (key: FieldKey, invalid: boolean) => void;
  /** Help is shown until a person has trained once, or asks for it. */
  readonly newcomer: boolean;
}

function Head({ recipe, explain }: { readonly recipe: Recipe; readonly explain: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={styles.head}>
      <h1>{t.shell.steps.train}</h1>
      <span>
        <IconButton small label={t.train.file.open} onClick={() => showRecipeText(writeRecipe(recipe))} data-testid="recipe-text">
          <FileCode2 size={16} aria-hidden />
        </IconButton>
        <IconButton
          small
          label={t.train.explain}
          aria-pressed={explain}
          className={styles.explain}
          onClick={() => useTrainView.setState({ explain: !explain })}
        >
          <CircleHelp size={16} aria-hidden />
        </IconButton>
      </span>
    </div>
  );
}

/** Model, method, preset and all settings, driven by the list in settings.ts. */
export function SettingsPane({ recipe, onChange, onInvalid, newcomer }: SettingsPaneProps) {
  const { t } = useTranslation();
  const wanted = useTrainView((state) => state.explain);
  const explain = wanted ?? newcomer;
  const { method } = recipe.train;
  const adapter = useRecipeAdapter(recipe);
  const { train: base, lora: loraBase } = presetOf(recipe)?.recipe ?? recipe;
  const fields = (group: Group) =>
    settingsOf(group, method).map((setting) => (
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
  const lora = {
    lora: recipe.lora,
    base: loraBase,
    explain,
    onInvalid,
    onChange: (next: Recipe['lora']) => onChange({ ...recipe, lora: next }),
  };
  // Of an adapter that is there already only dropout is left to choose.
  const advancedLora = adapter ? 1 : ADVANCED_LORA_FIELDS;
  const count = advancedGroups.reduce((sum, group) => sum + settingsOf(group, method).length, method === 'lora' ? advancedLora : 0);
  return (
    <section className={styles.pane} aria-label={t.train.settingsLabel} data-testid="settings">
      <Head recipe={recipe} explain={explain} />
      <ModelField recipe={recipe} onChange={(next) => onChange(next.model === recipe.model ? next : onOtherModel(recipe, next))} />
      <MethodFields recipe={recipe} onChange={onChange} />
      <div className={styles.fields}>
        {fields('basic')}
        {adapter ? <AdapterFacts adapter={adapter} /> : method === 'lora' ? <LoraNumber {...lora} field="r" /> : null}
      </div>
      <DeviceField recipe={recipe} onChange={onChange} />
      <details className={styles.advanced}>
        <summary>{t.train.advanced(count)}</summary>
        {method === 'lora' ? (
          <section className={styles.fields}>
            <h2>{t.train.groups.lora}</h2>
            {adapter ? <LoraNumber {...lora} field="lora_dropout" /> : <AdvancedLoraFields {...lora} />}
          </section>
        ) : null}
        {advancedGroups.map((group) => (
          <section key={group} className={styles.fields}>
            <h2>{t.train.groups[group]}</h2>
            {fields(group)}
          </section>
        ))}
      </details>
    </section>
  );
}
