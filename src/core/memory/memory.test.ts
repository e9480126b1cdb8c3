// Requests, proposals and the arithmetic of plans. src/ml/training/peak.test.ts compares plans with allocated bytes.

import { describe, expect, it } from 'vitest';
import { compactSize } from '../batches/compact';
import { defaultRecipe } from '../recipe';
import { parseModelConfig } from '../weights';
import { QWEN3_06B } from '../weights/testing/qwen3-0.6b';
import { choosesCheckpointing, type MemoryRequest, memoryRequest, planMemory, proposeSettings, smallestPlan } from '.';
import { largestBatch } from './request';

const config = parseModelConfig(JSON.stringify(QWEN3_06B));
const request: MemoryRequest = {
  config,
  method: 'full',
  lora: defaultRecipe().lora,
  batchSize: 8,
  accumulation: 2,
  length: 1024,
  prefix: 0,
  trainedPositions: 4096,
  packing: false,
  checkpointing: false,
  evaluation: null,
};
const GB = 1e9;

describe('a plan', () => {
  it('counts the weights of Qwen3-0.6B and adds up', () => {
    const { parts, total } = planMemory(request);
    expect(parts.weights).toBe(596_049_920 * 4);
    expect(parts.optimizer).toBeGreaterThanOrEqual(2 * parts.weights);
    expect(total).toBe(Object.values(parts).reduce((sum, bytes) => sum + bytes, 0));
  });

  it('counts the default adapter', () => {
    expect(planMemory({ ...request, method: 'lora' }).parts.adapter).toBe(10_092_544 * 4);
  });
});

describe('the last layer', () => {
  it.each([false, true])('needs less the fewer positions have a target (checkpointing: %s)', (checkpointing) => {
    const activations = (trainedPositions: number, layers: number) =>
      planMemory({ ...request, method: 'lora', checkpointing, config: { ...config, layers }, trainedPositions }).parts.activations;
    expect(activations(2048, 1)).toBeLessThan(0.8 * activations(8192, 1));
    expect(activations(2048, 28)).toBeLessThanOrEqual(activations(8192, 28));
    expect(activations(2048, 28)).toBeGreaterThan(0.95 * activations(8192, 28));
  });
});

describe('examples with a shared prefix', () => {
  const similar = { ...request, method: 'lora' as const, length: 512, prefix: 430, trainedPositions: 8 * (512 - 430) };

  it('need less the more they share, but no less if that is little', () => {
    const activations = (prefix: number) => planMemory({ ...similar, prefix }).parts.activations;
    expect(activations(430)).toBeLessThan(0.4 * activations(0));
    expect(activations(300)).toBeLessThan(activations(200));
    expect(activations(100)).toBe(activations(0));
    expect(planMemory({ ...similar, packing: true })).toEqual(planMemory({ ...similar, prefix: 0, packing: true }));
  });

  it('are planned padded if a smaller batch would be padded and larger than the compact one', () => {
    const size = (batchSize: number, prefix: number) => largestBatch(config, { batchSize, length: 512, prefix, packing: false });
    // Seven saved prefixes are a quarter of eight examples; six are less than a quarter of seven.
    expect(compactSize(148, new Array(8).fill(512))).not.toBeNull();
    expect(compactSize(148, new Array(7).fill(512))).toBeNull();
    expect(size(8, 148)).toMatchObject({ compact: false, inputs: 8 * 512 });
    expect(size(8, 200)).toMatchObject({ compact: true, inputs: Math.ceil((200 + 8 * 312 + 1) / 64) * 64 });
    // A proposal may truncate examples within the prefix.
    expect(largestBatch(config, { batchSize: 8, length: 64, prefix: 200, packing: false }).inputs).toBeLessThanOrEqual(8 * 64);
  });
});

