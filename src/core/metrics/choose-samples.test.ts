import { describe, expect, it } from 'vitest';
import { chooseSamples } from './choose-samples';

describe('chooseSamples', () => {
  const cases = Array.from({ length: 10 }, (_, index) => index);

  it('takes as many as asked for, spread over all', () => {
    expect(chooseSamples(cases, 4)).toEqual([0, 3, 5, 8]);
    for (const count of [1, 2, 3, 7, 9, 10]) expect(chooseSamples(cases, count)).toHaveLength(count);
  });

  it('takes all where there are fewer', () => {
    expect(chooseSamples([1, 2], 4)).toEqual([1, 2]);
    expect(chooseSamples([], 4)).toEqual([]);
  });
});
