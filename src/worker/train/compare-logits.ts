// Compares two sets of weights by their logits on fixed prompts.

import { makeBatch } from '../../core/batches';
import { type ExportCheck, relativeDifference } from '../../core/exports';
import type { ElementType, ModelConfig, NamedTensor } from '../../core/weights';
import { createModel, type LanguageModel, type ModelOptions, readBack } from '../../ml';

/** The user's requests in the prompts. */
export const FIXED_REQUESTS = ['What will the weather be in Paris tomorrow?', '查一下北京的天气，再发邮件告诉小李。'];
/** Share of the largest logit. Sums in another order differ by less, wrong weights by more. */
const LARGEST_SHARE_F32 = 1e-3;

export type Tensors = AsyncIterable<NamedTensor> | Iterable<NamedTensor>;

/** Returns whether weights that were not rounded compute the same. */
export function isSame(check: ExportCheck): boolean {
  return relativeDifference(check) <= LARGEST_SHARE_F32;
}

/**
 * Creates a model, computes its logits and disposes it.
 * @returns the logits of each prompt, `[T · V]`
 */
export async function logitsOf(
  config: ModelConfig,
  tensors: Tensors,
  prompts: readonly Int32Array[],
  options: ModelOptions = {},
): Promise<Float32Array[]> {
  const model = await createModel(config, { tensors }, options);
  return computeLogits(model, prompts).finally(() => model.dispose());
}

async function computeLogits(model: LanguageModel, prompts: readonly Int32Array[]): Promise<Float32Array[]> {
  const found: Float32Array[] = [];
  for (const inputIds of prompts) {
    const logits = model.logits(makeBatch([{ id: '', inputIds, weights: new Float32Array(inputIds.length).fill(1) }]));
    found.push(Float32Array.from(await readBack(logits.data<'float32'>())));
    logits.dispose();
  }
  return found;
}

/**
 * Compares logits.
 * @param wanted of each prompt, `[T · V]`
 * @param found in the same layout
 * @param vocabulary V
 */
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
      // A logit that is NaN or missing counts as an infinite difference.
      largestDifference = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(largestDifference, difference);
      largestLogit = Math.max(largestLogit, Math.abs(logit));
    });
  });
  return { dtype, positions, sameNextToken, largestDifference, largestLogit };
}

/** Returns the index of the largest value, the first of equal ones; -1 when none is a number. */
function largestAt(values: Float32Array): number {
  let at = -1;
  values.forEach((value, index) => {
    if (value > (values[at] ?? Number.NEGATIVE_INFINITY)) at = index;
  });
  return at;
}