describe('the smallest plan', () => {
  it('needs the weights and little more, and no proposal needs less', () => {
    const { parts, total } = smallestPlan(config);
    expect(parts.weights).toBe(596_049_920 * 4);
    expect(total).toBeLessThan(1.2 * parts.weights);
    expect(proposeSettings(request, 1024, total - 1)).toBeNull();
  });
});

describe('a request', () => {
  const example = (length: number, trained: number) => ({
    id: `${length}`,
    inputIds: new Int32Array(length),
    weights: Float32Array.from({ length }, (_, index) => (index >= length - trained ? 1 : 0)),
  });
  const { train, ...recipe } = defaultRecipe();
  const examples = [example(20, 5), example(31, 12), example(40, 3), example(500, 490), example(9, 0)];

  it('takes the longest example within max_length, and the examples with the most targets', () => {
    const found = memoryRequest(
      config,
      { ...recipe, train: { ...train, per_device_train_batch_size: 2, per_device_eval_batch_size: 2, max_length: 40 } },
      examples,
      examples.slice(1),
    );
    expect(found).toMatchObject({ length: 40, batchSize: 2, trainedPositions: 48 });
    expect(found.evaluation).toEqual({ batchSize: 2, length: 40, trainedPositions: 48, promptLength: 500 });
  });

  it('finds the prefix that all examples share, unless packing or dropout rules sharing out', () => {
    const similar = [10, 30, 90].map((length) => example(50 + length, length));
    const settings: typeof train = { ...train, max_length: 100, method: 'lora' };
    const prefixOf = (changes: Partial<typeof settings>, dropout = 0) =>
      memoryRequest(config, { ...recipe, lora: { ...recipe.lora, lora_dropout: dropout }, train: { ...settings, ...changes } }, similar, [])
        .prefix;
    // Token 50 is the first that is trained. Input 49 predicts it.
    expect(prefixOf({})).toBe(49);
    expect(prefixOf({ packing: true })).toBe(0);
    expect(prefixOf({}, 0.1)).toBe(0);
    expect(prefixOf({ method: 'full' }, 0.1)).toBe(49);
  });

  it('fills every position when examples are packed', () => {
    const packed = { ...train, packing: true, per_device_train_batch_size: 2, max_length: 64 };
    const found = memoryRequest(config, { ...recipe, train: packed }, examples.slice(0, 3), []);
    expect(found).toMatchObject({ length: 64, batchSize: 2, packing: true });
    expect(found.trainedPositions).toBe(Math.ceil((128 * 20) / 88 / 16) * 16);
  });
});

describe('proposals', () => {
  it('keep all settings that fit', () => {
    expect(proposeSettings(request, 2048, 1e15)?.settings).toEqual({
      method: 'full',
      gradient_checkpointing: false,
      per_device_train_batch_size: 8,
      gradient_accumulation_steps: 2,
      max_length: 2048,
    });
    expect(choosesCheckpointing(request, 1e15)).toBe(false);
  });

  it('recompute layers first, then use smaller batches, shorter examples, and LoRA in place of full training', () => {
    const wanted = planMemory(request).total;
    const found = [wanted - 1, 24 * GB, 14 * GB, 6 * GB, 3.4 * GB].map((budget) => {
      const proposal = proposeSettings(request, 1024, budget);
      expect(proposal?.plan.total).toBeLessThanOrEqual(budget);
      return proposal?.settings;
    });
    expect(found[0]).toMatchObject({ method: 'full', gradient_checkpointing: true, per_device_train_batch_size: 8 });
    for (const settings of found) {
      const perStep = (settings?.per_device_train_batch_size ?? 0) * (settings?.gradient_accumulation_steps ?? 0);
      expect(perStep).toBe(16);
    }
    expect(found.at(-1)).toMatchObject({ method: 'lora', gradient_checkpointing: true, per_device_train_batch_size: 1 });
    expect(choosesCheckpointing(request, wanted - 1)).toBe(true);
  });

  it('do not exist if not even the weights fit', () => {
    expect(proposeSettings(request, 1024, 2 * GB)).toBeNull();
  });
});
