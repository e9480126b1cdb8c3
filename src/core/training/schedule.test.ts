import { describe, expect, it } from 'vitest';
import { isDue, learningRateAt, warmupStepsOf } from '.';

describe('warm-up', () => {
  it('is a share below 1, rounded up, and a count from 1', () => {
    expect([0, 0.03, 0.1, 1, 2.9, 20].map((warmup_steps) => warmupStepsOf(101, { warmup_steps }))).toEqual([0, 4, 11, 1, 2, 20]);
  });
});

describe('learning rate', () => {
  const rates = (lr_scheduler_type: 'constant' | 'constant_with_warmup' | 'linear' | 'cosine') =>
    Array.from({ length: 6 }, (_, step) => learningRateAt(step, 6, { learning_rate: 1, lr_scheduler_type, warmup_steps: 2 }));

  it.each([
    ['constant', [1, 1, 1, 1, 1, 1]],
    ['constant_with_warmup', [0, 0.5, 1, 1, 1, 1]],
    ['linear', [0, 0.5, 1, 0.75, 0.5, 0.25]],
    ['cosine', [0, 0.5, 1, 0.853553, 0.5, 0.146447]],
  ] as const)('follows transformers for %s', (schedule, expected) => {
    rates(schedule).forEach((rate, step) => {
      expect(rate).toBeCloseTo(expected[step] ?? Number.NaN, 6);
    });
  });

  it('is finite if all steps are warm-up', () => {
    expect(learningRateAt(1, 2, { learning_rate: 1, lr_scheduler_type: 'cosine', warmup_steps: 5 })).toBe(0.2);
  });
});

describe('an interval', () => {
  it('is a number of steps, or a share of all steps rounded up', () => {
    const due = (interval: number) => [...Array(11).keys()].slice(1).filter((step) => isDue(step, interval, 10));
    expect(due(4)).toEqual([4, 8]);
    expect(due(0.25)).toEqual([3, 6, 9]);
    expect(due(0.01)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(due(0)).toEqual([]);
  });
});
