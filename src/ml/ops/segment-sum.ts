// Sums of rows that share an id: the gradient of an embedding. tfjs's scatter-add needs float atomics on WebGPU (its
// order of additions changes from run to run) and is missing on wasm. Here rows are sorted by id on the CPU and added
// in pairs, level by level: about log2(most rows of one id) gathers and additions, the same order every time.

import { tf } from '../tensorflow';
import { gatherRows } from './gather-rows';

export interface SegmentPlan {
  /** Rows to take at first, sorted by id; the last entry is the zero row. */
  readonly sorted: Int32Array;
  /** Each level adds row `left[i]` and row `right[i]` of the level below. Its last row is zero + zero. */
  readonly levels: readonly { readonly left: Int32Array; readonly right: Int32Array }[];
  /** For each of the `count` ids the row of the last level that holds its sum; the zero row for ids that do not occur. */
  readonly spread: Int32Array;
}

/**
 * Plan for `ids[i]` = segment of row i.
 * @param ids rows with a negative id are left out
 * @param count number of segments
 */
export function planSegments(ids: Int32Array, count: number): SegmentPlan {
  const rows = Int32Array.from(ids.keys()).filter((row) => (ids[row] ?? -1) >= 0);
  // Stable: rows of one id keep their order.
  rows.sort((a, b) => (ids[a] ?? 0) - (ids[b] ?? 0) || a - b);
  let owners = Int32Array.from(rows, (row) => ids[row] ?? 0);
  const levels: { left: Int32Array; right: Int32Array }[] = [];
  while (owners.some((owner, index) => index > 0 && owners[index - 1] === owner)) {
    const zero = owners.length;
    const left: number[] = [];
    const right: number[] = [];
    const next: number[] = [];
    for (let index = 0; index < owners.length; index++) {
      const paired = index + 1 < owners.length && owners[index + 1] === owners[index];
      next.push(owners[index] ?? 0);
      left.push(index);
      right.push(paired ? index + 1 : zero);
      if (paired) index++;
    }
    levels.push({ left: Int32Array.from([...left, zero]), right: Int32Array.from([...right, zero]) });
    owners = Int32Array.from(next);
  }
  const spread = new Int32Array(count).fill(owners.length);
  owners.forEach((owner, index) => {
    spread[owner] = index;
  });
  return { sorted: Int32Array.from([...rows, ids.length]), levels, spread };
}

/** Sums of the rows of x [N, C] by the plan's ids → [count, C]. */
export function segmentSum(x: tf.Tensor, plan: SegmentPlan): tf.Tensor {
  const withZero = tf.concat([x, tf.zeros([1, x.shape[1] ?? 1])], 0);
  const sorted = gatherRows(withZero, plan.sorted);
  const sums = plan.levels.reduce((rows, { left, right }) => tf.add(gatherRows(rows, left), gatherRows(rows, right)), sorted);
  return gatherRows(sums, plan.spread);
}
