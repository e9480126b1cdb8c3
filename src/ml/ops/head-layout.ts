// Heads out of a batch's inputs and back: attention needs the inputs of a row beside each other, all else takes them as
// they lie.

import type { AttentionBlocks } from '../../core/batches';
import { tf } from '../tensorflow';
import { MASKED } from './attention';
import { gatherRows } from './gather-rows';
import { matMul } from './mat-mul';
import { withGradient } from './with-gradient';

export interface HeadLayout {
  /** [N, H·D] → [R, H, Q, D] */
  queries(x: tf.Tensor): tf.Tensor;
  /** Of keys or values, [N, K·D] → [R, K, S, D] */
  keys(x: tf.Tensor): tf.Tensor;
  /** [R, H, Q, D] → [N, H·D] */
  merged(x: tf.Tensor): tf.Tensor;
}

/** Of B sequences of T inputs, padding among them: R = B and Q = S = T. */
export function paddedHeads(rows: number, length: number, headDim: number): HeadLayout {
  const split = (x: tf.Tensor) => byHead(x, [rows, length, headDim]);
  return { queries: split, keys: split, merged };
}

/** Of inputs that lie one after the other, the prefix of all rows before them. */
export function headsInBlocks(blocks: AttentionBlocks, headDim: number): HeadLayout {
  const { count, queries, keys, queryInputs, querySlots } = blocks;
  return {
    // Each input asks in one place and back; empty places and padding have each other, and no gradient.
    queries: (x) =>
      byHead(
        rearranged(x, queryInputs, (dy) => gatherRows(dy, querySlots)),
        [count, queries, headDim],
      ),
    keys: (x) =>
      byHead(
        rearranged(x, blocks.keyInputs, (dy) => keyGradient(dy, blocks)),
        [count, keys, headDim],
      ),
    merged: (x) => rearranged(merged(x), querySlots, (dy) => gatherRows(dy, queryInputs)),
  };
}

/** 0 for the keys that the queries of the blocks see, else {@link MASKED}: [1 or R, 1, Q, S]. */
export function blockMask({ seen, queries, keys }: AttentionBlocks): tf.Tensor {
  const values = new Float32Array(seen.length * keys).fill(MASKED);
  seen.forEach((count, place) => {
    values.fill(0, place * keys, place * keys + count);
  });
  return tf.tensor(values, [seen.length / queries, 1, queries, keys]);
}

/** Rows `index` of x [N, W], with a gradient that the caller knows. */
function rearranged(x: tf.Tensor, index: Int32Array, gradient: (dy: tf.Tensor) => tf.Tensor): tf.Tensor {
  return withGradient(
    [x],
    () => ({ value: gatherRows(x, index), saved: [] }),
    (dy) => [gradient(dy)],
  );
}

/** Of [R·S, W]: an input of the prefix was seen in every block, any other in one → [N, W]. */
function keyGradient(dy: tf.Tensor, { count, keys, prefix, keySlots }: AttentionBlocks): tf.Tensor {
  const own = gatherRows(dy, keySlots);
  if (prefix === 0) return own;
  const width = dy.shape[1] ?? 1;
  const ofPrefix = tf.slice(tf.reshape(dy, [count, keys * width]), [0, 0], [count, prefix * width]);
  return tf.concat([tf.reshape(matMul(tf.ones([1, count]), ofPrefix), [prefix, width]), own], 0);
}

/** [R·T, H·D] → [R, H, T, D] */
function byHead(x: tf.Tensor, [rows, length, headDim]: readonly [number, number, number]): tf.Tensor {
  return tf.transpose(tf.reshape(x, [rows, length, x.size / (rows * length * headDim), headDim]), [0, 2, 1, 3]);
}

/** [R, H, T, D] → [R·T, H·D] */
function merged(x: tf.Tensor): tf.Tensor {
  const [rows = 1, heads = 1, length = 1, headDim = 1] = x.shape;
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [rows * length, heads * headDim]);
}
