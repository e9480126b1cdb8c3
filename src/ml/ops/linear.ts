import { tf } from '../tensorflow';
import { matMul, matMulOnce, matMulTransposedA } from './mat-mul';
import { savedAt, withGradient } from './with-gradient';

/** x [N, I] times a weight [O, I] as Hugging Face stores it → [N, O]. */
export function linear(x: tf.Tensor, weight: tf.Tensor): tf.Tensor {
  return withGradient(
    [x, weight],
    () => ({ value: matMul(x, tf.transpose(weight)), saved: [x, weight] }),
    (dy, saved) => [matMulOnce(dy, savedAt(saved, 1)), matMulTransposedA(dy, savedAt(saved, 0))],
  );
}
