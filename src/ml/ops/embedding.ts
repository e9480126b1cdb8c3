import type { tf } from '../tensorflow';
import { placed, type RowShards, shardedRows, within } from './row-shards';
import { planSegments, segmentSum } from './segment-sum';
import { withGradient } from './with-gradient';

/**
 * Rows of a table [V, C] for token ids → [N, C].
 * @param counted the ids again, negative where the gradient is known to be zero (padding)
 */
export function embedding(table: RowShards, ids: Int32Array, counted: Int32Array): tf.Tensor {
  const plans = placed(table).map((one) => planSegments(within(one, counted), one.to - one.from));
  return withGradient(
    table,
    () => ({ value: shardedRows(table, ids), saved: [] }),
    (dy) => plans.map((plan) => segmentSum(dy, plan)),
  );
}
