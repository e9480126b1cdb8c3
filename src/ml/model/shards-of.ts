import { nameInFiles } from '../../core/weights';
import type { tf } from '../tensorflow';

/** The tensors that a tensor of the files is on the device, in the order of their rows. */
export function shardsOf(tensors: ReadonlyMap<string, tf.Tensor>, name: string): tf.Tensor[] {
  return [...tensors].flatMap(([key, tensor]) => (nameInFiles(key) === name ? tensor : []));
}
