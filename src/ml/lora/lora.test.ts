// LoRA against PEFT and torch, on the backends that run in Node.

import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { adaptedWeights, adapterNames, adapterScale, adapterShapes, mergedWeight } from '../../core/adapter';
import { makeBatch } from '../../core/batches';
import type { NamedTensor } from '../../core/weights';
import { openDevice } from '../device';
import { generate } from '../generation/generate';
import { createModel } from '../model/create-model';
import type { LanguageModel } from '../model/language-model';
import { tf } from '../tensorflow';
import { difference, plainSettings, relativeError } from '../testing/golden';
import { logitGap } from '../testing/logit-gap';
import { type GoldenStep, LORA_GOLDENS, type LoraGolden, loadLoraGolden, tensorsUnder } from '../testing/lora-golden';
import { runSteps } from '../testing/run-steps';
import { bitsOf, tinyConfig, tinyRows } from '../testing/tiny';
import { wasmPath } from '../testing/wasm-path';
import type { TrainState } from '../training/train-events';

const goldens = new Map<string, LoraGolden>();
const golden = (name: string): LoraGolden => goldens.get(name) ?? expect.fail(`no golden ${name}`);
const dataOf = (tensors: readonly NamedTensor[], name: string) =>
  tensors.find((tensor) => tensor.name === name)?.data ?? new Float32Array();

beforeAll(async () => {
  const folder = new URL('./goldens/', import.meta.url);
  for (const name of LORA_GOLDENS) goldens.set(name, await loadLoraGolden(name, (path) => readFile(new URL(path, folder))));
});

/** Base weights with A and B of the golden added into them. */
function merged({ config, settings, weights, adapter }: LoraGolden): NamedTensor[] {
  const adapted = adaptedWeights(config, settings);
  return weights.map((tensor) => {
    const shape = adapted.get(tensor.name);
    if (!shape) return tensor;
    const { a, b } = adapterNames(tensor.name);
    return { ...tensor, data: mergedWeight(tensor.data, dataOf(adapter, a), dataOf(adapter, b), shape, adapterScale(settings)) };
  });
}

/** Loss, norm and rate of every step, and every tensor after the last one. */
function expectSteps(
  { reports, state }: Awaited<ReturnType<typeof runSteps>>,
  steps: readonly GoldenStep[],
  final: readonly NamedTensor[],
): void {
  expect(reports).toHaveLength(steps.length);
  steps.forEach(({ loss, gradientNorm, learningRate }, index) => {
    const report = reports[index] ?? expect.fail(`no step ${index + 1}`);
    expect(Math.abs(report.loss - loss), `loss of step ${report.step}`).toBeLessThan(1e-4);
    expect(report.gradientNorm, `norm of step ${report.step}`).toBeCloseTo(gradientNorm, 3);
    expect(report.learningRate).toBeCloseTo(learningRate, 10);
  });
  expect(final.length).toBeGreaterThan(0);
  for (const { name, data } of final) expect(difference(dataOf(state.tensors, name), data), name).toBeLessThan(1e-4);
}

