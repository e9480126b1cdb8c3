// How far training moved the row of a token. A vocabulary is padded with ids no text has; their rows stay where the start
// and weight decay left them, or are pushed one way by the softmax, all of them alike. The row of a token that was never
// an answer lies among them. Measured as Land and Bartolo do ("Fishing for Magikarp", 2024): by the distance from the mean
// of such rows, here as a share of an ordinary token's. Their reports and others' place the untrained tokens of Qwen2,
// Qwen2.5 and Qwen3 below about 0.1, tied or not. We had none of these checkpoints at hand to measure.

import { median } from '../arithmetic';

/** Below this share a row counts as untrained. */
export const UNTRAINED_SHARE = 0.1;

/**
 * @param row of the head (or the tied embedding) for one token, [C]
 * @param reserved rows of ids that the tokenizer does not have
 * @param ordinary rows of tokens that texts have; a few of them may be untrained
 * @returns 0: as if never trained, 1: like an ordinary token; null when the other rows are too few or too unlike to tell
 */
export function trainedShare(row: Float32Array, reserved: readonly Float32Array[], ordinary: readonly Float32Array[]): number | null {
  if (row.every((value) => value === 0)) return 0;
  if (reserved.length < 2) return null;
  const mean = row.map((_, channel) => reserved.reduce((sum, other) => sum + (other[channel] ?? 0), 0) / reserved.length);
  const usual = median(ordinary.map((other) => distance(other, mean)));
  // Also where nothing is trained: the share is then no number.
  const spread = Math.max(...reserved.map((other) => distance(other, mean))) / usual;
  return spread < UNTRAINED_SHARE ? distance(row, mean) / usual : null;
}

function distance(a: Float32Array, b: Float32Array): number {
  return Math.sqrt(a.reduce((sum, value, channel) => sum + (value - (b[channel] ?? 0)) ** 2, 0));
}
