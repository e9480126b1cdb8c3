import { tf } from '../tensorflow';
import { savedAt, withGradient } from './with-gradient';

/**
 * Root-mean-square norm of each row, as Qwen3RMSNorm: x / sqrt(mean(x²) + ε) · weight.
 * @param x [N, C]
 * @param weight [C]
 */
export function rmsNorm(x: tf.Tensor, weight: tf.Tensor, epsilon: number): tf.Tensor {
  return withGradient(
    [x, weight],
    () => {
      const scale = tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), epsilon));
      return { value: tf.mul(tf.mul(x, scale), weight), saved: [x, weight, scale] };
    },
    (dy, saved) => {
      const normed = tf.mul(savedAt(saved, 0), savedAt(saved, 2));
      const product = tf.mul(dy, normed);
      const weighted = tf.mul(dy, savedAt(saved, 1));
      const along = tf.mean(tf.mul(product, savedAt(saved, 1)), -1, true);
      return [tf.mul(tf.sub(weighted, tf.mul(normed, along)), savedAt(saved, 2)), tf.sum(product, 0)];
    },
  );
}
