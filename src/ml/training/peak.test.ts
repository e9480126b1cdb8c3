// The memory plan against the bytes sampled where the backend allocates, over whole optimizer steps.

import { beforeAll, describe, expect, it } from 'vitest';
import { makeBatch } from '../../core/batches';
import { planMemory } from '../../core/memory';
import { defaultRecipe } from '../../core/recipe';
import type { ModelConfig } from '../../core/weights';
import { allocations, resetPeak } from '../allocations';
import { openDevice } from '../device';
import { createModel } from '../model/create-model';
import { heapBackend } from '../ops/wasm-heap';
import { AdamW } from '../optimizer/adamw';
import { tf } from '../tensorflow';
import { plainSettings } from '../testing/golden';
import { bytesOverSteps } from '../testing/mixed-lengths';
import { tinyConfig } from '../testing/tiny';
import { wasmPath } from '../testing/wasm-path';
import { accumulate } from './gradient-sum';

interface Shape {
  readonly config: ModelConfig;
  readonly batchSize: number;
  readonly length: number;
  readonly accumulation: number;
}

const small = { ...tinyConfig, vocabularySize: 64 };
const shapes: Record<string, Shape> = {
  'many layers': { config: { ...small, layers: 8 }, batchSize: 4, length: 64, accumulation: 1 },
  'long rows': { config: small, batchSize: 1, length: 512, accumulation: 2 },
  'wide states': { config: { ...small, hiddenSize: 256, layers: 4 }, batchSize: 4, length: 64, accumulation: 1 },
  'wide inner states': { config: { ...small, intermediateSize: 512, layers: 4 }, batchSize: 4, length: 64, accumulation: 1 },
  'wide heads': { config: { ...small, headDim: 64 }, batchSize: 4, length: 64, accumulation: 2 },
  'large vocabulary': { config: { ...small, vocabularySize: 20_000 }, batchSize: 4, length: 64, accumulation: 1 },
  'large vocabulary, untied, in chunks': {
    config: { ...small, vocabularySize: 60_000, tied: false },
    batchSize: 4,
    length: 64,
    accumulation: 2,
  },
  'the proportions of Qwen3': {
    config: { ...small, vocabularySize: 4000, hiddenSize: 128, intermediateSize: 384, headDim: 32, layers: 6 },
    batchSize: 2,
    length: 128,
    accumulation: 2,
  },
  'the proportions of Qwen2': {
    config: {
      ...small,
      architecture: 'qwen2',
      attentionBias: true,
      queryKeyNorm: false,
      vocabularySize: 4000,
      hiddenSize: 112,
      intermediateSize: 608,
      headDim: 28,
      layers: 6,
    },
    batchSize: 2,
    length: 128,
    accumulation: 1,
  },
};
const settings = { ...defaultRecipe().lora, r: 4 };

/** Most bytes during one optimizer step, above what was held before there was a model. */
async function peakOf({ config, batchSize, length, accumulation }: Shape, method: 'full' | 'lora', checkpointing: boolean) {
  const before = allocations()?.bytes ?? Number.NaN;
  const model = await createModel(config, { seed: 1 }, { checkpointing, ...(method === 'lora' ? { lora: { settings, seed: 1 } } : {}) });
  const batch = makeBatch(
    Array.from({ length: batchSize }, (_, row) => ({
      id: `${row}`,
      inputIds: Int32Array.from({ length: length + 1 }, (_, index) => (row + index) % 50),
      weights: new Float32Array(length + 1).fill(1),
    })),
  );
  const optimizer = new AdamW(model, plainSettings);
  resetPeak();
  const { loss, gradients } = accumulate(model, new Array(accumulation).fill(batch), accumulation * batch.totalWeight, 0);
  tf.dispose([loss, optimizer.step(gradients, loss, 1, 1e-3)]);
  const peak = (allocations()?.peak ?? Number.NaN) - before;
  optimizer.dispose();
  model.dispose();
  expect(allocations()?.bytes).toBe(before);
  return peak;
}

describe.each(['wasm'] as const)('on %s', (backend) => {
  beforeAll(async () => {
    await openDevice(backend, { wasmPath });
  });

  it.each(Object.keys(shapes))('is planned within a tenth: %s', async (name) => {
    const shape = shapes[name] ?? expect.fail(name);
    for (const method of ['full', 'lora'] as const) {
      for (const checkpointing of [false, true]) {
        const { config, batchSize, length, accumulation } = shape;
        const trainedPositions = batchSize * length;
        const request = {
          config,
          method,
          lora: settings,
          batchSize,
          length,
          accumulation,
          trainedPositions,
          packing: false,
          checkpointing,
        };
        const ratio = planMemory(request).total / (await peakOf(shape, method, checkpointing));
        expect(Math.abs(ratio - 1), `${method}, checkpointing ${checkpointing}: planned ${ratio} of the peak`).toBeLessThan(0.1);
      }
    }
  });

  it('stays flat over 200 steps of mixed lengths, the heap too', async () => {
    const bytes = await bytesOverSteps(200);
    expect(bytes).toHaveLength(200);
    expect(new Set(bytes).size).toBe(1);
    const heap = heapBackend(tf.backend()).wasm.HEAPU8.length;
    await bytesOverSteps(200);
    expect(heapBackend(tf.backend()).wasm.HEAPU8.length).toBe(heap);
  });
});
