import type { TrainSettings } from '../../core/recipe';
import { useTranslation } from '../../i18n';
import { Select } from '../../ui';
import { FieldReset } from './FieldReset';
import type { FieldKey } from './lora-settings';
import { NumberInput } from './NumberInput';
import { SwitchInput } from './SwitchInput';
import { orderChoices, recomputeChoices, type Setting, schedules } from './settings';

interface SettingFieldProps {
  readonly setting: Setting;
  readonly train: TrainSettings;
  /** The preset's settings: what reset goes back to. */
  readonly base: TrainSettings;
  readonly explain: boolean;
  readonly onChange: (train: TrainSettings) => void;
  /** A field holds what is no number of its kind. */
  readonly onInvalid: (key: FieldKey, invalid: boolean) => void;
}

interface ChoiceFieldProps<Choice extends string> {
  readonly setting: Setting;
  readonly explain: boolean;
  readonly choices: readonly Choice[];
  readonly words: Readonly<Record<Choice, string>>;
  readonly value: Choice;
  readonly preset: Choice;
  readonly onChange: (value: Choice) => void;
}

function ChoiceField<Choice extends string>({ setting, explain, choices, words, value, preset, onChange }: ChoiceFieldProps<Choice>) {
  const { t } = useTranslation();
  const { label, help } = t.train.settings[setting.key];
  const about = t.train.withPreset(help, words[preset]);
  return (
    <Select
      row
      label={label}
      hint={about}
      help={explain ? about : undefined}
      value={value}
      extra={value === preset ? undefined : <FieldReset to={words[preset]} onReset={() => onChange(preset)} />}
      options={choices.map((choice) => ({ value: choice, label: words[choice] }))}
      onChange={onChange}
      testId={`setting-${setting.key}`}
    />
  );
}

/** One training setting, drawn by its kind. */
export function SettingField({ setting, train, base, explain, onChange, onInvalid }: SettingFieldProps) {
  const { t } = useTranslation();
  switch (setting.kind) {
    case 'number': {
      const { key } = setting;
      const set = (value: number) => onChange({ ...train, [key]: value });
      const values = { value: train[key], base: base[key] };
      return <NumberInput field={key} limits={setting} {...values} explain={explain} onChange={set} onInvalid={onInvalid} />;
    }
    case 'switch': {
      const { key } = setting;
      const set = (value: boolean) => onChange({ ...train, [key]: value });
      return <SwitchInput field={key} value={train[key]} base={base[key]} explain={explain} onChange={set} />;
    }
    case 'schedule':
      return (
        <ChoiceField
          setting={setting}
          explain={explain}
          choices={schedules}
          words={t.train.schedules}
          value={train.lr_scheduler_type}
          preset={base.lr_scheduler_type}
          onChange={(value) => onChange({ ...train, lr_scheduler_type: value })}
        />
      );
    case 'order':
      return (
        <ChoiceField
          setting={setting}
          explain={explain}
          choices={orderChoices}
          words={t.train.orders}
          value={train.train_sampling_strategy}
          preset={base.train_sampling_strategy}
          onChange={(value) => onChange({ ...train, train_sampling_strategy: value })}
        />
      );
    case 'recompute':
      return (
        <ChoiceField
          setting={setting}
          explain={explain}
          choices={recomputeChoices}
          words={t.train.recompute}
          value={`${train.gradient_checkpointing}`}
          preset={`${base.gradient_checkpointing}`}
          onChange={(value) => onChange({ ...train, gradient_checkpointing: value === 'auto' ? value : value === 'true' })}
        />
      );
  }
}
