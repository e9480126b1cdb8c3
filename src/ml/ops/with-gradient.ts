import { tf } from '../tensorflow';

interface Forward {
  readonly value: tf.Tensor;
  /** Kept until the backward pass; the inputs themselves may be among them. */
  readonly saved: readonly tf.Tensor[];
}

/**
 * One node of the tape with a gradient of its own: `tf.customGrad` with typed arguments. Every input gets a gradient;
 * constants are captured by the closures. Whatever tensor `backward` uses must be saved: the forward scope disposes
 * the others.
 * @param backward gradients of the inputs, in their order and shapes
 */
export function withGradient(
  inputs: readonly tf.Tensor[],
  forward: () => Forward,
  backward: (dy: tf.Tensor, saved: readonly tf.Tensor[]) => tf.Tensor[],
): tf.Tensor {
  // Without a scope of its own what `backward` makes on its way would stay until the whole tape is done.
  const operation = tf.customGrad((...args) => {
    const { value, saved } = forward();
    for (const argument of args) if (typeof argument === 'function') argument([...saved]);
    return { value, gradFunc: (dy: tf.Tensor, kept: tf.Tensor[]) => tf.tidy(() => backward(dy, kept)) };
  });
  return operation(...inputs);
}

/** The element at `index`; the tape hands saved tensors back as a list. */
export function savedAt(saved: readonly tf.Tensor[], index: number): tf.Tensor {
  const tensor = saved[index];
  if (!tensor) throw new Error(`The tape saved ${saved.length} tensors, number ${index} was asked for.`);
  return tensor;
}
