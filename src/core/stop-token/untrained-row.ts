// Rows of the head that no training ever touched. A vocabulary is padded with rows no text can reach; their only gradient
// is the softmax's push away from every answer, the same for all of them, so they end up pointing one way. A token whose
// row points that way too was never an answer (Land and Bartolo, "Fishing for Magikarp", 2024).

/** Reserved rows must agree this well (cosine with their mean) before anything is concluded from them. */
const AGREEMENT = 0.9;
/** How much farther from their mean than the farthest of them a row may point: they drew the mean to themselves. */
const SLACK = 2;
/** Rounding of F16 and BF16 rows. */
const ROUNDING = 1e-4;

/**
 * @param row of the head (or the tied embedding) for one token, [C]
 * @param reserved rows of ids that the tokenizer does not have
 * @returns null when the reserved rows are too few or too unlike to tell
 */
export function isUntrainedRow(row: Float32Array, reserved: readonly Float32Array[]): boolean | null {
  if (norm(row) === 0) return true;
  if (reserved.length < 2) return null;
  const mean = Float32Array.from(row, (_, channel) => reserved.reduce((sum, other) => sum + (other[channel] ?? 0), 0) / reserved.length);
  const lowest = Math.min(...reserved.map((other) => cosine(other, mean)));
  // Also when they are all zero: the cosine is then no number.
  if (!(lowest >= AGREEMENT)) return null;
  return 1 - cosine(row, mean) <= SLACK * (1 - lowest) + ROUNDING;
}

function cosine(a: Float32Array, b: Float32Array): number {
  return dot(a, b) / (norm(a) * norm(b));
}

function norm(a: Float32Array): number {
  return Math.sqrt(dot(a, a));
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}
