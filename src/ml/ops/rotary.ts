// Rotary position embedding as Qwen's: the first half of a head's channels turns against the second half.

import { type RotarySettings, rotaryFrequencies } from '../../core/weights';
import { tf } from '../tensorflow';
import { matMul } from './mat-mul';
import { savedAt, withGradient } from './with-gradient';

export interface RotaryTables {
  /** [1 or B, T, 1, D] */
  readonly cos: tf.Tensor;
  readonly sin: tf.Tensor;
  /** [D, D], x · half = rotate_half(x): one small product instead of two slices, a negation and a concatenation. */
  readonly half: tf.Tensor;
}

/**
 * Tables for positions.
 * @param positions [rows·T], one row if all rows of a batch share them
 * @param longest positions of the longest row: padding does not count
 */
export function rotaryTables(positions: Int32Array, rows: number, settings: RotarySettings, longest: number): RotaryTables {
  const { headDim } = settings;
  const half = headDim / 2;
  const { frequencies, attentionFactor } = rotaryFrequencies(settings, longest);
  const cos = new Float32Array(positions.length * headDim);
  const sin = new Float32Array(positions.length * headDim);
  positions.forEach((position, row) => {
    for (let channel = 0; channel < half; channel++) {
      // Rounded to 32 bits before the cosine, as torch does.
      const angle = Math.fround(position * (frequencies[channel] ?? 0));
      const at = row * headDim + channel;
      cos[at + half] = cos[at] = Math.cos(angle) * attentionFactor;
      sin[at + half] = sin[at] = Math.sin(angle) * attentionFactor;
    }
  });
  const shape = [rows, positions.length / rows, 1, headDim];
  return { cos: tf.tensor(cos, shape), sin: tf.tensor(sin, shape), half: rotateHalfMatrix(headDim) };
}

/** The heads of x, [B·T, H·D] or in any shape of that order, turned by the positions of the tables → [B·T, H·D]. */
export function rotate(x: tf.Tensor, heads: number, { cos, sin, half }: RotaryTables): tf.Tensor {
  const [, length = 1, , headDim = 1] = cos.shape;
  const byHead = [x.size / (length * heads * headDim), length, heads, headDim];
  const flat = [x.size / (heads * headDim), heads * headDim];
  return withGradient(
    [x],
    () => {
      const inputs = tf.reshape(x, byHead);
      const turned = tf.add(tf.mul(inputs, cos), tf.mul(timesHalf(inputs, half), sin));
      return { value: tf.reshape(turned, flat), saved: [cos, sin, half] };
    },
    // The matrix is antisymmetric: its transpose is its negative.
    (dy, saved) => {
      const outputs = tf.reshape(dy, byHead);
      const back = tf.sub(tf.mul(outputs, savedAt(saved, 0)), timesHalf(tf.mul(outputs, savedAt(saved, 1)), savedAt(saved, 2)));
      return [tf.reshape(back, x.shape)];
    },
  );
}

function timesHalf(x: tf.Tensor, half: tf.Tensor): tf.Tensor {
  const headDim = x.shape[x.shape.length - 1] ?? 1;
  return tf.reshape(matMul(tf.reshape(x, [x.size / headDim, headDim]), half), x.shape);
}

function rotateHalfMatrix(headDim: number): tf.Tensor {
  const half = headDim / 2;
  const values = new Float32Array(headDim * headDim);
  for (let channel = 0; channel < half; channel++) {
    values[(channel + half) * headDim + channel] = -1;
    values[channel * headDim + channel + half] = 1;
  }
  return tf.tensor(values, [headDim, headDim]);
}
