// The reference model against PyTorch and transformers, on the backends that run in Node.

import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeBatch, makePromptBatch } from '../core/batches';
import { parameterShapes } from '../core/weights';
import { openDevice } from './device';
import { generate } from './generation/generate';
import { createModel, uploadParameters } from './model/create-model';
import type { LanguageModel } from './model/language-model';
import { QwenModel } from './model/qwen-model';
import { tf } from './tensorflow';
import { difference, GOLDENS, type Golden, type GoldenName, loadGolden, relativeError } from './testing/golden';
import { logitGap } from './testing/logit-gap';
import { runSteps } from './testing/run-steps';
import { wasmPath } from './testing/wasm-path';

/** How many runs a golden has, where it is more than one. */
const RUNS: Partial<Record<GoldenName, number>> = { tied: 4, 'qwen2-tied': 4 };

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
    const model = new QwenModel(config, await uploadParameters(config, weights));
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
      const values = await gradient.data();
      expect(difference(values, wanted?.data ?? []), parameter).toBeLessThan(1e-5);
      expect(relativeError(values, wanted?.data ?? []), parameter).toBeLessThan(2e-5);
    }
    expect(await logitGap(model, batch, expected.get('logits'))).toBeLessThan(1e-4);
    tf.dispose([result.loss, alone, ...result.gradients.values()]);
    model.dispose();
  });

  it.each(GOLDENS)('gives the logits of transformers in a batch padded on the left, prompts and decoded tokens: %s', async (name) => {
    const { config, weights, rows, firstBatch, expected } = golden(name);
    const wanted = expected.get('leftLogits');
    const model = await createModel(config, { tensors: weights });
    const batch = rows.slice(0, firstBatch).map(({ inputIds }) => inputIds);
    const worst = await leftLogitGap(model, batch, wanted?.data ?? new Float32Array());
    expect(worst).toBeLessThan(1e-4);
    model.dispose();
  });

  // The plain JavaScript backend is slow: the first run of each says enough there.
  const count = (name: GoldenName) => (backend === 'wasm' ? (RUNS[name] ?? 1) : 1);
  const runs = GOLDENS.flatMap((name) => Array.from({ length: count(name) }, (_, run) => [name, run] as const));
  it.each(runs)('follows torch through warm-up, schedule, clipping and accumulation: %s, run %i', async (name, index) => {
    const { config, weights, rows, runs, expected } = golden(name);
    const { settings, steps } = runs[index] ?? expect.fail(`${name} has no run ${index}`);
    const run = await runSteps(config, { tensors: weights }, rows, settings);
    expect(steps.length).toBe(20);
    expect(run.reports.length).toBe(steps.length);
    run.reports.forEach((report, at) => {
      const wanted = steps[at];
      expect(report.loss, `loss of step ${report.step}`).toBeCloseTo(wanted?.loss ?? Number.NaN, 4);
      expect(report.gradientNorm, `norm of step ${report.step}`).toBeCloseTo(wanted?.gradientNorm ?? Number.NaN, 3);
      expect(report.learningRate).toBeCloseTo(wanted?.learningRate ?? Number.NaN, 10);
    });
    if (index > 0 || !expected.has('final/model.norm.weight')) return;
    const final = new Map(run.state.tensors.map((tensor) => [tensor.name, tensor.data]));
    for (const parameter of parameterShapes(config).keys()) {
      expect(difference(final.get(parameter) ?? [], expected.get(`final/${parameter}`)?.data ?? []), parameter).toBeLessThan(1e-4);
    }
  });

  it.each(GOLDENS)('answers as generate() of transformers, in one batch and one by one, up to a stop token: %s', async (name) => {
    const { config, weights, prompts, answers, stop, stopped } = golden(name);
    const model = await createModel(config, { tensors: weights });
    const options = { maxNewTokens: 8, stopIds: [] };
    const together = await generate(model, prompts, { ...options, batchSize: 4 });
    const single = await generate(model, prompts, { ...options, batchSize: 1 });
    expect(together.map((answer) => [...answer])).toEqual(answers);
    expect(single).toEqual(together);
    const cut = await generate(model, prompts, { ...options, stopIds: [stop], batchSize: 4 });
    expect(cut.map((answer) => [...answer])).toEqual(stopped);
    expect(stopped).not.toEqual(answers);
    model.dispose();
  });
});

it('has a run with each schedule for a Qwen2 and a Qwen3 model', () => {
  for (const name of ['tied', 'qwen2-tied'] as const) {
    expect(golden(name).runs.map(({ settings }) => settings.lr_scheduler_type)).toEqual([
      'cosine',
      'linear',
      'constant_with_warmup',
      'constant',
    ]);
  }
});

/**
 * Largest difference of the logits [B, T, V] of rows that all end at the last position: the decoder reads the first
 * positions as prompts, just enough that each row has a token there, and is given the rest token by token.
 */
async function leftLogitGap(model: LanguageModel, rows: readonly Int32Array[], wanted: Float32Array): Promise<number> {
  const lengths = rows.map((row) => row.length);
  const longest = Math.max(...lengths);
  const length = longest - Math.min(...lengths) + 1;
  const ids = rows.flatMap((row) => [...new Int32Array(longest - row.length), ...row]);
  const vocabulary = wanted.length / ids.length;
  const tokenAt = (row: number, at: number) => ids[row * longest + at] ?? -1;
  const decoder = model.decode(makePromptBatch(rows.map((row) => row.subarray(0, row.length - (longest - length)))));
  const gaps: number[] = [];
  for (let at = length - 1; at < longest; at++) {
    const said = tf.tensor1d(
      Int32Array.from(rows, (_, row) => tokenAt(row, at)),
      'int32',
    );
    const logits = at < length ? decoder.next() : decoder.next(said);
    const values = await logits.data();
    tf.dispose([said, logits]);
    rows.forEach((_, row) => {
      const start = (row * longest + at) * vocabulary;
      gaps.push(difference(values.subarray(row * vocabulary, (row + 1) * vocabulary), wanted.subarray(start, start + vocabulary)));
    });
  }
  decoder.dispose();
  return Math.max(...gaps);
}
