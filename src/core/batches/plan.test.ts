import { describe, expect, it } from 'vitest';
import type { TokenizedExample } from '../tokenizer';
import { planTraining } from '.';

/** An example whose tokens from `trainedFrom` on are trained. */
function example(id: string, length: number, trainedFrom: number): TokenizedExample {
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

describe('a plan', () => {
  const examples = [
    example('a', 4, 2),
    example('long', 20, 8),
    example('lost', 20, 10),
    example('none', 5, 9),
    example('first only', 1, 0),
    example('b', 6, 1),
    example('c', 5, 4),
    example('d', 3, 2),
  ];

  it('counts steps as the Trainer does and lists examples that train nothing', () => {
    expect(planTraining(examples, settings)).toEqual({
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

  it('prefers max_steps to epochs, rounds fractions of an epoch up, and has no steps without examples', () => {
    expect(planTraining(examples, { ...settings, max_steps: 17 }).steps).toBe(17);
    expect(planTraining(examples, { ...settings, num_train_epochs: 1.2 }).steps).toBe(3);
    expect(planTraining([], settings)).toMatchObject({ examples: 0, steps: 0, stepsPerEpoch: 0 });
  });
});

describe('the share of padding', () => {
  const examples = [...Array(8).keys()].flatMap((index) => [example(`short ${index}`, 9, 2), example(`long ${index}`, 33, 2)]);
  const planned = { ...settings, max_length: 64, gradient_accumulation_steps: 1 };

  it('counts positions without a token', () => {
    // Pairs of 8 and 32 inputs, both padded to 32.
    expect(planTraining(examples, { ...planned, train_sampling_strategy: 'sequential' }).paddingShare).toBeCloseTo(24 / 64, 10);
  });

  it('falls when examples share a prefix, unless sharing is off or they are packed', () => {
    const alike = examples.map((one) => ({ ...one, inputIds: one.inputIds.map((_, index) => (index < 6 ? 1 : index)) }));
    const untrained = alike.map((one) => ({ ...one, weights: one.weights.map((_, index) => (index < 6 ? 0 : 1)) }));
    const sequential = { ...planned, per_device_train_batch_size: 8, train_sampling_strategy: 'sequential' as const };
    const plan = planTraining(untrained, sequential);
    // Five inputs of each example are computed once for all eight.
    expect(plan.sharedShare).toBeCloseTo((7 * 5) / (4 * 8 + 4 * 32), 10);
    expect(plan.paddingShare).toBeCloseTo(1 - (4 * 8 + 4 * 32 - 7 * 5) / 128, 10);
    expect(planTraining(untrained, sequential, false)).toMatchObject({ sharedShare: 0, paddingShare: expect.closeTo(1 - 160 / 256, 10) });
    expect(planTraining(untrained, { ...sequential, packing: true }).sharedShare).toBe(0);
  });

  it('nearly vanishes when examples are grouped by length or packed', () => {
    expect(planTraining(examples, { ...planned, train_sampling_strategy: 'group_by_length' }).paddingShare).toBeLessThan(0.15);
    const packed = planTraining(examples, { ...planned, packing: true });
    expect(packed).toMatchObject({ examples: 16, sequences: 8, stepsPerEpoch: 4, steps: 12 });
    expect(packed.paddingShare).toBeLessThan(0.05);
  });
});
