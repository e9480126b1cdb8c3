// The adapter's settings as a form, see core/recipe/recipe.ts. Words in i18n stand under the same keys as those of
// training (`t.train.settings.<key>`).

import type { LoraSettings, TargetModule } from '../../core/recipe';
import { type NumberLimits, type Setting, settings } from './settings';

export type LoraNumberKey = 'r' | 'lora_alpha' | 'lora_dropout';

/** Ranks above a thousand are no adapter any more. */
const MOST_RANK = 1024;

export const loraLimits: Readonly<Record<LoraNumberKey, NumberLimits>> = {
  r: { whole: true, min: 1, max: MOST_RANK },
  lora_alpha: { whole: false, min: 0, above: true, max: 100_000 },
  lora_dropout: { whole: false, min: 0, max: 0.99 },
};

/** Advanced fields of the adapter; its rank is a basic one. */
export const ADVANCED_LORA_FIELDS = 4;

/** Any field of the form. */
export type FieldKey = Setting['key'] | keyof LoraSettings | 'method';

const loraKeys: readonly (keyof LoraSettings)[] = ['r', 'lora_alpha', 'lora_dropout', 'use_rslora', 'target_modules'];

export const fieldKeys: readonly Exclude<FieldKey, 'method'>[] = [...settings.map((setting) => setting.key), ...loraKeys];

/** The modules with `module` taken in or out, in the order of a decoder block. One always stays. */
export function withModule(
  current: readonly TargetModule[],
  module: TargetModule,
  taken: boolean,
  all: readonly TargetModule[],
): readonly TargetModule[] {
  const next = all.filter((each) => (each === module ? taken : current.includes(each)));
  return next.length === 0 ? current : next;
}
