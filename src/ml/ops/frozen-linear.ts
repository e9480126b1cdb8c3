import { tf } from '../tensorflow';
import { matMul, matMulOnce } from './mat-mul';
import { withGradient } from './with-gradient';

/** x [N, I] times a weight [O, I] that is not trained → [N, O]. The caller keeps the weight until the backward pass. */
export function frozenLinear(x: tf.Tensor, weight: tf.Tensor): tf.Tensor {
  return withGradient(
    [x],
    () => ({ value: matMul(x, tf.transpose(weight)), saved: [] }),
    (dy) => [matMulOnce(dy, weight)],
  );
}
