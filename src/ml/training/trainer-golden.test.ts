// A whole run against transformers' own Trainer, see reference/recipe/make_trainer.py.

import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { openDevice } from '../device';
import { loadGolden, plainSettings } from '../testing/golden';
import { runSteps } from '../testing/run-steps';
import { wasmPath } from '../testing/wasm-path';

const folder = new URL('../goldens/', import.meta.url);
const schema = z.object({
  settings: z.object({
    learning_rate: z.number(),
    lr_scheduler_type: z.literal('cosine'),
    warmup_steps: z.number(),
    weight_decay: z.number(),
    adam_beta1: z.number(),
    adam_beta2: z.number(),
    adam_epsilon: z.number(),
    max_grad_norm: z.number(),
    num_train_epochs: z.number(),
    max_steps: z.number(),
    per_device_train_batch_size: z.number(),
    gradient_accumulation_steps: z.number(),
  }),
  rows: z.array(z.object({ id: z.string(), inputIds: z.array(z.number()), weights: z.array(z.number()) })),
  steps: z.array(z.object({ loss: z.number(), gradientNorm: z.number() })),
});
const golden = schema.parse(JSON.parse(await readFile(new URL('tied/trainer.json', folder), 'utf8')));
const rows = golden.rows.map(({ id, inputIds, weights }) => ({
  id,
  inputIds: Int32Array.from(inputIds),
  weights: Float32Array.from(weights),
}));

describe.each(['wasm', 'cpu'] as const)('on %s', (backend) => {
  beforeAll(async () => {
    await openDevice(backend, { wasmPath });
  });

  it('has the steps, losses and norms of Trainer: uneven parts, the rest of an epoch, half an epoch, decay', async () => {
    const { config, weights } = await loadGolden('tied', (path) => readFile(new URL(path, folder)));
    const settings = { ...plainSettings, ...golden.settings };
    const { reports } = await runSteps(config, { tensors: weights }, rows, settings);
    expect(reports.map(({ epoch }) => epoch).at(-1)).toBeCloseTo(3 + 6 / 11, 10);
    expect(reports.length).toBe(golden.steps.length);
    reports.forEach((report, index) => {
      const wanted = golden.steps[index];
      expect(report.loss, `loss of step ${report.step}`).toBeCloseTo(wanted?.loss ?? Number.NaN, 4);
      expect(report.gradientNorm, `norm of step ${report.step}`).toBeCloseTo(wanted?.gradientNorm ?? Number.NaN, 3);
    });
  });
});
