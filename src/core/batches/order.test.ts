import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { epochBatches, epochOrder, groupByLength, stepBatches, trainingSequences } from './order';

const numbers = z.array(z.number());
const goldens = z
  .object({ grouped: z.array(z.object({ lengths: numbers, batchSize: z.number(), order: numbers, grouped: numbers })) })
  .parse(JSON.parse(await readFile(new URL('goldens/order.json', import.meta.url), 'utf8')));

describe('the order of an epoch', () => {
  it('is a permutation that depends only on epoch and seed', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(20), fc.integer(), (count, epoch, seed) => {
        const order = epochOrder(count, epoch, seed, true);
        expect(order).toEqual(epochOrder(count, epoch, seed, true));
        expect([...order].sort((a, b) => a - b)).toEqual([...Array(count).keys()]);
      }),
    );
    expect(epochOrder(100, 0, 42, true)).not.toEqual(epochOrder(100, 1, 42, true));
    expect(epochOrder(100, 0, 42, true)).not.toEqual(epochOrder(100, 0, 43, true));
    expect([...epochOrder(4, 0, 42, false)]).toEqual([0, 1, 2, 3]);
  });
});

describe('sequences without packing', () => {
  const settings = { max_length: 10, packing: false, shuffle_dataset: false, train_sampling_strategy: 'random' as const, seed: 42 };

  it('are shuffled once only if epochs keep the dataset order', () => {
    const lengths = Array.from({ length: 50 }, () => 4);
    const inOrder = lengths.map((_, index) => [index]);
    const sequential = { ...settings, train_sampling_strategy: 'sequential' as const };
    expect(trainingSequences(lengths, sequential)).toEqual(inOrder);
    expect(trainingSequences(lengths, { ...sequential, shuffle_dataset: true })).not.toEqual(inOrder);
    expect(trainingSequences(lengths, { ...settings, shuffle_dataset: true })).toEqual(inOrder);
  });
});

describe('grouping by length', () => {
  it.each(goldens.grouped)(
    'orders $lengths.length sequences in batches of $batchSize as transformers does',
    ({ lengths, batchSize, order, grouped }) => {
      expect([...groupByLength(Int32Array.from(order), lengths, batchSize)]).toEqual(grouped);
    },
  );
});

describe('the batches of a step', () => {
  it('cover every sequence once an epoch', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom('random' as const, 'sequential' as const, 'group_by_length' as const),
        (count, size, accumulation, strategy) => {
          const steps = Math.ceil(count / (size * accumulation));
          const one = {
            per_device_train_batch_size: size,
            gradient_accumulation_steps: accumulation,
            train_sampling_strategy: strategy,
            seed: 3,
          };
          const lengths = Array.from({ length: count }, (_, index) => 2 + ((index * 7) % 11));
          for (const epoch of [0, 1]) {
            const all = Array.from({ length: steps }, (_, step) => stepBatches(lengths, epoch * steps + step, one));
            expect(all.every((step) => step.epoch === epoch && step.groups.every((group) => group.length <= size))).toBe(true);
            expect(all.flatMap((step) => step.groups.flat()).sort((a, b) => a - b)).toEqual([...Array(count).keys()]);
            expect(all.flatMap((step) => step.groups)).toEqual(epochBatches(lengths, epoch, one));
            expect(all.at(-1)?.progress).toBe(epoch + 1);
          }
        },
      ),
    );
  });
});
