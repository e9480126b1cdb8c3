// The reference model against PyTorch and transformers, on the backends that run in Node.

import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeBatch } from '../core/batches';
import { parameterShapes } from '../core/weights';
import { openDevice } from './device';
import { generate } from './generation/generate';
import { createModel, uploadParameters } from './model/create-model';
import { ReferenceModel } from './model/reference-model';
import { tf } from './tensorflow';
import { difference, GOLDENS, type Golden, loadGolden } from './testing/golden';
import { runSteps } from './testing/run-steps';
import { wasmPath } from './testing/wasm-path';

const goldens = new Map<string, Golden>();
const golden = (name: string): Golden => goldens.get(name) ?? expect.fail(`no golden ${name}`);

beforeAll(async () => {
  const folder = new URL('./goldens/', import.meta.url);
  for (const name of GOLDENS) goldens.set(name, await loadGolden(name, (path) => readFile(new URL(path, folder))));
});

describe.each(['wasm', 'cpu'] as const)('on the %s backend', (backend) => {
  beforeAll(async () => {
    expect((await openDevice(backend, { wasmPath })).backend).toBe(backend);
  });

  it.each(GOLDENS)('gives the logits, loss and gradients of transformers: %s', async (name) => {
    const { config, weights, rows, firstBatch, loss, expected } = golden(name);
    const model = new ReferenceModel(config, await uploadParameters(config, weights));
    const batch = makeBatch(rows.slice(0, firstBatch));
    const result = model.lossAndGradients(batch, batch.totalWeight);
    const [value = Number.NaN] = await result.loss.data();
    expect(Math.abs(value - loss)).toBeLessThan(1e-5);
    const alone = model.loss(batch, batch.totalWeight);
    expect(difference(await alone.data(), [loss])).toBeLessThan(1e-5);
    expect([...result.gradients.keys()]).toEqual([...parameterShapes(config).keys()]);
    for (const [parameter, gradient] of result.gradients) {
      const wanted = expected.get(`gradient/${parameter}`);
      expect(gradient.shape, parameter).toEqual(wanted?.shape);
      expect(difference(await gradient.data(), wanted?.data ?? []), parameter).toBeLessThan(1e-5);
    }
    expect(await logitGap(model, batch, expected.get('logits'))).toBeLessThan(1e-4);
    tf.dispose([result.loss, alone, ...result.gradients.values()]);
    model.dispose();
  });

  it.each(GOLDENS)('follows torch through warm-up, schedule, clipping and accumulation: %s', async (name) => {
    const { config, weights, rows, settings, steps, expected } = golden(name);
    const run = await runSteps(config, { tensors: weights }, rows, settings);
    expect(run.reports.length).toBe(steps.length);
    run.reports.forEach((report, index) => {
      const wanted = steps[index];
      expect(report.loss, `loss of step ${report.step}`).toBeCloseTo(wanted?.loss ?? Number.NaN, 4);
      expect(report.gradientNorm, `norm of step ${report.step}`).toBeCloseTo(wanted?.gradientNorm ?? Number.NaN, 3);
      expect(report.learningRate).toBeCloseTo(wanted?.learningRate ?? Number.NaN, 10);
    });
    const final = new Map(run.state.tensors.map((tensor) => [tensor.name, tensor.data]));
    for (const parameter of parameterShapes(config).keys()) {
      expect(difference(final.get(parameter) ?? [], expected.get(`final/${parameter}`)?.data ?? []), parameter).toBeLessThan(1e-4);
    }
  });

  it.each(GOLDENS)('answers as transformers does without a cache, in one batch and one by one: %s', async (name) => {
    const { config, weights, prompts, answers } = golden(name);
    const model = await createModel(config, { tensors: weights });
    const options = { maxNewTokens: 8, stopIds: [], padId: 0 };
    const together = await generate(model, prompts, { ...options, batchSize: 4 });
    const single = await generate(model, prompts, { ...options, batchSize: 1 });
    expect(together.map((answer) => [...answer])).toEqual(answers);
    expect(single).toEqual(together);
    model.dispose();
  });
});

/** Largest difference of the logits of the rows' own positions; the golden is padded to another length. */
async function logitGap(
  model: ReferenceModel,
  batch: ReturnType<typeof makeBatch>,
  wanted: { shape: readonly number[]; data: Float32Array } | undefined,
) {
  const [, length = 0, vocabulary = 0] = wanted?.shape ?? [];
  const logits = model.logits(batch);
  const values = await logits.data();
  logits.dispose();
  const gaps = [...batch.lengths].map((inputs, row) =>
    difference(
      values.subarray(row * batch.length * vocabulary, (row * batch.length + inputs) * vocabulary),
      wanted?.data.subarray(row * length * vocabulary, (row * length + inputs) * vocabulary) ?? [],
    ),
  );
  return Math.max(...gaps);
}
