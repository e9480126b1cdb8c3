import { tf } from '../tensorflow';

/** 1 if all of the scalars are finite, else 0: a scalar that stays on the device. */
export function allFinite(scalars: readonly tf.Tensor[]): tf.Tensor {
  return tf.tidy(() => tf.min(tf.cast(tf.isFinite(tf.concat(scalars.map((scalar) => tf.reshape(scalar, [1])))), 'float32')));
}
