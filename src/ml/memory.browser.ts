// Memory on WebGPU, in a real browser: recomputation gives the same gradients, and a full GPU is an error, not garbage.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { makeBatch } from '../core/batches';
import { assertDeviceAlive, largestTensorBytes, openDevice } from './device';
import { createModel, type ModelOptions } from './model/create-model';
import { AdamW } from './optimizer/adamw';
import { tf } from './tensorflow';
import { difference, plainSettings, relativeError } from './testing/golden';
import { bytesOverSteps } from './testing/mixed-lengths';
import { computed } from './testing/row-shards';
import { runSteps } from './testing/run-steps';
import { tinyConfig, tinyRows } from './testing/tiny';
import { exportState, stateTensors } from './training/state';

const assets = { wasmPath: '/wasm/', allowSoftware: true };

describe('webgpu', () => {
  beforeEach(async () => {
    await openDevice('webgpu', assets);
  });

  it('gives the gradients of one tape when each layer is computed again', async () => {
    const batch = makeBatch(tinyRows(3));
    const whole = await createModel(tinyConfig, { seed: 2 });
    const blocks = await createModel(tinyConfig, { seed: 2 }, { checkpointing: true });
    const wanted = whole.lossAndGradients(batch, batch.totalWeight);
    const found = blocks.lossAndGradients(batch, batch.totalWeight);
    expect(difference(await found.loss.data(), await wanted.loss.data())).toBeLessThan(1e-6);
    for (const [name, gradient] of found.gradients) {
      expect(difference(await gradient.data(), (await wanted.gradients.get(name)?.data()) ?? []), name).toBeLessThan(1e-6);
    }
    tf.dispose([found.loss, wanted.loss, ...found.gradients.values(), ...wanted.gradients.values()]);
    whole.dispose();
    blocks.dispose();
  });

  it('computes and trains with embedding and head in row shards as with whole ones', async () => {
    const config = { ...tinyConfig, layers: 1, tied: false };
    const shards = { maxTensorBytes: 17 * 16 * 4 };
    const [whole, parts] = [await computed(config, {}, 1), await computed(config, shards, 1)];
    expect(parts.tensors).toBe(whole.tensors + 4);
    for (const [name, values] of whole.values) expect(relativeError(parts.values.get(name) ?? [], values), name).toBeLessThan(1e-5);
    expect(parts.answers).toEqual(whole.answers);
    const settings = { ...plainSettings, per_device_train_batch_size: 3, max_steps: 2 };
    const run = async (options: ModelOptions) => (await runSteps(config, { seed: 2 }, tinyRows(3), settings, { options })).reports;
    const losses = [await run({}), await run(shards)].map((reports) => reports.map(({ loss }) => loss));
    expect(losses[0]).toHaveLength(2);
    expect(difference(losses[1] ?? [], losses[0] ?? [])).toBeLessThan(1e-5);
  });

  it('keeps nothing of a state in the memory of the tab: read again, it comes from the device again', async () => {
    const model = await createModel(tinyConfig, { seed: 2 });
    const optimizer = new AdamW(model, plainSettings);
    const tensors = stateTensors(model, optimizer);
    const reads = vi.spyOn(GPUBuffer.prototype, 'mapAsync');
    const first = await exportState(0, tensors);
    expect(reads).toHaveBeenCalledTimes(tensors.length);
    expect(await exportState(0, tensors)).toEqual(first);
    expect(reads).toHaveBeenCalledTimes(2 * tensors.length);
    reads.mockRestore();
    optimizer.dispose();
    model.dispose();
  });

  it('takes what the device can bind at once for the limit of a tensor', async () => {
    const adapter = await navigator.gpu.requestAdapter();
    const { maxBufferSize = 0, maxStorageBufferBindingSize = 0 } = adapter?.limits ?? {};
    expect(largestTensorBytes()).toBe(Math.min(maxBufferSize, maxStorageBufferBindingSize));
    const tooLarge = () => tf.tidy(() => void tf.fill([largestTensorBytes() / 4 + 1], 1));
    expect(tooLarge).toThrow('the GPU computes with');
    expect(() => assertDeviceAlive()).not.toThrow();
    await openDevice('wasm', assets);
    expect(largestTensorBytes()).toBe(Number.POSITIVE_INFINITY);
  });

  it('stays flat over 200 steps of mixed lengths once every length has been seen', async () => {
    const bytes = await bytesOverSteps(200);
    expect(bytes).toHaveLength(200);
    expect(new Set(bytes.slice(50)).size).toBe(1);
  });

  it('says that the GPU is full, and starts anew', async () => {
    const told = vi.spyOn(GPUDevice.prototype, 'popErrorScope').mockResolvedValue(new GPUOutOfMemoryError('no room for 5 GB'));
    const x = tf.tidy(() => tf.square(tf.ones([12_345])));
    await x.data();
    told.mockRestore();
    expect(() => assertDeviceAlive()).toThrow('no room for 5 GB');
    await openDevice('webgpu', assets);
    const sum = tf.add(tf.tensor1d([1, 2]), 1);
    expect([...(await sum.data())]).toEqual([2, 3]);
    expect(() => assertDeviceAlive()).not.toThrow();
  });
});
