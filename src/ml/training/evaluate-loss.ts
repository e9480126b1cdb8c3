import { makeCompactBatch, trainableExamples } from '../../core/batches';
import type { TokenizedExample } from '../../core/tokenizer';
import { readBack } from '../device';
import type { LanguageModel } from '../model/language-model';
import { sumAll } from '../ops/sum-all';
import type { tf } from '../tensorflow';
import { yieldToEventLoop } from '../yield-to-event-loop';

export interface EvaluateOptions {
  readonly batchSize: number;
  readonly maxLength: number;
}

/** Mean loss over the trained tokens of all rows, nats per token; one read-back. NaN when no row has any. */
export async function evaluateLoss(model: LanguageModel, rows: readonly TokenizedExample[], options: EvaluateOptions): Promise<number> {
  // Rows of like length together: less padding, and the sum does not depend on the grouping but for rounding.
  const ordered = [...trainableExamples(rows, options.maxLength)].sort((a, b) => a.inputIds.length - b.inputIds.length);
  const losses: tf.Tensor[] = [];
  let weight = 0;
  try {
    for (let start = 0; start < ordered.length; start += options.batchSize) {
      const batch = makeCompactBatch(ordered.slice(start, start + options.batchSize));
      weight += batch.totalWeight;
      losses.push(model.loss(batch, 1));
      await yieldToEventLoop();
    }
    if (losses.length === 0) return Number.NaN;
    const total = sumAll(losses);
    const [sum = Number.NaN] = await readBack(total.data<'float32'>());
    total.dispose();
    return sum / weight;
  } finally {
    for (const loss of losses) loss.dispose();
  }
}
