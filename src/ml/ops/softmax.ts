import { tf } from '../tensorflow';

/**
 * Softmax over the last axis of x, which it disposes: scores and logits are the largest tensors of a step, and at most
 * two of their size are there at a time. tf.softmax holds four on the backends that make it of smaller kernels.
 */
export function softmaxAndDispose(x: tf.Tensor): tf.Tensor {
  if (tf.getBackend() === 'wasm') {
    const shares = tf.softmax(x);
    x.dispose();
    return shares;
  }
  return tf.tidy(() => {
    const shifted = tf.sub(x, tf.max(x, -1, true));
    x.dispose();
    const powers = tf.exp(shifted);
    shifted.dispose();
    return tf.div(powers, tf.sum(powers, -1, true));
  });
}
