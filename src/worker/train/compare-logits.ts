// How far two sets of weights compute from each other: their logits on prompts that are always the same.

import { makeBatch } from '../../core/batches';
import type { ElementType, ModelConfig, NamedTensor } from '../../core/weights';
import { type ExportCheck, relativeDifference } from '../../core/weights-export';
import { createModel, type LanguageModel, type ModelOptions, readBack } from '../../ml';

/** What a user asks in them. */
export const FIXED_REQUESTS = ['What will the weather be in Paris tomorrow?', '查一下北京的天气，再发邮件告诉小李。'];
/** Of the largest logit: sums in another order differ by less, wrong weights by more. */
const LARGEST_SHARE_F32 = 1e-3;

export type Tensors = AsyncIterable<NamedTensor> | Iterable<NamedTensor>;

/** Whether weights that lost nothing by rounding compute the same. */
export function isSame(check: ExportCheck): boolean {
  return relativeDifference(check) <= LARGEST_SHARE_F32;
}

/**
 * The logits of a model that exists for them only.
 * @returns of each prompt, [T · V]
 */
export async function logitsOf(
  config: ModelConfig,
  tensors: Tensors,
  prompts: readonly Int32Array[],
  options: ModelOptions = {},
): Promise<Float32Array[]> {
  const model = await createModel(config, { tensors }, options);
  return answersOf(model, prompts).finally(() => model.dispose());
}

async function answersOf(model: LanguageModel, prompts: readonly Int32Array[]): Promise<Float32Array[]> {
  const found: Float32Array[] = [];
  for (const inputIds of prompts) {
    const logits = model.logits(makeBatch([{ id: '', inputIds, weights: new Float32Array(inputIds.length).fill(1) }]));
    found.push(Float32Array.from(await readBack(logits.data<'float32'>())));
    logits.dispose();
  }
  return found;
}

/** @param wanted logits of each prompt, [T · V], as are those found */
export function compareLogits(
  wanted: readonly Float32Array[],
  found: readonly Float32Array[],
  dtype: ElementType,
  vocabulary: number,
): ExportCheck {
  let positions = 0;
  let sameNextToken = 0;
  let largestDifference = 0;
  let largestLogit = 0;
  wanted.forEach((logits, prompt) => {
    const others = found[prompt] ?? new Float32Array();
    for (let start = 0; start < logits.length; start += vocabulary) {
      positions += 1;
      const row = logits.subarray(start, start + vocabulary);
      if (largestAt(row) === largestAt(others.subarray(start, start + vocabulary))) sameNextToken += 1;
    }
    logits.forEach((logit, index) => {
      const difference = Math.abs(logit - (others[index] ?? Number.NaN));
      // No number is a difference that nothing exceeds.
      largestDifference = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(largestDifference, difference);
      largestLogit = Math.max(largestLogit, Math.abs(logit));
    });
  });
  return { dtype, positions, sameNextToken, largestDifference, largestLogit };
}

/** Index of the largest value, the first of equals; -1 where none is a number. */
function largestAt(values: Float32Array): number {
  let at = -1;
  values.forEach((value, index) => {
    if (value > (values[at] ?? Number.NEGATIVE_INFINITY)) at = index;
  });
  return at;
}
