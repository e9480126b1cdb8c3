import type { Batch } from '../../core/batches';
import type { LanguageModel, LossAndGradients } from '../model/language-model';
import { tf } from '../tensorflow';

/**
 * Loss and gradients of several batches as of one: each is divided by `divisor`, their common sum of weights.
 * @param firstDraw number of the first batch in the run
 */
export function accumulate(model: LanguageModel, batches: readonly Batch[], divisor: number, firstDraw: number): LossAndGradients {
  const [first, ...rest] = batches;
  if (!first) throw new Error('a step needs a batch');
  return rest.reduce(
    (sum, batch, index) => add(sum, model.lossAndGradients(batch, divisor, firstDraw + index + 1)),
    model.lossAndGradients(first, divisor, firstDraw),
  );
}

function add(a: LossAndGradients, b: LossAndGradients): LossAndGradients {
  const gradients = new Map<string, tf.Tensor>();
  for (const [name, gradient] of a.gradients) {
    const other = b.gradients.get(name);
    if (!other) throw new Error(`no gradient of ${name}`);
    gradients.set(name, sumAndDispose(gradient, other));
  }
  return { loss: sumAndDispose(a.loss, b.loss), gradients };
}

function sumAndDispose(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const sum = tf.add(a, b);
  a.dispose();
  b.dispose();
  return sum;
}
