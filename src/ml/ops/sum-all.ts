import { tf } from '../tensorflow';

/**
 * Sum of any number of scalars. Not tf.addN: on WebGPU it binds every input at once, and beyond the limit of storage
 * buffers (often 10) the whole submission is dropped without an error.
 */
export function sumAll(scalars: readonly tf.Tensor[]): tf.Tensor {
  return tf.tidy(() => tf.sum(tf.concat(scalars.map((scalar) => tf.reshape(scalar, [1])))));
}
