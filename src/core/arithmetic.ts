// Arithmetic on lists of numbers and on sizes.

/** The sum, added in order; 0 for an empty list. */
export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** The largest value, or `least` if none is larger. Unlike `Math.max(...values)` it has no limit on their number. */
export function largest(values: Iterable<number>, least: number): number {
  let most = least;
  for (const value of values) most = Math.max(most, value);
  return most;
}

/** The middle value, the upper one of two; NaN for an empty list. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** The smallest multiple of `multiple` that is at least `value`. */
export function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
