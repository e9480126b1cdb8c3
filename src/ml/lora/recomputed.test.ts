// An adapter trains the same whether each layer's activations are kept or computed again.

import { beforeAll, describe, expect, it } from 'vitest';
import { makeBatch } from '../../core/batches';
import type { ModelConfig } from '../../core/weights';
import { openDevice } from '../device';
import { createModel } from '../model/create-model';
import { AdamW } from '../optimizer/adamw';
import { tf } from '../tensorflow';
import { plainSettings, relativeError } from '../testing/golden';
import { tinyConfig, tinyRows } from '../testing/tiny';
import { tinyAdapter } from '../testing/tiny-adapter';
import { wasmPath } from '../testing/wasm-path';
import { accumulate } from '../training/gradient-sum';
import type { AdapterOptions } from './adapter';

const STEPS = 4;
const batches = [makeBatch(tinyRows(3)), makeBatch(tinyRows(5).slice(3))];
const divisor = batches.reduce((sum, { totalWeight }) => sum + totalWeight, 0);

/** Loss and gradients of each step, and what was trained at last, by name. */
async function trained(config: ModelConfig, lora: AdapterOptions, checkpointing: boolean): Promise<Map<string, Float32Array>> {
  const model = await createModel(config, { seed: 2 }, { lora, checkpointing });
  const optimizer = new AdamW(model, { ...plainSettings, weight_decay: 0.01 });
  const values = new Map<string, Float32Array>();
  const keep = async (name: string, tensor: tf.Tensor) => values.set(name, Float32Array.from(await tensor.data<'float32'>()));
  for (let step = 0; step < STEPS; step++) {
    const { loss, gradients } = accumulate(model, batches, divisor, step * batches.length);
    await keep(`loss of step ${step}`, loss);
    for (const [name, gradient] of gradients) await keep(`gradient of step ${step}: ${name}`, gradient);
    tf.dispose([optimizer.step(gradients, loss, step + 1, 5e-3), loss]);
  }
  for (const [name, tensor] of model.trainables) await keep(name, tensor);
  optimizer.dispose();
  model.dispose();
  return values;
}

describe.each(['wasm', 'cpu'] as const)('on %s', (backend) => {
  beforeAll(async () => {
    await openDevice(backend, { wasmPath });
  });

  it.each([
    ['all layers, tied', tinyConfig, {}],
    ['all layers with dropout, untied', { ...tinyConfig, tied: false }, { lora_dropout: 0.2 }],
    ['queries and values alone', tinyConfig, { target_modules: ['q_proj' as const, 'v_proj' as const] }],
  ])('has the losses, gradients and weights of kept activations over four steps: %s', async (_, config, changes) => {
    const { tensors = [], settings, seed } = tinyAdapter(config);
    const modules = 'target_modules' in changes ? changes.target_modules : settings.target_modules;
    const chosen = [...tensors].filter(({ name }) => modules.some((module) => name.includes(module)));
    const lora = { settings: { ...settings, ...changes }, seed, tensors: chosen };
    const before = tf.memory().numTensors;
    const [wanted, found] = [await trained(config, lora, false), await trained(config, lora, true)];
    expect(tf.memory().numTensors).toBe(before);
    expect(wanted.size).toBe(STEPS * (1 + chosen.length) + chosen.length);
    expect([...found.keys()].sort()).toEqual([...wanted.keys()].sort());
    for (const [name, values] of wanted) expect(relativeError(found.get(name) ?? [], values), name).toBeLessThan(1e-5);
    const losses = Array.from({ length: STEPS }, (_, step) => wanted.get(`loss of step ${step}`)?.[0] ?? Number.NaN);
    expect(losses.at(-1)).toBeLessThan(losses[0] ?? Number.NaN);
  });
});
