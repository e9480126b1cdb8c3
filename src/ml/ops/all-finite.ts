import { tf } from '../tensorflow';

/** 1 if all of the scalars are finite, else 0: a scalar that stays on the device. */
export function allFinite(scalars: readonly tf.Tensor[]): tf.Tensor {
  return tf.tidy(() => tf.min(tf.cast(tf.isFinite(tf.concat(scalars.map((scalar) => tf.reshape(scalar, [1])))), 'float32')));
}

/**
 * A condition of the shape of `tensor`, true everywhere if `flag` is 1. Compared with zeros made on the device: tf.where
 * given one value would write it out with a tile.
 */
export function everywhere(flag: tf.Tensor, tensor: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.greater(flag, tf.zerosLike(tensor)));
}
