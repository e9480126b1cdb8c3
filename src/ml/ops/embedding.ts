import type { tf } from '../tensorflow';
import { gatherRows } from './gather-rows';
import { planSegments, segmentSum } from './segment-sum';
import { withGradient } from './with-gradient';

/**
 * Rows of a table [V, C] for token ids → [N, C].
 * @param counted the ids again, negative where the gradient is known to be zero (padding)
 */
export function embedding(table: tf.Tensor, ids: Int32Array, counted: Int32Array): tf.Tensor {
  const plan = planSegments(counted, table.shape[0] ?? 0);
  return withGradient(
    [table],
    () => ({ value: gatherRows(table, ids), saved: [] }),
    (dy) => [segmentSum(dy, plan)],
  );
}
