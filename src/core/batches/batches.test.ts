import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TokenizedRow } from '../tokenizer';
import { epochOrder, makeBatch, planTraining, stepBatches } from '.';

/** A row whose tokens from `trainedFrom` on are trained. */
function row(id: string, length: number, trainedFrom: number): TokenizedRow {
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
};

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
      rows: 5,
      tokensPerEpoch: 4 + 10 + 6 + 5 + 3,
      trainedTokensPerEpoch: 2 + 2 + 5 + 1 + 1,
      stepsPerEpoch: 2,
      steps: 6,
      warmupSteps: 1,
      rowsCut: 2,
      rowsLeftOut: ['lost', 'none', 'first only'],
    });
  });

  it('takes max_steps before epochs, fractions of an epoch rounded up, and no rows as no steps', () => {
    expect(planTraining(rows, { ...settings, max_steps: 17 }).steps).toBe(17);
    expect(planTraining(rows, { ...settings, num_train_epochs: 1.2 }).steps).toBe(3);
    expect(planTraining([], settings)).toMatchObject({ rows: 0, steps: 0, stepsPerEpoch: 0 });
  });
});

describe('batches of a step', () => {
  it('meets every row once an epoch', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 3 }),
        (rows, size, accumulation) => {
          const steps = Math.ceil(rows / (size * accumulation));
          const one = { per_device_train_batch_size: size, gradient_accumulation_steps: accumulation, shuffle_dataset: true, seed: 3 };
          for (const epoch of [0, 1]) {
            const all = Array.from({ length: steps }, (_, step) => stepBatches(rows, epoch * steps + step, one));
            expect(all.every((step) => step.epoch === epoch && step.groups.every((group) => group.length <= size))).toBe(true);
            expect(all.flatMap((step) => step.groups.flat()).sort((a, b) => a - b)).toEqual([...Array(rows).keys()]);
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
    expect(batch).toMatchObject({ rows: 2, length: 8, trainedTokens: 3, tokens: 7, totalWeight: 2.5 });
    expect([...batch.ids]).toEqual([1, 2, 3, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0]);
    expect([...batch.positions.subarray(0, 4)]).toEqual([1, 2, 8, 0]);
    expect([...batch.labels.subarray(0, 4)]).toEqual([3, 4, 2, 0]);
    expect([...batch.weights.subarray(0, 4)]).toEqual([1, 1, 0.5, 0]);
    expect([...batch.lengths]).toEqual([3, 2]);
    expect(batch.positions.length % 16).toBe(0);
  });
});
