import { tf } from '../tensorflow';
import { gatherRows } from './gather-rows';
import { withGradient } from './with-gradient';

/**
 * Rows `positions` of x [N, C] → [R, C]; the gradient of all others is zero.
 * @param positions [R]
 * @param count the first so many are there once each; those behind them are padding, of which nothing is made
 */
export function chosenRows(x: tf.Tensor, positions: Int32Array, count: number): tf.Tensor {
  return withGradient(
    [x],
    () => ({ value: gatherRows(x, positions), saved: [] }),
    (dy) => [spreadRows(dy, positions.subarray(0, count), x.shape[0] ?? 0)],
  );
}

/** Rows of dy [R, C] back to their positions among `count` rows, zero elsewhere. */
function spreadRows(dy: tf.Tensor, positions: Int32Array, count: number): tf.Tensor {
  const [rows = 0, width = 1] = dy.shape;
  const spread = new Int32Array(count).fill(rows);
  positions.forEach((position, row) => {
    spread[position] = row;
  });
  return tf.tidy(() => gatherRows(tf.concat([dy, tf.zeros([1, width])], 0), spread));
}
