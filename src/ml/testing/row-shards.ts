// What a model computes, to compare one in row shards with the same one in whole tensors.

import { type Batch, makeBatch } from '../../core/batches';
import { type ModelConfig, nameInFiles } from '../../core/weights';
import { generate } from '../generation/generate';
import { createModel, type ModelOptions } from '../model/create-model';
import type { LanguageModel } from '../model/language-model';
import { tf } from '../tensorflow';
import { tinyRows } from './tiny';

export interface Computed {
  /** Logits, losses, and gradients by their names in files. */
  readonly values: ReadonlyMap<string, Float32Array>;
  readonly answers: readonly Int32Array[];
  /** Of the parameters, on the device. */
  readonly tensors: number;
}

/** @param prompts how many are answered, greedily and then sampled */
export async function computed(config: ModelConfig, options: ModelOptions, prompts: number): Promise<Computed> {
  const rows = tinyRows(5, config.vocabularySize);
  const model = await createModel(config, { seed: 2 }, options);
  const values = await valuesOf(model, makeBatch(rows));
  const begun = rows.slice(0, prompts).map(({ inputIds }, index) => inputIds.slice(0, 2 + index));
  const generation = { maxNewTokens: 4, stopIds: [], batchSize: 3 };
  const sampling = { do_sample: true, temperature: 0.9, top_p: 0.95, top_k: 20, repetition_penalty: 1.1 };
  const answers = [...(await generate(model, begun, generation)), ...(await generate(model, begun, { ...generation, sampling }))];
  const tensors = model.parameters.size;
  model.dispose();
  return { values, answers, tensors };
}

async function valuesOf(model: LanguageModel, batch: Batch): Promise<Map<string, Float32Array>> {
  const { loss, gradients } = model.lossAndGradients(batch, batch.totalWeight);
  const named = [
    ['logits', model.logits(batch)],
    ['loss', loss],
    ['loss alone', model.loss(batch, batch.totalWeight)],
    ...gradients,
  ] as const;
  const values = new Map<string, Float32Array>();
  for (const [name, tensor] of named) {
    const whole = nameInFiles(name);
    values.set(whole, Float32Array.of(...(values.get(whole) ?? []), ...(await tensor.data<'float32'>())));
  }
  tf.dispose(named.map(([, tensor]) => tensor));
  return values;
}
