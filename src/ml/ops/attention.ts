import { tf } from '../tensorflow';
import { batchedMatMul } from './batched-mat-mul';
import { softmaxAndDispose } from './softmax';
import { savedAt, withGradient } from './with-gradient';

/** Added to scores that must not count. Not -Infinity: WebGPU's matrix product reads past a row's end times zero. */
export const MASKED = -1e9;

/**
 * Grouped-query attention. The queries of the heads that share a key/value head are stacked along time, so that keys
 * and values are never repeated: scores are [B·K, G·T, S] with K key/value heads of G query heads each.
 * @param query [B, H, T, D]
 * @param key [B, K, S, D]
 * @param value [B, K, S, D]
 * @param mask 0 or {@link MASKED}, broadcast over [B, H, T, S]
 * @returns [B, H, T, D]
 */
export function attention(query: tf.Tensor, key: tf.Tensor, value: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  const [rows = 1, heads = 1, times = 1, headDim = 1] = query.shape;
  const [, keyValueHeads = 1, seen = 1] = key.shape;
  const groups = rows * keyValueHeads;
  const stacked = [groups, (heads / keyValueHeads) * times, headDim];
  const shared = [groups, seen, headDim];
  const scale = 1 / Math.sqrt(headDim);
  return withGradient(
    [query, key, value],
    () => {
      const q = tf.reshape(tf.mul(query, scale), stacked);
      const k = tf.reshape(key, shared);
      const v = tf.reshape(value, shared);
      // Scores may be the largest tensors of a layer: each goes as soon as the next one is made of it.
      const scores = tf.tidy(() => tf.add(tf.reshape(batchedMatMul(q, k, false, true), [rows, heads, times, seen]), mask));
      const shares = tf.reshape(softmaxAndDispose(scores), [groups, stacked[1] ?? 1, seen]);
      const out = batchedMatMul(shares, v);
      return { value: tf.reshape(out, query.shape), saved: [q, k, v, shares, out] };
    },
    (dy, saved) => {
      const [q, k, v, shares, out] = [0, 1, 2, 3, 4].map((index) => savedAt(saved, index));
      if (!q || !k || !v || !shares || !out) throw new Error('attention: the tape lost a tensor');
      const dOut = tf.reshape(dy, stacked);
      const dShares = batchedMatMul(dOut, v, false, true);
      // Softmax's gradient needs Σ shares·dShares per row, which equals Σ out·dOut over the much shorter last axis.
      const centred = tf.sub(dShares, tf.sum(tf.mul(out, dOut), -1, true));
      dShares.dispose();
      const dScores = tf.mul(shares, centred);
      centred.dispose();
      return [
        tf.reshape(tf.mul(batchedMatMul(dScores, k), scale), query.shape),
        tf.reshape(batchedMatMul(dScores, q, true), key.shape),
        tf.reshape(batchedMatMul(shares, dOut, true), value.shape),
      ];
    },
  );
}

/** [1, 1, T, T]: position t sees positions up to t. */
export function causalMask(length: number): tf.Tensor {
  const values = new Float32Array(length * length);
  for (let row = 0; row < length; row++) values.fill(MASKED, row * length + row + 1, (row + 1) * length);
  return tf.tensor(values, [1, 1, length, length]);
}

/**
 * For packed rows: position t sees those up to t of its own segment.
 * @param segments [B·T], rising from 0 along each sequence
 * @returns [B, 1, T, T]
 */
export function segmentMask(segments: Int32Array, rows: number): tf.Tensor {
  const length = segments.length / rows;
  const values = new Float32Array(segments.length * length).fill(MASKED);
  for (let row = 0; row < segments.length; row += length) {
    let start = 0;
    for (let position = 0; position < length; position++) {
      if (segments[row + position] !== segments[row + start]) start = position;
      const at = (row + position) * length;
      values.fill(0, at + start, at + position + 1);
    }
  }
  return tf.tensor(values, [rows, 1, length, length]);
}
