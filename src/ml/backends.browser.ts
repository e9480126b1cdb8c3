// What must hold between backends, in a real browser: WebGPU (on whatever adapter there is; none is a failure), wasm
// and cpu compute the same training and the same answers, and each of them the same bits every time.

import { beforeAll, describe, expect, it } from 'vitest';
import { planTraining } from '../core/batches';
import { openDevice } from './device';
import { generate } from './generation/generate';
import { createModel, uploadParameters } from './model/create-model';
import { QwenModel } from './model/qwen-model';
import { batchedMatMul } from './ops/batched-mat-mul';
import { matMul } from './ops/mat-mul';
import { tf } from './tensorflow';
import { expectLossAndGradients, fetchedFrom } from './testing/browser-golden';
import { difference, loadGolden, plainSettings } from './testing/golden';
import { poisoned } from './testing/poisoned';
import { runSteps, type Steps } from './testing/run-steps';
import { bitsOf, tinyConfig, tinyRows } from './testing/tiny';
import { train } from './training/train';

const assets = { wasmPath: '/wasm/', allowSoftware: true };
const backends = ['webgpu', 'wasm', 'cpu'] as const;
/** SwiftShader takes half a second for a step of two layers. */
const oneLayer = { ...tinyConfig, layers: 1 };
const rows = tinyRows(6);
const settings = { ...plainSettings, per_device_train_batch_size: 3, max_steps: 10, weight_decay: 0.01 };
const prompts = rows.slice(0, 4).map(({ inputIds }, index) => inputIds.slice(0, 2 + index));

describe('devices', () => {
  it('has a WebGPU adapter', async () => {
    expect(await navigator.gpu?.requestAdapter()).not.toBeNull();
  });

  it('refuses a software adapter when webgpu is forced, and takes wasm when it may choose', async () => {
    const adapter = await navigator.gpu.requestAdapter();
    if (!adapter?.info.isFallbackAdapter) {
      expect(await openDevice('auto', { wasmPath: '/wasm/' })).toMatchObject({ backend: 'webgpu', reason: 'real-adapter' });
      return;
    }
    await expect(openDevice('webgpu', { wasmPath: '/wasm/' })).rejects.toMatchObject({ failure: { code: 'no-webgpu' } });
    expect(await openDevice('auto', { wasmPath: '/wasm/' })).toMatchObject({
      backend: 'wasm',
      reason: 'software-adapter',
      fallbackAdapter: true,
    });
  });

  it('names the device it opened, with its own limits', async () => {
    const adapter = await navigator.gpu.requestAdapter();
    expect(await openDevice('webgpu', assets)).toMatchObject({
      backend: 'webgpu',
      reason: 'forced',
      vendor: adapter?.info.vendor,
      limits: { maxStorageBuffersPerShaderStage: adapter?.limits.maxStorageBuffersPerShaderStage },
      maxTensorBytes: Math.min(adapter?.limits.maxBufferSize ?? 0, adapter?.limits.maxStorageBufferBindingSize ?? 0),
    });
    expect(tf.getBackend()).toBe('webgpu');
    expect(await openDevice('wasm', assets)).not.toHaveProperty('maxTensorBytes');
  });
});

describe.each(backends)('%s', (backend) => {
  beforeAll(async () => {
    await openDevice(backend, assets);
  });

  it.each(['one-key-head', 'qwen2-untied'] as const)('gives the loss and gradients of transformers: %s', async (name) => {
    const golden = await loadGolden(name, fetchedFrom('src/ml/goldens'));
    const model = new QwenModel(golden.config, await uploadParameters(golden.config, golden.weights));
    await expectLossAndGradients(model, golden);
    model.dispose();
  });

  it('gives the same bits in two runs of 20 steps', async () => {
    const twenty = { ...settings, max_steps: 20 };
    const first = await runSteps(oneLayer, { seed: 3 }, rows, twenty);
    const second = await runSteps(oneLayer, { seed: 3 }, rows, twenty);
    expect(bitsOf(first.reports)).toEqual(bitsOf(second.reports));
    expect(first.state).toEqual(second.state);
  });

  it('skips a step that is not finite without changing a bit', async () => {
    const short = { ...settings, max_steps: 2, save_steps: 1, shuffle_dataset: false };
    const { skipped, checkpoints, state } = await runSteps(oneLayer, { seed: 3 }, poisoned(rows, [4]), short);
    expect(skipped).toEqual([{ step: 2, epoch: 1, what: 'loss', recordIds: ['row-3', 'row-4', 'row-5'] }]);
    expect(state.tensors).toEqual(checkpoints[0]?.tensors);
  });

  it('multiplies long sums in one order, and many matrices at once', async () => {
    const wave = (size: number) => Float32Array.from({ length: size }, (_, index) => Math.sin(index * 12.9898));
    const a = tf.tensor2d(wave(8 * 4096), [8, 4096]);
    const b = tf.tensor2d(wave(4096 * 40), [4096, 40]);
    const products = [matMul(a, b), matMul(a, b), matMul(a, b)];
    const values = await Promise.all(products.map((product) => product.data()));
    expect(values[1]).toEqual(values[0]);
    expect(values[2]).toEqual(values[0]);
    const many = batchedMatMul(tf.ones([300, 2, 3]), tf.ones([300, 3, 2]));
    expect(new Set(await many.data())).toEqual(new Set([3]));
    tf.dispose([a, b, many, ...products]);
  });

  it('leaves tensors and bytes flat over 50 steps', async () => {
    const before = tf.memory().numTensors;
    const bytes: number[] = [];
    const short = { ...settings, max_steps: 50, logging_steps: 10 };
    const model = await createModel(oneLayer, { seed: 3 });
    let reports = 0;
    for await (const event of train({
      model,
      examples: rows.slice(0, 3),
      evalExamples: [],
      settings: short,
      plan: planTraining(rows.slice(0, 3), short),
    })) {
      if (event.kind === 'step' && ++reports % 10 === 0) bytes.push(tf.memory().numBytes, gpuBytes());
    }
    expect(reports).toBe(50);
    expect(new Set(bytes.filter((_, index) => index % 2 === 0)).size).toBe(1);
    expect(new Set(bytes.filter((_, index) => index % 2 === 1)).size).toBe(1);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('all backends', () => {
  it('agree over ten optimizer steps, and in their answers', async () => {
    const runs: Steps[] = [];
    const answers: Int32Array[][] = [];
    for (const backend of backends) {
      await openDevice(backend, assets);
      const run = await runSteps(tinyConfig, { seed: 3 }, rows, settings);
      const model = await createModel(tinyConfig, { tensors: run.state.tensors.filter(({ name }) => !name.startsWith('exp_avg')) });
      answers.push(await generate(model, prompts, { maxNewTokens: 10, stopIds: [7], batchSize: 4 }));
      model.dispose();
      runs.push(run);
    }
    const losses = runs.map(({ reports }) => reports.map(({ loss }) => loss));
    expect(losses[0]).toHaveLength(10);
    for (const other of losses.slice(1)) expect(difference(other, losses[0] ?? [])).toBeLessThan(1e-4);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });
});

/** Bytes tfjs's WebGPU backend holds on the GPU, free buffers of its pool included; 0 on other backends. */
function gpuBytes(): number {
  const memory: unknown = tf.memory();
  return typeof memory === 'object' && memory !== null && 'numBytesAllocatedInGPU' in memory ? Number(memory.numBytesAllocatedInGPU) : 0;
}
