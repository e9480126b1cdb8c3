import { tf } from '../tensorflow';
import { savedAt, withGradient } from './with-gradient';

/** silu(gate) · up, element by element; both [N, F]. */
export function swiglu(gate: tf.Tensor, up: tf.Tensor): tf.Tensor {
  return withGradient(
    [gate, up],
    () => {
      const sigmoid = tf.sigmoid(gate);
      return { value: tf.mul(tf.mul(gate, sigmoid), up), saved: [gate, up, sigmoid] };
    },
    (dy, saved) => {
      const sigmoid = savedAt(saved, 2);
      const silu = tf.mul(savedAt(saved, 0), sigmoid);
      // d silu / d gate = sigmoid + silu · (1 - sigmoid)
      const slope = tf.add(sigmoid, tf.sub(silu, tf.mul(silu, sigmoid)));
      return [tf.mul(tf.mul(dy, savedAt(saved, 1)), slope), tf.mul(dy, silu)];
    },
  );
}
