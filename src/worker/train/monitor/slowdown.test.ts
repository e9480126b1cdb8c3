import { expect, test } from 'vitest';
import { createSlowdownDetector } from './slowdown';

/** What is reported for steps of these durations, in seconds; `burst` steps are read back together. */
function reports(durations: readonly number[], burst = 1): number[] {
  const detect = createSlowdownDetector();
  let at = 0;
  return durations.flatMap((seconds) => {
    at += seconds * burst;
    return Array.from({ length: burst }, () => detect(at) ?? []).flat();
  });
}

test('steps that become ten times slower are reported once', () => {
  const found = reports([...Array(10).fill(1), ...Array(10).fill(12)]);
  expect(found).toHaveLength(1);
  expect(found[0]).toBeCloseTo(12);
});

test('steps that are read back in bursts are judged by their mean', () => {
  expect(reports([...Array(10).fill(0.5), ...Array(4).fill(6)], 4)[0]).toBeCloseTo(12);
});

test('a single long gap, steps that are slow from the start and steps nine times slower are not reported', () => {
  expect(reports([...Array(10).fill(1), 600, ...Array(10).fill(1), 300, 1, 1])).toEqual([]);
  expect(reports(Array(30).fill(40))).toEqual([]);
  expect(reports([...Array(10).fill(1), ...Array(10).fill(9)])).toEqual([]);
});
