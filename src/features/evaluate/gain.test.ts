import { describe, expect, it } from 'vitest';
import { gainOf, points } from './gain';

describe('gainOf', () => {
  it('equals the worked example of Newcombe (56/70 against 48/80)', () => {
    // Table II (a) of the paper, method 10: difference 0.2, interval 0.0524 to 0.3339.
    const tuned = { right: 56, of: 70, low: 0.691757, high: 0.876954 };
    const base = { right: 48, of: 80, low: 0.490423, high: 0.700454 };
    const { gain, low, high } = gainOf(base, tuned);
    expect(gain).toBeCloseTo(0.2, 9);
    expect(low).toBeCloseTo(0.0524, 3);
    expect(high).toBeCloseTo(0.3339, 3);
  });

  it('knows nothing of nothing', () => {
    const none = { right: 0, of: 0, low: 0, high: 1 };
    expect(gainOf(none, none).gain).toBeNull();
    expect(gainOf(undefined, none).before).toBeNull();
  });

  it('stays between −1 and 1', () => {
    const { low, high } = gainOf({ right: 0, of: 10, low: 0, high: 0.28 }, { right: 10, of: 10, low: 0.72, high: 1 });
    expect(low).toBeGreaterThan(0.5);
    expect(high).toBe(1);
  });
});

describe('points', () => {
  it('has a sign', () => {
    expect([0.95, -0.031, 0.001].map(points)).toEqual(['+95', '−3', '0']);
  });
});
