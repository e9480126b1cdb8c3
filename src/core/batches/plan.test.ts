import { describe, expect, it } from 'vitest';
import type { TokenizedExample } from '../tokenizer';
import { planTraining } from '.';

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
