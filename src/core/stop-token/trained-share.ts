// How far training moved a token's row of the head. A vocabulary is padded with ids that occur in no text. Initialization
// and weight decay leave their rows close together, or the softmax pushes all of them in one direction. The row of a token
// that was never a label is close to them. The measure is that of Land and Bartolo ("Fishing for Magikarp", 2024): the
// distance from the mean of these rows, here as a share of an ordinary token's distance. They and others report untrained
// tokens of Qwen2, Qwen2.5 and Qwen3 below about 0.1, tied or not. The threshold is taken from these reports; it was not
// measured here.

import { median } from '../arithmetic';

/** Below this share a row counts as untrained. */
export const UNTRAINED_SHARE = 0.1;

/**
 * @param row of the head (or tied embedding) for one token, [C]
 * @param reserved rows [C] of ids that the tokenizer does not have
 * @param ordinary rows [C] of tokens that occur in texts; a few of them may be untrained
 * @returns from 0, never trained, to 1, like an ordinary token (or above); null if the other rows are too few, or too far
 *   apart, to tell
 */
export function trainedShare(row: Float32Array, reserved: readonly Float32Array[], ordinary: readonly Float32Array[]): number | null {
  if (row.every((value) => value === 0)) return 0;
  if (reserved.length < 2) return null;
  const mean = row.map((_, channel) => reserved.reduce((sum, other) => sum + (other[channel] ?? 0), 0) / reserved.length);
  const usual = median(ordinary.map((other) => distance(other, mean)));
  // NaN if no row was trained: then nothing can be told.
  const spread = Math.max(...reserved.map((other) => distance(other, mean))) / usual;
  return spread < UNTRAINED_SHARE ? distance(row, mean) / usual : null;
}

function distance(a: Float32Array, b: Float32Array): number {
  return Math.sqrt(a.reduce((sum, value, channel) => sum + (value - (b[channel] ?? 0)) ** 2, 0));
}
