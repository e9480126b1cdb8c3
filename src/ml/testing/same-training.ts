import { expect } from 'vitest';
import { type Batch, makeBatch, makeCompactBatch } from '../../core/batches';
import type { ModelConfig, NamedTensor } from '../../core/weights';
import { createModel, type ModelOptions } from '../model/create-model';
import { AdamW } from '../optimizer/adamw';
import { tf } from '../tensorflow';
import { difference, plainSettings } from './golden';
import { rowsWithPrefix } from './tiny';

const STEPS = 4;
const LEARNING_RATE = 1e-3;
/** Sums of other orders: of the values' size, in 32 bits. */
const ROUNDING = 1e-5;

interface Start {
  readonly config: ModelConfig;
  readonly weights: readonly NamedTensor[];
  /** Tokens that all rows begin with. */
  readonly prefix: number;
  readonly options: ModelOptions;
}

/** A compact batch against the padded one of the same rows: loss and every gradient over several optimizer steps, and then the loss alone. */
export async function expectSameTraining({ config, weights, prefix, options }: Start): Promise<void> {
  const rows = rowsWithPrefix(12, prefix, config.vocabularySize);
  const batches = [makeBatch(rows), makeCompactBatch(rows)];
  expect(batches[1]?.blocks).toMatchObject({ prefix });
  const [padded = [], compact = []] = await Promise.all(batches.map((batch) => stepsOf(batch, config, weights, options)));
  expect(padded.length).toBeGreaterThan(STEPS);
  padded.forEach(({ name, values }, index) => {
    expect(compact[index]?.name).toBe(name);
    expect(difference(compact[index]?.values ?? [], values), name).toBeLessThan(ROUNDING);
  });
}

interface Named {
  readonly name: string;
  readonly values: ArrayLike<number>;
}

async function stepsOf(batch: Batch, config: ModelConfig, weights: readonly NamedTensor[], options: ModelOptions): Promise<Named[]> {
  const model = await createModel(config, { tensors: weights }, options);
  const optimizer = new AdamW(model, plainSettings);
  const found: Named[] = [];
  const keep = async (name: string, tensor: tf.Tensor) => {
    found.push({ name, values: await tensor.data() });
  };
  for (let step = 1; step <= STEPS; step++) {
    const { loss, gradients } = model.lossAndGradients(batch, batch.totalWeight);
    await keep(`loss of step ${step}`, loss);
    for (const [name, gradient] of gradients) await keep(`${name} in step ${step}`, gradient);
    tf.dispose([optimizer.step(gradients, loss, step, LEARNING_RATE), loss]);
  }
  const loss = model.loss(batch, batch.totalWeight);
  await keep('loss alone', loss);
  loss.dispose();
  optimizer.dispose();
  model.dispose();
  return found;
}
