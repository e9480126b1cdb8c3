// The training settings as a form: one list drives fields, validation and reset. Labels and help are in i18n under the
// same keys (`t.train.settings.<key>`). Names and meanings are Hugging Face's, see core/recipe/recipe.ts.

import type { TrainSettings } from '../../core/recipe';

type KeysOf<V> = { [K in keyof TrainSettings]: TrainSettings[K] extends V ? K : never }[keyof TrainSettings];
export type NumberKey = KeysOf<number>;
export type SwitchKey = KeysOf<boolean>;

export type Unit = 'tokens' | 'rows' | 'steps' | 'batches' | 'checkpoints' | 'evaluations';

/** Basic fields are always shown; the others stand together by what they are about. */
export type Group = 'basic' | 'length' | 'optimizer' | 'schedule' | 'evaluation' | 'rows';
/** In the order in which they are shown. */
export const advancedGroups: readonly Exclude<Group, 'basic'>[] = ['length', 'optimizer', 'schedule', 'evaluation', 'rows'];

interface Common {
  readonly group: Group;
}

/** What a number may be. */
export interface NumberLimits {
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

export interface NumberSetting extends Common, NumberLimits {
  readonly kind: 'number';
  readonly key: NumberKey;
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

function number(key: NumberKey, group: Group, limits: Partial<NumberLimits>): NumberSetting {
  return { kind: 'number', key, group, whole: true, min: 0, max: MOST_STEPS, ...limits };
}

/** How often something is done: every so many steps, or after a share of all steps. */
function interval(key: NumberKey, group: Group): NumberSetting {
  return number(key, group, { unit: 'steps', whole: false, above: true, shareOrCount: true });
}

/** In the order in which they are offered. */
export const recomputeChoices: readonly RecomputeChoice[] = ['auto', 'true', 'false'];
export const orderChoices: readonly TrainSettings['train_sampling_strategy'][] = ['random', 'group_by_length', 'sequential'];

/** `gradient_checkpointing` as a word. */
export type RecomputeChoice = `${TrainSettings['gradient_checkpointing']}`;

/** In the order in which they are shown. `method` and `device` have controls of their own. */
export const settings: readonly Setting[] = [
  number('num_train_epochs', 'basic', { whole: false, above: true, max: 1000 }),
  number('learning_rate', 'basic', { whole: false, max: 1 }),
  number('per_device_train_batch_size', 'basic', { unit: 'rows', min: 1, max: 1024 }),
  number('max_length', 'basic', { unit: 'tokens', min: 2, max: 131_072 }),
  number('seed', 'basic', { max: MOST_SEED }),
  number('gradient_accumulation_steps', 'length', { unit: 'batches', min: 1, max: 1024 }),
  number('max_steps', 'length', { unit: 'steps', min: -1, notZero: true }),
  { kind: 'switch', key: 'packing', group: 'length' },
  { kind: 'recompute', key: 'gradient_checkpointing', group: 'length' },
  number('weight_decay', 'optimizer', { whole: false, max: 1000 }),
  number('max_grad_norm', 'optimizer', { whole: false, max: 1000 }),
  number('adam_beta1', 'optimizer', { whole: false, max: 0.9999 }),
  number('adam_beta2', 'optimizer', { whole: false, max: 0.999999 }),
  number('adam_epsilon', 'optimizer', { whole: false, max: 1 }),
  { kind: 'schedule', key: 'lr_scheduler_type', group: 'schedule' },
  number('warmup_steps', 'schedule', { unit: 'steps', whole: false }),
  interval('save_steps', 'evaluation'),
  number('save_total_limit', 'evaluation', { unit: 'checkpoints', min: 1, max: 100 }),
  { kind: 'switch', key: 'load_best_model_at_end', group: 'evaluation' },
  interval('eval_steps', 'evaluation'),
  { kind: 'switch', key: 'eval_on_start', group: 'evaluation' },
  number('per_device_eval_batch_size', 'evaluation', { unit: 'rows', min: 1, max: 1024 }),
  number('early_stopping_patience', 'evaluation', { unit: 'evaluations', max: 1000 }),
  number('early_stopping_threshold', 'evaluation', { whole: false, max: 100 }),
  interval('logging_steps', 'evaluation'),
  { kind: 'switch', key: 'assistant_only_loss', group: 'rows' },
  { kind: 'order', key: 'train_sampling_strategy', group: 'rows' },
  { kind: 'switch', key: 'shuffle_dataset', group: 'rows' },
];

/**
 * The settings of a group. Six are basic with either method: the rank of an adapter stands where, without one, the
 * saving does.
 */
export function settingsOf(group: Group, method: TrainSettings['method']): readonly Setting[] {
  const groupOf = (setting: Setting): Group => (setting.key === 'save_steps' && method === 'full' ? 'basic' : setting.group);
  return settings.filter((setting) => groupOf(setting) === group);
}

export type NumberProblem = 'number' | 'whole' | 'zero' | 'low' | 'high';
export type ReadNumber = { readonly value: number } | { readonly problem: NumberProblem };

/** What was typed, as the setting's number or as what is wrong with it. Full-width digits of an input method are read too. */
export function readNumber(setting: NumberLimits, typed: string): ReadNumber {
  const text = typed.normalize('NFKC').trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return { problem: 'number' };
  const value = Number(text);
  if ((setting.whole || (setting.shareOrCount && value > 1)) && !Number.isInteger(value)) return { problem: 'whole' };
  if (setting.notZero && value === 0) return { problem: 'zero' };
  if (value < setting.min || (setting.above && value === setting.min)) return { problem: 'low' };
  if (value > setting.max) return { problem: 'high' };
  return { value };
}

/** The allowed number that is nearest to what was typed; `fallback` where that says nothing. */
export function nearestNumber(limits: NumberLimits, typed: string, fallback: number): number {
  const read = readNumber(limits, typed);
  if ('value' in read) return read.value;
  const value = Number(typed.normalize('NFKC'));
  switch (read.problem) {
    case 'number':
      return fallback;
    case 'zero':
      return limits.min;
    case 'low':
      return limits.above ? fallback : limits.min;
    case 'high':
      return limits.max;
    case 'whole': {
      const rounded = Math.min(limits.max, Math.max(limits.min, Math.round(value)));
      return limits.notZero && rounded === 0 ? 1 : rounded;
    }
  }
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
