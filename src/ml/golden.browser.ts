// WebGPU against transformers and torch, in a real browser: logits and twenty steps, and how often training reads back.

import { beforeAll, expect, it, vi } from 'vitest';
import { makeBatch, planTraining } from '../core/batches';
import { openDevice } from './device';
import { createModel } from './model/create-model';
import { fetchedFrom } from './testing/browser-golden';
import { type GoldenName, loadGolden, plainSettings } from './testing/golden';
import { logitGap } from './testing/logit-gap';
import { runSteps } from './testing/run-steps';
import { tinyConfig, tinyRows } from './testing/tiny';
import { train } from './training/train';

const golden = (name: GoldenName) => loadGolden(name, fetchedFrom('src/ml/goldens'));

beforeAll(async () => {
  await openDevice('webgpu', { wasmPath: '/wasm/', allowSoftware: true });
});

// Between them: norms of queries and keys or biases, tied or not, frequencies plain and scaled.
it.each(['one-key-head', 'qwen2-untied', 'yarn', 'dynamic', 'llama3'] as const)('gives the logits of transformers: %s', async (name) => {
  const { config, weights, rows, firstBatch, expected } = await golden(name);
  const model = await createModel(config, { tensors: weights });
  expect(await logitGap(model, makeBatch(rows.slice(0, firstBatch)), expected.get('logits'))).toBeLessThan(1e-4);
  model.dispose();
});

it('follows torch through warm-up, schedule and clipping', async () => {
  const { config, weights, rows, runs } = await golden('llama3');
  const { settings, steps } = runs[0] ?? expect.fail('no run');
  const { reports } = await runSteps(config, { tensors: weights }, rows, settings);
  expect(steps).toHaveLength(20);
  expect(reports).toHaveLength(steps.length);
  reports.forEach(({ step, loss, gradientNorm, learningRate }, index) => {
    const wanted = steps[index] ?? expect.fail(`no step ${step}`);
    expect(loss, `loss of step ${step}`).toBeCloseTo(wanted.loss, 4);
    expect(gradientNorm, `norm of step ${step}`).toBeCloseTo(wanted.gradientNorm, 3);
    expect(learningRate).toBeCloseTo(wanted.learningRate, 10);
  });
});

it('reads back once in a logging step', async () => {
  const settings = { ...plainSettings, max_steps: 10, logging_steps: 5 };
  const rows = tinyRows(2);
  const model = await createModel({ ...tinyConfig, layers: 1 }, { seed: 3 });
  const reads = vi.spyOn(GPUBuffer.prototype, 'mapAsync');
  const readsBefore: number[] = [];
  for await (const event of train({ model, examples: rows, evalExamples: [], settings, plan: planTraining(rows, settings) })) {
    if (event.kind === 'step') readsBefore.push(reads.mock.calls.length);
  }
  expect(readsBefore).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2, 2]);
  expect(reads).toHaveBeenCalledTimes(2);
  reads.mockRestore();
  model.dispose();
});
