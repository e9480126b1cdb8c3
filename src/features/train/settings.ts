// The training settings as a form: one list drives fields, validation and reset. Labels and help are in i18n under the
// same keys (`t.train.settings.<key>`). Names and meanings are Hugging Face's, see core/recipe/recipe.ts.

import type { TrainSettings } from '../../core/recipe/recipe';

type KeysOf<V> = { [K in keyof TrainSettings]: TrainSettings[K] extends V ? K : never }[keyof TrainSettings];
export type NumberKey = KeysOf<number>;
export type SwitchKey = KeysOf<boolean>;

export type Unit = 'tokens' | 'rows' | 'steps' | 'batches' | 'checkpoints' | 'evaluations';

interface Common {
  /** Basic fields are always shown. */
  readonly group: 'basic' | 'advanced';
}

export interface NumberSetting extends Common {
  readonly kind: 'number';
  readonly key: NumberKey;
  readonly unit?: Unit;
  readonly whole: boolean;
  readonly min: number;
  /** `min` itself is not allowed. */
  readonly above?: boolean;
  /** Below 1 a share, from 1 a count. */
  readonly shareOrCount?: boolean;
  /** −1 means none, and 0 nothing. */
  readonly notZero?: boolean;
  readonly max: number;
}

export interface SwitchSetting extends Common {
  readonly kind: 'switch';
  readonly key: SwitchKey;
}

export interface ScheduleSetting extends Common {
  readonly kind: 'schedule';
  readonly key: 'lr_scheduler_type';
}

export interface OrderSetting extends Common {
  readonly kind: 'order';
  readonly key: 'train_sampling_strategy';
}

export interface RecomputeSetting extends Common {
  readonly kind: 'recompute';
  readonly key: 'gradient_checkpointing';
}

export type Setting = NumberSetting | SwitchSetting | ScheduleSetting | OrderSetting | RecomputeSetting;

export const schedules: readonly TrainSettings['lr_scheduler_type'][] = ['cosine', 'linear', 'constant_with_warmup', 'constant'];

/** Largest seed: the generators take 32 bits. */
const MOST_SEED = 2 ** 32 - 1;
const MOST_STEPS = 1_000_000;

function number(key: NumberKey, limits: Partial<Omit<NumberSetting, 'kind' | 'key'>>): NumberSetting {
  return { kind: 'number', key, group: 'advanced', whole: true, min: 0, max: MOST_STEPS, ...limits };
}

/** How often something is done: every so many steps, or after a share of all steps. */
function interval(key: NumberKey, group: Common['group'] = 'advanced'): NumberSetting {
  return number(key, { group, unit: 'steps', whole: false, above: true, shareOrCount: true });
}

/** In the order in which they are offered. */
export const recomputeChoices: readonly RecomputeChoice[] = ['auto', 'true', 'false'];
export const orderChoices: readonly TrainSettings['train_sampling_strategy'][] = ['random', 'group_by_length', 'sequential'];

/** `gradient_checkpointing` as a word. */
export type RecomputeChoice = `${TrainSettings['gradient_checkpointing']}`;

/** In the order in which they are shown. `method` and `device` have controls of their own. */
export const settings: readonly Setting[] = [
  number('num_train_epochs', { group: 'basic', whole: false, above: true, max: 1000 }),
  number('learning_rate', { group: 'basic', whole: false, max: 1 }),
  number('per_device_train_batch_size', { group: 'basic', unit: 'rows', min: 1, max: 1024 }),
  number('max_length', { group: 'basic', unit: 'tokens', min: 2, max: 131_072 }),
  interval('save_steps', 'basic'),
  number('seed', { group: 'basic', max: MOST_SEED }),
  number('gradient_accumulation_steps', { unit: 'batches', min: 1, max: 1024 }),
  number('max_steps', { unit: 'steps', min: -1, notZero: true }),
  { kind: 'schedule', key: 'lr_scheduler_type', group: 'advanced' },
  number('warmup_steps', { unit: 'steps', whole: false }),
  number('weight_decay', { whole: false, max: 1000 }),
  number('max_grad_norm', { whole: false, max: 1000 }),
  number('adam_beta1', { whole: false, max: 0.9999 }),
  number('adam_beta2', { whole: false, max: 0.999999 }),
  number('adam_epsilon', { whole: false, max: 1 }),
  interval('logging_steps'),
  interval('eval_steps'),
  number('per_device_eval_batch_size', { unit: 'rows', min: 1, max: 1024 }),
  { kind: 'switch', key: 'eval_on_start', group: 'advanced' },
  number('save_total_limit', { unit: 'checkpoints', min: 1, max: 100 }),
  { kind: 'switch', key: 'load_best_model_at_end', group: 'advanced' },
  number('early_stopping_patience', { unit: 'evaluations', max: 1000 }),
  number('early_stopping_threshold', { whole: false, max: 100 }),
  { kind: 'recompute', key: 'gradient_checkpointing', group: 'advanced' },
  { kind: 'switch', key: 'assistant_only_loss', group: 'advanced' },
  { kind: 'order', key: 'train_sampling_strategy', group: 'advanced' },
  { kind: 'switch', key: 'packing', group: 'advanced' },
  { kind: 'switch', key: 'shuffle_dataset', group: 'advanced' },
];

export const settingKeys: readonly Setting['key'][] = settings.map((setting) => setting.key);

export type NumberProblem = 'number' | 'whole' | 'zero' | 'low' | 'high';
export type ReadNumber = { readonly value: number } | { readonly problem: NumberProblem };

/** What was typed, as the setting's number or as what is wrong with it. Full-width digits of an input method are read too. */
export function readNumber(setting: NumberSetting, typed: string): ReadNumber {
  const text = typed.normalize('NFKC').trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return { problem: 'number' };
  const value = Number(text);
  if ((setting.whole || (setting.shareOrCount && value > 1)) && !Number.isInteger(value)) return { problem: 'whole' };
  if (setting.notZero && value === 0) return { problem: 'zero' };
  if (value < setting.min || (setting.above && value === setting.min)) return { problem: 'low' };
  if (value > setting.max) return { problem: 'high' };
  return { value };
}

/** How a stored number stands in its field: 0.0002 as `2e-4`, 1024 as `1024`. */
export function numberText(value: number): string {
  const plain = String(value);
  if (value === 0 || Math.abs(value) >= 0.01 || !Number.isFinite(value)) return plain;
  const scientific = value.toExponential();
  return scientific.length <= plain.length ? scientific : plain;
}

/** A base with the fewest settings that differ from `current`: the preset that a person changed. */
export function closest<P extends { readonly train: TrainSettings }>(current: TrainSettings, bases: readonly P[]): P | undefined {
  const counts = bases.map((base) => ({ base, changed: changedKeys(current, base.train).length }));
  return counts.toSorted((a, b) => a.changed - b.changed)[0]?.base;
}

/** Settings that differ and belong to a preset: those of the form, and the method. */
export function changedKeys(current: TrainSettings, base: TrainSettings): readonly (keyof TrainSettings)[] {
  return [...settings.map((setting) => setting.key), 'method' as const].filter((key) => current[key] !== base[key]);
}
