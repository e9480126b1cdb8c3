import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { TokenizedExample } from '../tokenizer';
import {
  epochBatches,
  epochOrder,
  groupByLength,
  isDue,
  makeBatch,
  makePackedBatch,
  packExamples,
  planTraining,
  stepBatches,
  trainingSequences,
} from '.';

/** A row whose tokens from `trainedFrom` on are trained. */
function row(id: string, length: number, trainedFrom: number): TokenizedExample {
  return {
    id,
    inputIds: Int32Array.from({ length }, (_, index) => index + 1),
    weights: Float32Array.from({ length }, (_, index) => (index >= trainedFrom ? 1 : 0)),
  };
}

const settings = {
  max_length: 10,
  num_train_epochs: 3,
  max_steps: -1,
  per_device_train_batch_size: 2,
  gradient_accumulation_steps: 2,
  warmup_steps: 0.1,
  packing: false,
  shuffle_dataset: false,
  train_sampling_strategy: 'random' as const,
  seed: 42,
};

const numbers = z.array(z.number());
const goldens = z
  .object({
    packed: z.array(z.object({ lengths: numbers, capacity: z.number(), sequences: z.array(numbers) })),
    grouped: z.array(z.object({ lengths: numbers, batchSize: z.number(), order: numbers, grouped: numbers })),
  })
  .parse(JSON.parse(await readFile(new URL('goldens/order.json', import.meta.url), 'utf8')));

describe('order of an epoch', () => {
  it('is a permutation that depends on epoch and seed only', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(20), fc.integer(), (rows, epoch, seed) => {
        const order = epochOrder(rows, epoch, seed, true);
        expect(order).toEqual(epochOrder(rows, epoch, seed, true));
        expect([...order].sort((a, b) => a - b)).toEqual([...Array(rows).keys()]);
      }),
    );
    expect(epochOrder(100, 0, 42, true)).not.toEqual(epochOrder(100, 1, 42, true));
    expect(epochOrder(100, 0, 42, true)).not.toEqual(epochOrder(100, 0, 43, true));
    expect([...epochOrder(4, 0, 42, false)]).toEqual([0, 1, 2, 3]);
  });
});

describe('plan', () => {
  const rows = [
    row('a', 4, 2),
    row('long', 20, 8),
    row('lost', 20, 10),
    row('none', 5, 9),
    row('first only', 1, 0),
    row('b', 6, 1),
    row('c', 5, 4),
    row('d', 3, 2),
  ];

  it('counts what the Trainer counts and lists what trains nothing', () => {
    expect(planTraining(rows, settings)).toEqual({
      examples: 5,
      sequences: 5,
      paddingShare: expect.any(Number),
      sharedShare: expect.any(Number),
      tokensPerEpoch: 4 + 10 + 6 + 5 + 3,
      trainedTokensPerEpoch: 2 + 2 + 5 + 1 + 1,
      stepsPerEpoch: 2,
      steps: 6,
      warmupSteps: 1,
      truncated: 2,
      dropped: ['lost', 'none', 'first only'],
    });
  });

  it('takes max_steps before epochs, fractions of an epoch rounded up, and no rows as no steps', () => {
    expect(planTraining(rows, { ...settings, max_steps: 17 }).steps).toBe(17);
    expect(planTraining(rows, { ...settings, num_train_epochs: 1.2 }).steps).toBe(3);
    expect(planTraining([], settings)).toMatchObject({ examples: 0, steps: 0, stepsPerEpoch: 0 });
  });
});

describe('padding', () => {
  const rows = [...Array(8).keys()].flatMap((index) => [row(`short ${index}`, 9, 2), row(`long ${index}`, 33, 2)]);
  const planned = { ...settings, max_length: 64, gradient_accumulation_steps: 1 };

  it('is the share of positions without a token', () => {
    // Pairs of 8 and 32 inputs, both padded to 32.
    expect(planTraining(rows, { ...planned, train_sampling_strategy: 'sequential' }).paddingShare).toBeCloseTo(24 / 64, 10);
  });

  it('goes where rows share what they begin with, unless each must have its own', () => {
    const alike = rows.map((one) => ({ ...one, inputIds: one.inputIds.map((_, index) => (index < 6 ? 1 : index)) }));
    const untrained = alike.map((one) => ({ ...one, weights: one.weights.map((_, index) => (index < 6 ? 0 : 1)) }));
    const sequential = { ...planned, per_device_train_batch_size: 8, train_sampling_strategy: 'sequential' as const };
    const plan = planTraining(untrained, sequential);
    // Five of eight inputs, and five of 32, are there once for eight rows.
    expect(plan.sharedShare).toBeCloseTo((7 * 5) / (4 * 8 + 4 * 32), 10);
    expect(plan.paddingShare).toBeCloseTo(1 - (4 * 8 + 4 * 32 - 7 * 5) / 128, 10);
    expect(planTraining(untrained, sequential, false)).toMatchObject({ sharedShare: 0, paddingShare: expect.closeTo(1 - 160 / 256, 10) });
    expect(planTraining(untrained, { ...sequential, packing: true }).sharedShare).toBe(0);
  });

  it('nearly vanishes when like lengths come together, or rows are packed', () => {
    expect(planTraining(rows, { ...planned, train_sampling_strategy: 'group_by_length' }).paddingShare).toBeLessThan(0.15);
    const packed = planTraining(rows, { ...planned, packing: true });
    expect(packed).toMatchObject({ examples: 16, sequences: 8, stepsPerEpoch: 4, steps: 12 });
    expect(packed.paddingShare).toBeLessThan(0.05);
  });
});

