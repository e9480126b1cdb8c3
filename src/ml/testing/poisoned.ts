import type { TokenizedExample } from '../../core/tokenizer';

/** The rows with those at `positions` given weights that are no numbers: so is every loss and gradient they have part in. */
export function poisoned(rows: readonly TokenizedExample[], positions: readonly number[]): TokenizedExample[] {
  return rows.map((row, position) => (positions.includes(position) ? { ...row, weights: row.weights.map(() => Number.NaN) } : row));
}
