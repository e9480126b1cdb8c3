// The memory plan against the bytes sampled where the backends of Node allocate, over whole optimizer steps.

import { beforeAll, describe, expect, it } from 'vitest';
import { allocations } from '../allocations';
import { openDevice } from '../device';
import { heapBackend } from '../ops/wasm-heap';
import { tf } from '../tensorflow';
import { bytesOverSteps } from '../testing/mixed-lengths';
import { evaluationRatio, mixedPeakRatio, PEAK_SHAPES, peakRatio } from '../testing/peaks';
import { tinyConfig } from '../testing/tiny';
import { wasmPath } from '../testing/wasm-path';

/** Plain JavaScript takes minutes for the larger ones. */
const SHAPES_ON_CPU = ['many layers', 'wide inner states', 'wide heads'];

describe.each([
  ['wasm', Object.keys(PEAK_SHAPES)],
  ['cpu', SHAPES_ON_CPU],
] as const)('on %s', (backend, names) => {
  beforeAll(async () => {
    await openDevice(backend, { wasmPath });
  });

  it.each(names)('a step is planned within a tenth: %s', async (name) => {
    const shape = PEAK_SHAPES[name] ?? expect.fail(name);
    const before = allocations()?.bytes;
    for (const method of ['full', 'lora'] as const) {
      for (const checkpointing of [false, true]) {
        const ratio = await peakRatio(shape, method, checkpointing);
        expect(allocations()?.bytes).toBe(before);
        expect(Math.abs(ratio - 1), `${method}, checkpointing ${checkpointing}: planned ${ratio} of the peak`).toBeLessThan(0.1);
      }
    }
  });

  it('an evaluation is planned within a tenth where it is the fullest moment, with the keys and values of answers', async () => {
    const config = { ...tinyConfig, vocabularySize: 64 };
    const losses = await evaluationRatio({ config: { ...config, layers: 4 }, batchSize: 8, length: 64, accumulation: 1 }, 0);
    expect(Math.abs(losses.ratio - 1), `losses: ${losses.ratio}`).toBeLessThan(0.1);
    const manyLayers = { ...config, layers: 12, headDim: 32 };
    const answers = await evaluationRatio({ config: manyLayers, batchSize: 1, length: 8, accumulation: 1 }, 64);
    expect(Math.abs(answers.ratio - 1), `answers: ${answers.ratio}`).toBeLessThan(0.1);
    expect(answers.cacheBytes).toBeGreaterThan(12 * 2 * 2 * 32 * 64 * 4);
  });
});

it.each(['wide states', 'the proportions of Qwen3'])('rows of mixed lengths take no more than is planned: %s', async (name) => {
  await openDevice('wasm', { wasmPath });
  const shape = PEAK_SHAPES[name] ?? expect.fail(name);
  for (const method of ['full', 'lora'] as const) {
    for (const checkpointing of [false, true]) {
      const ratio = await mixedPeakRatio({ ...shape, batchSize: 4 }, method, checkpointing);
      expect(ratio, `${method}, checkpointing ${checkpointing}: planned ${ratio} of the peak`).toBeGreaterThan(0.99);
    }
  }
});

it('stays flat over 200 steps of mixed lengths, the heap of wasm too', async () => {
  await openDevice('wasm', { wasmPath });
  const bytes = await bytesOverSteps(200);
  expect(bytes).toHaveLength(200);
  expect(new Set(bytes).size).toBe(1);
  const heap = heapBackend(tf.backend()).wasm.HEAPU8.length;
  await bytesOverSteps(200);
  expect(heapBackend(tf.backend()).wasm.HEAPU8.length).toBe(heap);
});