describe('what is done every so often', () => {
  it('falls due by a count, or by a share of all steps rounded up', () => {
    const due = (interval: number) => [...Array(11).keys()].slice(1).filter((step) => isDue(step, interval, 10));
    expect(due(4)).toEqual([4, 8]);
    expect(due(0.25)).toEqual([3, 6, 9]);
    expect(due(0.01)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(due(0)).toEqual([]);
  });
});

describe('packing', () => {
  it.each(goldens.packed)('puts $lengths.length rows into the sequences of TRL', ({ lengths, capacity, sequences }) => {
    expect(packExamples(lengths, capacity)).toEqual(sequences);
  });

  it('keeps every row once, none beyond the capacity', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 80 }), fc.boolean(), (lengths, shuffle) => {
        const sequences = trainingSequences(lengths, { ...settings, max_length: 30, packing: true, shuffle_dataset: shuffle });
        expect(sequences.flat().sort((a, b) => a - b)).toEqual([...lengths.keys()]);
        for (const rows of sequences) expect(rows.reduce((total, index) => total + (lengths[index] ?? 0), 0)).toBeLessThanOrEqual(30);
      }),
    );
  });

  it('shuffles the dataset once where the order within an epoch is its own', () => {
    const lengths = Array.from({ length: 50 }, () => 4);
    const inOrder = lengths.map((_, index) => [index]);
    const sequential = { ...settings, train_sampling_strategy: 'sequential' as const };
    expect(trainingSequences(lengths, sequential)).toEqual(inOrder);
    expect(trainingSequences(lengths, { ...sequential, shuffle_dataset: true })).not.toEqual(inOrder);
    expect(trainingSequences(lengths, { ...settings, shuffle_dataset: true })).toEqual(inOrder);
  });
});

describe('like lengths together', () => {
  it.each(goldens.grouped)(
    'orders $lengths.length rows in batches of $batchSize as transformers does',
    ({ lengths, batchSize, order, grouped }) => {
      expect([...groupByLength(Int32Array.from(order), lengths, batchSize)]).toEqual(grouped);
    },
  );
});

describe('batches of a step', () => {
  it('meets every row once an epoch', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom('random' as const, 'sequential' as const, 'group_by_length' as const),
        (rows, size, accumulation, strategy) => {
          const steps = Math.ceil(rows / (size * accumulation));
          const one = {
            per_device_train_batch_size: size,
            gradient_accumulation_steps: accumulation,
            train_sampling_strategy: strategy,
            seed: 3,
          };
          const lengths = Array.from({ length: rows }, (_, index) => 2 + ((index * 7) % 11));
          for (const epoch of [0, 1]) {
            const all = Array.from({ length: steps }, (_, step) => stepBatches(lengths, epoch * steps + step, one));
            expect(all.every((step) => step.epoch === epoch && step.groups.every((group) => group.length <= size))).toBe(true);
            expect(all.flatMap((step) => step.groups.flat()).sort((a, b) => a - b)).toEqual([...Array(rows).keys()]);
            expect(all.flatMap((step) => step.groups)).toEqual(epochBatches(lengths, epoch, one));
            expect(all.at(-1)?.progress).toBe(epoch + 1);
          }
        },
      ),
    );
  });
});

describe('a padded batch', () => {
  it('predicts each trained token from the position before it', () => {
    const batch = makeBatch([row('a', 4, 2), { ...row('b', 3, 1), weights: Float32Array.of(1, 0.5, 0) }]);
    expect(batch).toMatchObject({ batchSize: 2, length: 8, trainedTokens: 3, tokens: 7, totalWeight: 2.5 });
    expect([...batch.ids]).toEqual([1, 2, 3, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0]);
    expect([...batch.positions.subarray(0, 4)]).toEqual([1, 2, 8, 0]);
    expect([...batch.labels.subarray(0, 4)]).toEqual([3, 4, 2, 0]);
    expect([...batch.weights.subarray(0, 4)]).toEqual([1, 1, 0.5, 0]);
    expect([...batch.lengths]).toEqual([3, 2]);
    expect(batch.positions.length % 16).toBe(0);
  });

  it('begins the positions anew at every packed row and keeps the rows apart', () => {
    const batch = makePackedBatch([[row('a', 4, 2), row('b', 3, 1)], [row('c', 6, 5)]]);
    expect(batch).toMatchObject({ batchSize: 2, length: 8, packed: true, trainedTokens: 5, tokens: 13, totalWeight: 5 });
    expect([...batch.ids]).toEqual([1, 2, 3, 1, 2, 0, 0, 0, 1, 2, 3, 4, 5, 0, 0, 0]);
    expect([...batch.positionIds]).toEqual([0, 1, 2, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 5, 6, 7]);
    expect([...batch.segments]).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect([...batch.lengths]).toEqual([5, 5]);
    // The first token of b is predicted from nowhere: not from the end of a.
    expect([...batch.positions.subarray(0, 5)]).toEqual([1, 2, 3, 4, 12]);
    expect([...batch.labels.subarray(0, 5)]).toEqual([3, 4, 2, 3, 6]);
    expect(makeBatch([row('a', 4, 2)]).packed).toBe(false);
  });
});
