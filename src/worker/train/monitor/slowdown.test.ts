import { expect, test } from 'vitest';
import { createSlowdownDetector } from './slowdown';

/** What the watch answers to steps that take these seconds each. */
function answers(durations: readonly number[], burst = 1): (number | null)[] {
  const watch = createSlowdownDetector();
  let at = 0;
  return durations.flatMap((seconds) => {
    at += seconds * burst;
    return Array.from({ length: burst }, () => watch(at));
  });
}
const told = (found: readonly (number | null)[]) => found.filter((times) => times !== null);

test('steps that become ten times slower are told once', () => {
  const found = told(answers([...Array(10).fill(1), ...Array(10).fill(12)]));
  expect(found).toHaveLength(1);
  expect(found[0]).toBeCloseTo(12);
});

test('steps that are read back in bursts are told by their mean', () => {
  expect(told(answers([...Array(10).fill(0.5), ...Array(4).fill(6)], 4))[0]).toBeCloseTo(12);
});

test('one long gap, slow steps from the start, and nine times slower are not told', () => {
  expect(told(answers([...Array(10).fill(1), 600, ...Array(10).fill(1), 300, 1, 1]))).toEqual([]);
  expect(told(answers(Array(30).fill(40)))).toEqual([]);
  expect(told(answers([...Array(10).fill(1), ...Array(10).fill(9)]))).toEqual([]);
});
