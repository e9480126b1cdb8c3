// The tensors of an update group as one, and back.

import { GROUP_ROW, type UpdateGroup } from '../../core/training';
import { sizeOf } from '../../core/weights';
import { flatPart } from '../ops/flat-part';
import { tf } from '../tensorflow';

/** The group's tensors one after the other, [size] with zeros at the end; a tensor alone as it is. The caller owns it. */
export function joined({ tensors, size }: UpdateGroup, tensorOf: (name: string) => tf.Tensor): tf.Tensor {
  const values = tensors.map(({ name }) => tensorOf(name));
  const [only] = values;
  if (only && values.length === 1) return only.clone();
  return tf.tidy(() => {
    const padding = size - values.reduce((floats, value) => floats + value.size, 0);
    const parts = values.map((value) => tf.reshape(value, [value.size]));
    return tf.concat(padding > 0 ? [...parts, tf.zeros([padding])] : parts);
  });
}

/** The tensors of a joined one, by name. The caller owns them. */
export function parted({ tensors }: UpdateGroup, value: tf.Tensor): Map<string, tf.Tensor> {
  return new Map(tensors.map(({ name, shape, from }) => [name, part(value, shape, from)]));
}

/** One of the tensors that `value` was joined of. The caller owns it. */
function part(value: tf.Tensor, shape: readonly number[], from: number): tf.Tensor {
  if (value.size === sizeOf(shape)) return value.clone();
  return tf.tidy(() => tf.reshape(flatPart(value, from, sizeOf(shape)), [...shape]));
}

/** Sums of squares, in fewer terms than there are values. */
export function sumsOfSquares(value: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const rows = value.size % GROUP_ROW === 0 ? tf.reshape(value, [value.size / GROUP_ROW, GROUP_ROW]) : value;
    return tf.reshape(tf.sum(tf.square(rows), -1), [-1]);
  });
}
