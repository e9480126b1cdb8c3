import type { Notice } from '../../core/notice';
import type { Recipe } from '../../core/recipe';
import { presetWarnings } from '../../core/recipe';
import { useTranslation } from '../../i18n';
import { Button, NoticeBox } from '../../ui';
import { sentenceOf } from '../project';
import { focusSetting } from './focus-setting';
import type { FieldKey } from './lora-settings';
import styles from './Settings.module.css';

/** The setting that a warning is about. */
const CONTROLS: Readonly<Record<string, FieldKey>> = {
  recipe_rate_too_low: 'learning_rate',
  recipe_rate_too_high: 'learning_rate',
  recipe_few_epochs: 'num_train_epochs',
  recipe_lora_from_zero: 'method',
  recipe_best_unmeasured: 'load_best_model_at_end',
  recipe_stopping_unmeasured: 'early_stopping_patience',
  stop_token_other: 'num_train_epochs',
  stop_token_untrained: 'method',
  stop_token_frozen: 'method',
};

/** Names a setting and leads to it. */
function ToSetting({ field }: { readonly field: FieldKey }) {
  const { t } = useTranslation();
  const label = field === 'method' ? t.train.method.label : t.train.settings[field].label;
  return (
    <Button small onClick={() => focusSetting(field)} data-testid={`to-setting-${field}`}>
      {t.train.toSetting(label)}
    </Button>
  );
}

/** Warnings before the start; each names the setting to change. */
export function Warnings({ notices, testId }: { readonly notices: readonly Notice[]; readonly testId: string }) {
  const { t } = useTranslation();
  return notices.map((warning) => {
    const { message, remedy } = sentenceOf(t, warning);
    const control = CONTROLS[warning.code];
    return (
      <div key={warning.code} className={styles.warning} data-testid={testId}>
        <div>
          <strong>{message}</strong>
          {remedy}
        </div>
        {control ? <ToSetting field={control} /> : null}
      </div>
    );
  });
}

/** What speaks against the settings. */
export function SettingWarnings({ recipe, heldOut }: { readonly recipe: Recipe; readonly heldOut: number }) {
  return <Warnings notices={presetWarnings(recipe, { heldOut })} testId="preset-warning" />;
}

/** Fields that hold what is no value of their kind: training cannot start. */
export function InvalidSettings({ fields }: { readonly fields: readonly FieldKey[] }) {
  const { t } = useTranslation();
  if (fields.length === 0) return null;
  return (
    <NoticeBox
      tone="bad"
      testId="settings-invalid"
      what={t.train.blocks.invalid}
      actions={fields.map((field) => <ToSetting key={field} field={field} />)}
    />
  );
}
