import { planTraining } from '../../core/batches';
import type { TokenizedExample } from '../../core/tokenizer';
import { allocations } from '../allocations';
import { createModel } from '../model/create-model';
import { train } from '../training/train';
import { plainSettings } from './golden';
import { tinyConfig } from './tiny';

/** Rows of 5 to 60 tokens. */
const rows: TokenizedExample[] = Array.from({ length: 16 }, (_, row) => {
  const length = 5 + ((row * 23) % 56);
  return {
    id: `row-${row}`,
    inputIds: Int32Array.from({ length }, (_, index) => (row + index) % tinyConfig.vocabularySize),
    weights: new Float32Array(length).fill(1),
  };
});

/** Bytes the backend holds after each of these steps over rows of mixed lengths, recomputing layers. */
export async function bytesOverSteps(steps: number): Promise<number[]> {
  const settings = { ...plainSettings, per_device_train_batch_size: 2, max_steps: steps, max_length: 64, logging_steps: 10 };
  const model = await createModel({ ...tinyConfig, layers: 1 }, { seed: 3 }, { checkpointing: true });
  const bytes: number[] = [];
  for await (const event of train({ model, examples: rows, evalExamples: [], settings, plan: planTraining(rows, settings) })) {
    if (event.kind === 'step') bytes.push(allocations()?.bytes ?? Number.NaN);
  }
  model.dispose();
  return bytes;
}
