import { describe, expect, it } from 'vitest';
import { extent, seriesOf, smooth, thin, tickDigits } from './chart-data';

describe('smooth', () => {
  it('is the debiased average of TensorBoard', () => {
    // By hand for weight 0.6: 4; (0.6·1.6 + 0.4·2) / (1 − 0.36); (0.6·1.76 + 0.4·1) / (1 − 0.216).
    const [first, second, third] = smooth([4, 2, 1], 0.6);
    expect(first).toBeCloseTo(4, 12);
    expect(second).toBeCloseTo(2.75, 12);
    expect(third).toBeCloseTo((0.6 * 1.76 + 0.4) / 0.784, 12);
  });

  it('leaves constant series and weight 0 as measured', () => {
    expect(smooth([0.3, 0.3, 0.3], 0.9)).toEqual([0.3, 0.3, 0.3]);
    expect(smooth([3, 1, 2], 0)).toEqual([3, 1, 2]);
  });

  it('passes over values that are not finite', () => {
    const smoothed = smooth([4, Number.NaN, 2], 0.6);
    expect(smoothed[1]).toBeNaN();
    expect(smoothed[2]).toBeCloseTo(2.75, 12);
  });
});

describe('thin', () => {
  it('keeps short series whole', () => {
    expect(thin([3, 1, 2])).toEqual([0, 1, 2]);
  });

  it('keeps the ends and every peak of long ones', () => {
    const values = Array.from({ length: 10_000 }, (_, index) => (index === 4321 ? 99 : index === 777 ? -99 : Math.sin(index)));
    const kept = thin(values, 200);
    expect(kept.length).toBeLessThanOrEqual(202);
    expect(kept).toEqual(expect.arrayContaining([0, 777, 4321, 9999]));
    expect(kept).toEqual([...kept].sort((a, b) => a - b));
  });
});

describe('series', () => {
  it('turns what is not finite into gaps', () => {
    expect(seriesOf([1, 2], [1, Number.POSITIVE_INFINITY], 0).raw).toEqual([1, null]);
  });

  it('says latest, lowest and highest, or that nothing is known', () => {
    expect(extent([3, 1, null, 2])).toEqual({ latest: 2, low: 1, high: 3 });
    expect(extent([null])).toBeNull();
    expect(extent([])).toBeNull();
  });
});

it('gives ticks that lie close together the digits that tell them apart', () => {
  expect(tickDigits([0, 2.5, 5])).toBe(2);
  expect(tickDigits([8.11, 8.12, 8.13])).toBe(3);
  expect(tickDigits([8.115, 8.12, 8.125])).toBe(4);
  expect(tickDigits([0.25, 0.5, 0.75, 1, 1.25])).toBe(3);
  expect(tickDigits([])).toBe(2);
});
