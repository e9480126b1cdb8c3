import { matMul, matMulTransposedA } from '../ops/mat-mul';
import { savedAt, withGradient } from '../ops/with-gradient';
import { tf } from '../tensorflow';

/**
 * What an adapter adds to a layer's output: scale · ((x·factors)·Aᵀ)·Bᵀ, [N, O]. The product B·A is never made.
 * @param x [N, I]
 * @param a [r, I]
 * @param b [O, r]
 * @param factors of dropout, [N, I]; null without
 */
export function adapterProduct(x: tf.Tensor, a: tf.Tensor, b: tf.Tensor, scale: number, factors: tf.Tensor | null): tf.Tensor {
  return withGradient(
    [x, a, b],
    () => {
      const inputs = factors ? tf.mul(x, factors) : x;
      const narrow = tf.mul(matMul(inputs, tf.transpose(a)), scale);
      return { value: matMul(narrow, tf.transpose(b)), saved: [inputs, a, b, narrow, ...(factors ? [factors] : [])] };
    },
    (dy, saved) => {
      const dNarrow = tf.mul(matMul(dy, savedAt(saved, 2)), scale);
      const dInputs = matMul(dNarrow, savedAt(saved, 1));
      return [
        factors ? tf.mul(dInputs, savedAt(saved, 4)) : dInputs,
        matMulTransposedA(dNarrow, savedAt(saved, 0)),
        matMulTransposedA(dy, savedAt(saved, 3)),
      ];
    },
  );
}
