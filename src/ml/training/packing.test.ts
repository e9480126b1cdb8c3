// Packed rows train exactly what the same rows train one by one.

import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeBatch, makePackedBatch, planTraining } from '../../core/batches';
import { defaultLoraSettings } from '../../core/recipe';
import { openDevice } from '../device';
import { createModel, type ModelOptions } from '../model/create-model';
import { tf } from '../tensorflow';
import { difference, GOLDENS, type GoldenName, loadGolden, plainSettings } from '../testing/golden';
import { runSteps } from '../testing/run-steps';
import { tinyConfig, tinyRows } from '../testing/tiny';
import { wasmPath } from '../testing/wasm-path';

const folder = new URL('../goldens/', import.meta.url);

/** Five rows in two sequences against the same rows one by one. */
async function expectSame(name: GoldenName, options: ModelOptions): Promise<void> {
  const { config, weights, rows } = await loadGolden(name, (path) => readFile(new URL(path, folder)));
  const model = await createModel(config, { tensors: weights }, options);
  const chosen = rows.slice(0, 5);
  const unpacked = makeBatch(chosen);
  const packed = makePackedBatch([chosen.slice(0, 3), chosen.slice(3)]);
  expect(packed).toMatchObject({ batchSize: 2, packed: true, totalWeight: unpacked.totalWeight });
  const wanted = model.lossAndGradients(unpacked, unpacked.totalWeight);
  const found = model.lossAndGradients(packed, packed.totalWeight);
  expect(difference(await found.loss.data(), await wanted.loss.data())).toBeLessThan(1e-5);
  expect(wanted.gradients.size).toBe(model.trainables.size);
  for (const [trainable, gradient] of wanted.gradients) {
    expect(difference((await found.gradients.get(trainable)?.data()) ?? [], await gradient.data()), trainable).toBeLessThan(1e-5);
  }
  tf.dispose([wanted.loss, found.loss, ...wanted.gradients.values(), ...found.gradients.values()]);
  model.dispose();
}

describe.each(['wasm', 'cpu'] as const)('packing on %s', (backend) => {
  beforeAll(async () => {
    await openDevice(backend, { wasmPath });
  });

  it.each(GOLDENS)('gives the loss and gradients of the rows unpacked: %s', async (name) => {
    await expectSame(name, {});
  });

  it('gives them for an adapter, and where activations are computed again', async () => {
    const settings = { ...defaultLoraSettings, r: 4 };
    await expectSame('tied', { lora: { settings, seed: 3 }, checkpointing: true });
  });

  it('counts packed sequences and steps as one batch of the rows does', async () => {
    // 6 … 12 tokens each: all eleven rows fit into seven sequences of 16, and those into one batch.
    const rows = tinyRows(11);
    const whole = { ...plainSettings, max_length: 16, max_steps: 4 };
    const packed = { ...whole, packing: true, per_device_train_batch_size: 16 };
    const plan = planTraining(rows, { ...packed, max_steps: -1 });
    expect(plan.sequences).toBeLessThan(rows.length);
    expect(plan).toMatchObject({ examples: 11, stepsPerEpoch: 1 });
    const one = await runSteps(tinyConfig, { seed: 1 }, rows, packed);
    const other = await runSteps(tinyConfig, { seed: 1 }, rows, { ...whole, per_device_train_batch_size: 16 });
    one.reports.forEach((report, index) => {
      expect(report.loss).toBeCloseTo(other.reports[index]?.loss ?? Number.NaN, 5);
      expect(report.tokens).toBe(other.reports[index]?.tokens);
    });
  });
});
