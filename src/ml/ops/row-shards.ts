// A matrix of the vocabulary may be larger than what a device binds at once. Its rows then lie in several tensors, one
// after the other, each with the same columns. With one tensor each function here is the plain operation.

import { tf } from '../tensorflow';
import { gatherRows } from './gather-rows';
import { matMulTransposedB } from './mat-mul';

/** All rows of a matrix [V, C], in order. */
export type RowShards = readonly tf.Tensor[];

export interface PlacedShard {
  readonly shard: tf.Tensor;
  /** Number of its first row in the matrix, and of the first row after it. */
  readonly from: number;
  readonly to: number;
}

export function placed(shards: RowShards): PlacedShard[] {
  let end = 0;
  return shards.map((shard) => {
    const from = end;
    end += shard.shape[0] ?? 0;
    return { shard, from, to: end };
  });
}

/** V */
export function rowCount(shards: RowShards): number {
  return placed(shards).at(-1)?.to ?? 0;
}

/** Row numbers of the matrix as those of one shard; -1 for rows of others. */
export function within({ from, to }: PlacedShard, ids: Int32Array): Int32Array {
  return ids.map((id) => (id >= from && id < to ? id - from : -1));
}

/** Rows `ids` of the matrix → [ids.length, C]. No gradient: callers have their own. */
export function shardedRows(shards: RowShards, ids: Int32Array): tf.Tensor {
  const [only] = shards;
  if (only && shards.length === 1) return gatherRows(only, ids);
  return tf.tidy(() => {
    // The rows of each shard that has any, one below the other; then each where it belongs.
    const parts: tf.Tensor[] = [];
    const order = new Int32Array(ids.length).fill(-1);
    let count = 0;
    for (const one of placed(shards)) {
      const rows = within(one, ids);
      const found = rows.filter((row) => row >= 0);
      if (found.length === 0) continue;
      parts.push(gatherRows(one.shard, found));
      rows.forEach((row, index) => {
        if (row >= 0) order[index] = count++;
      });
    }
    if (count < ids.length) throw new RangeError(`row ${ids[order.indexOf(-1)]} of ${rowCount(shards)}`);
    return gatherRows(tf.concat(parts, 0), order);
  });
}

/** The same for ids that are on the device, int32 [N]. */
export function shardedRowsOnDevice(shards: RowShards, ids: tf.Tensor): tf.Tensor {
  const [only] = shards;
  if (only && shards.length === 1) return tf.gather(only, ids);
  return tf.tidy(() => {
    // Of the shards one has the row; the others give some row of theirs, times zero.
    const parts = placed(shards).map(({ shard, from, to }) => {
      const here = tf.cast(tf.logicalAnd(tf.greaterEqual(ids, from), tf.less(ids, to)), 'float32');
      const rows = tf.gather(shard, tf.cast(tf.clipByValue(tf.sub(ids, from), 0, to - from - 1), 'int32'));
      return tf.mul(rows, tf.reshape(here, [ids.size, 1]));
    });
    return parts.reduce((sum, part) => tf.add(sum, part));
  });
}

/** x [N, C] times the matrix → [N, V]: logits. No gradient. */
export function timesShards(x: tf.Tensor, shards: RowShards): tf.Tensor {
  const [only] = shards;
  if (only && shards.length === 1) return matMulTransposedB(x, only);
  return tf.tidy(() =>
    tf.concat(
      shards.map((shard) => matMulTransposedB(x, shard)),
      1,
    ),
  );
}