describe.each(['wasm', 'cpu'] as const)('on the %s backend', (backend) => {
  beforeAll(async () => {
    expect((await openDevice(backend, { wasmPath })).backend).toBe(backend);
  });

  it.each(LORA_GOLDENS)('gives the logits, loss and gradients of PEFT, with the adapter on, off and merged: %s', async (name) => {
    const { config, settings, weights, adapter, rows, firstBatch, loss, expected } = golden(name);
    const model = await createModel(config, { tensors: weights }, { lora: { settings, seed: 0, tensors: adapter } });
    const batch = makeBatch(rows.slice(0, firstBatch));
    const result = model.lossAndGradients(batch, batch.totalWeight);
    expect(difference(await result.loss.data(), [loss])).toBeLessThan(1e-5);
    expect([...result.gradients.keys()]).toEqual([...adapterShapes(config, settings).keys()]);
    for (const [parameter, gradient] of result.gradients) {
      const wanted = expected.get(`gradient/${parameter}`);
      expect(gradient.shape, parameter).toEqual(wanted?.shape);
      const values = await gradient.data();
      expect(difference(values, wanted?.data ?? []), parameter).toBeLessThan(1e-5);
      expect(relativeError(values, wanted?.data ?? []), parameter).toBeLessThan(2e-5);
    }
    expect(await logitGap(model, batch, expected.get('logits'))).toBeLessThan(1e-5);
    model.setAdapterEnabled(false);
    expect(await logitGap(model, batch, expected.get('baseLogits'))).toBeLessThan(1e-5);
    model.setAdapterEnabled(true);
    expect(await logitGap(model, batch, expected.get('logits'))).toBeLessThan(1e-5);
    const whole = await createModel(config, { tensors: merged(golden(name)) });
    expect(await logitGap(whole, batch, expected.get('mergedLogits'))).toBeLessThan(1e-5);
    tf.dispose([result.loss, ...result.gradients.values()]);
    for (const one of [model, whole]) one.dispose();
  });

  it.each(LORA_GOLDENS)('follows PEFT through 20 steps from its own first A: %s', async (name) => {
    const { config, settings, weights, rows, training, steps } = golden(name);
    const lora = { settings, seed: 0, tensors: tensorsUnder(golden(name), 'start') };
    const run = await runSteps(config, { tensors: weights }, rows, training, { options: { lora } });
    expect(steps).toHaveLength(20);
    expectSteps(run, steps, tensorsUnder(golden(name), 'final'));
  });

  it.each(LORA_GOLDENS)('goes on with an adapter of PEFT as PEFT does: %s', async (name) => {
    const { config, settings, weights, adapter, rows, training, continued } = golden(name);
    const onward = { ...training, max_steps: continued.length };
    const run = await runSteps(config, { tensors: weights }, rows, onward, { options: { lora: { settings, seed: 0, tensors: adapter } } });
    expect(continued).toHaveLength(10);
    expectSteps(run, continued, tensorsUnder(golden(name), 'continued'));
  });

  it.each(LORA_GOLDENS)('decodes with the adapter as the merged model does, and without it as the base: %s', async (name) => {
    const { config, settings, weights, adapter, rows } = golden(name);
    const prompts = rows.slice(0, 3).map(({ inputIds }, index) => inputIds.subarray(0, 2 + index));
    const answersOf = (model: LanguageModel) => generate(model, prompts, { maxNewTokens: 8, stopIds: [], batchSize: 3 });
    const model = await createModel(config, { tensors: weights }, { lora: { settings, seed: 0, tensors: adapter } });
    const base = await createModel(config, { tensors: weights });
    const whole = await createModel(config, { tensors: merged(golden(name)) });
    expect(await answersOf(model)).toEqual(await answersOf(whole));
    model.setAdapterEnabled(false);
    expect(await answersOf(model)).toEqual(await answersOf(base));
    for (const one of [model, base, whole]) one.dispose();
  });
});

describe('a run with an adapter', () => {
  const settings = { r: 4, lora_alpha: 8, lora_dropout: 0.3, use_rslora: false, target_modules: ['q_proj', 'down_proj'] as const };
  const training = {
    ...plainSettings,
    method: 'lora' as const,
    max_steps: 12,
    save_steps: 5,
    gradient_accumulation_steps: 2,
    shuffle_dataset: true,
  };
  const run = (seed: number, changes: Partial<typeof settings> = {}, startState?: TrainState, checkpointing = false) =>
    runSteps(tinyConfig, { seed: 1 }, tinyRows(11), training, {
      options: { lora: { settings: { ...settings, ...changes }, seed }, checkpointing },
      ...(startState ? { startState } : {}),
    });

  beforeAll(async () => {
    await openDevice('wasm', { wasmPath });
  });

  it('keeps the adapter alone in its checkpoints, and goes on from one with the bits of the unbroken run, dropout and all', async () => {
    const whole = await run(3);
    const names = [...adapterShapes(tinyConfig, settings).keys()];
    expect(whole.state.tensors.map(({ name }) => name).sort()).toEqual(
      names.flatMap((name) => [name, `exp_avg/${name}`, `exp_avg_sq/${name}`]).sort(),
    );
    const [checkpoint] = whole.checkpoints;
    const rest = await run(3, {}, checkpoint);
    expect(bitsOf(rest.reports)).toEqual(bitsOf(whole.reports.slice(5)));
    expect(rest.state).toEqual(whole.state);
  });

  it('drops other inputs with another seed, and none without dropout', async () => {
    const losses = async (seed: number, lora_dropout: number) => bitsOf((await run(seed, { lora_dropout })).reports);
    expect(await losses(3, 0)).not.toEqual(await losses(3, 0.3));
    expect(await losses(4, 0.3)).not.toEqual(await losses(3, 0.3));
  });

  it('drops the same inputs when layers are computed again', async () => {
    const losses = async (checkpointing: boolean) => (await run(3, {}, undefined, checkpointing)).reports.map(({ loss }) => loss);
    expect(difference(await losses(true), await losses(false))).toBeLessThan(1e-5);
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory();
    await run(3);
    expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numBytes: before.numBytes });
  });
});
