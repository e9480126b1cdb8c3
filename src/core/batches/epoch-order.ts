import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/**
 * Order of the rows in one epoch: a pure function of its arguments, so that a resumed run meets the same batches.
 * @param epoch 0-based
 * @returns a permutation of 0 … rows - 1 (Fisher-Yates); the identity unless `shuffle`
 */
export function epochOrder(rows: number, epoch: number, seed: number, shuffle: boolean): Int32Array {
  const order = Int32Array.from({ length: rows }, (_, index) => index);
  if (!shuffle) return order;
  const generator = xoroshiro128plus(Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul(epoch + 1, 0x85ebca6b));
  for (let last = rows - 1; last > 0; last--) {
    const other = uniformInt(generator, 0, last);
    const held = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = held;
  }
  return order;
}
