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
    () => normOf(x, weight, epsilon),
    (dy, saved) => {
      const { dx, product } = backward(dy, saved, weight);
      return [dx, tf.sum(product, 0)];
    },
  );
}

/** The same with a weight that is not trained. The caller keeps the weight until the backward pass. */
export function frozenRmsNorm(x: tf.Tensor, weight: tf.Tensor, epsilon: number): tf.Tensor {
  return withGradient(
    [x],
    () => normOf(x, weight, epsilon),
    (dy, saved) => [backward(dy, saved, weight).dx],
  );
}

function normOf(x: tf.Tensor, weight: tf.Tensor, epsilon: number) {
  const scale = tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), epsilon));
  return { value: tf.mul(tf.mul(x, scale), weight), saved: [x, scale] };
}

function backward(dy: tf.Tensor, saved: readonly tf.Tensor[], weight: tf.Tensor) {
  const scale = savedAt(saved, 1);
  const normed = tf.mul(savedAt(saved, 0), scale);
  const product = tf.mul(dy, normed);
  const along = tf.mean(tf.mul(product, weight), -1, true);
  return { dx: tf.mul(tf.sub(tf.mul(dy, weight), tf.mul(normed, along)), scale), product };
}
