import { RotateCcw } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { TrainSettings } from '../../core/recipe/recipe';
import { type Dictionary, type Format, useTranslation } from '../../i18n';
import { Checkbox, IconButton, NumberField, Select } from '../../ui';
import styles from './Settings.module.css';
import {
  type NumberProblem,
  type NumberSetting,
  numberText,
  orderChoices,
  readNumber,
  recomputeChoices,
  type Setting,
  schedules,
} from './settings';

interface SettingFieldProps<S extends Setting> {
  readonly setting: S;
  readonly train: TrainSettings;
  /** The preset's settings: what reset goes back to. */
  readonly base: TrainSettings;
  readonly explain: boolean;
  readonly onChange: (train: TrainSettings) => void;
  /** A field holds what is no number of its kind. */
  readonly onInvalid: (key: Setting['key'], invalid: boolean) => void;
}

function problemText(problem: NumberProblem, setting: NumberSetting, t: Dictionary, format: Format): string {
  const { problems } = t.train;
  switch (problem) {
    case 'number':
      return problems.number;
    case 'zero':
      return problems.zero;
    case 'whole':
      return problems.whole;
    case 'low':
      return setting.above ? problems.aboveLow(format.number(setting.min)) : problems.low(format.number(setting.min));
    case 'high':
      return problems.high(format.number(setting.max, 6));
  }
}

function Reset({ to, onReset }: { readonly to: string; readonly onReset: () => void }) {
  const { t } = useTranslation();
  return (
    <IconButton small className={styles.reset} label={t.train.resetTo(to)} onClick={onReset}>
      <RotateCcw size={12} aria-hidden />
    </IconButton>
  );
}

function NumberSettingField({ setting, train, base, explain, onChange, onInvalid }: SettingFieldProps<NumberSetting>) {
  const { t, format } = useTranslation();
  const { key } = setting;
  const stored = train[key];
  const [text, setText] = useState(numberText(stored));
  const read = readNumber(setting, text);
  const problem = 'problem' in read ? read.problem : null;

  // A preset, a reset or another run's settings changed the value: the field follows. What is typed stays as typed.
  useEffect(() => {
    setText((typed) => {
      const known = readNumber(setting, typed);
      return 'value' in known && known.value === stored ? typed : numberText(stored);
    });
  }, [setting, stored]);
  useEffect(() => {
    onInvalid(key, problem !== null);
    return () => onInvalid(key, false);
  }, [key, problem, onInvalid]);

  const { label, help } = t.train.settings[key];
  const reset = () => {
    setText(numberText(base[key]));
    onChange({ ...train, [key]: base[key] });
  };
  return (
    <NumberField
      row
      label={label}
      unit={setting.unit ? t.train.units[setting.unit] : undefined}
      help={explain ? help : undefined}
      error={problem ? problemText(problem, setting, t, format) : undefined}
      extra={stored === base[key] && !problem ? undefined : <Reset to={numberText(base[key])} onReset={reset} />}
      value={text}
      onChange={(typed) => {
        setText(typed);
        const next = readNumber(setting, typed);
        if ('value' in next) onChange({ ...train, [key]: next.value });
      }}
      testId={`setting-${key}`}
    />
  );
}

interface ChoiceFieldProps<Choice extends string> {
  readonly label: string;
  readonly help: string | undefined;
  readonly choices: readonly Choice[];
  readonly words: Readonly<Record<Choice, string>>;
  readonly value: Choice;
  readonly preset: Choice;
  readonly onChange: (value: Choice) => void;
}

function ChoiceField<Choice extends string>({ choices, words, preset, ...field }: ChoiceFieldProps<Choice>) {
  return (
    <Select
      row
      {...field}
      extra={field.value === preset ? undefined : <Reset to={words[preset]} onReset={() => field.onChange(preset)} />}
      options={choices.map((value) => ({ value, label: words[value] }))}
    />
  );
}

/** One training setting, drawn by its kind. */
export function SettingField(props: SettingFieldProps<Setting>) {
  const { t } = useTranslation();
  const { setting, train, base, explain, onChange } = props;
  const words = t.train.settings[setting.key];
  const texts = { label: words.label, help: explain ? words.help : undefined };
  switch (setting.kind) {
    case 'number':
      return <NumberSettingField {...props} setting={setting} />;
    case 'switch':
      return <Checkbox {...texts} checked={train[setting.key]} onChange={(checked) => onChange({ ...train, [setting.key]: checked })} />;
    case 'schedule':
      return (
        <ChoiceField
          {...texts}
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
          {...texts}
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
          {...texts}
          choices={recomputeChoices}
          words={t.train.recompute}
          value={`${train.gradient_checkpointing}`}
          preset={`${base.gradient_checkpointing}`}
          onChange={(value) => onChange({ ...train, gradient_checkpointing: value === 'auto' ? value : value === 'true' })}
        />
      );
  }
}
