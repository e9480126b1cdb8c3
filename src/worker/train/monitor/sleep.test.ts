import { expect, test } from 'vitest';
import { createStandstillDetector, type Standstill, standstillNotice } from './sleep';

const MINUTE = 60_000;

/** What the watch answers to a look at the clocks after each of these gaps; the monotonic clock counts `counted` of each. */
function answers(gaps: readonly number[], counted: (gap: number) => number = (gap) => gap): (Standstill | null)[] {
  const watch = createStandstillDetector();
  let [wall, monotonic] = [1_000_000, 0];
  return gaps.map((gap) => {
    wall += gap;
    monotonic += counted(gap);
    return watch(wall, monotonic);
  });
}

test('minutes between looks of seconds are a standstill', () => {
  const found = answers([0, 2_000, 2_000, 12 * MINUTE, 2_000]);
  expect(found).toEqual([null, null, null, { length: 12 * MINUTE, counted: 12 * MINUTE }, null]);
});

test('a monotonic clock that sleeps too counts nothing of it', () => {
  expect(answers([0, 2_000, 12 * MINUTE], (gap) => Math.min(gap, 3_000)).at(-1)).toEqual({ length: 12 * MINUTE, counted: 3_000 });
});

test('the first step, throttled timers, and steps that are always slow are none', () => {
  expect(answers([0, 12 * MINUTE, 2_000]).filter(Boolean)).toEqual([]);
  expect(answers([0, 2_000, MINUTE, MINUTE, 30_000]).filter(Boolean)).toEqual([]);
  expect(answers([0, 1.5 * MINUTE, 2 * MINUTE, 5 * MINUTE]).filter(Boolean)).toEqual([]);
});

test('says for how long, and what became of the GPU', () => {
  const twelve = { length: 12 * MINUTE, counted: 0 };
  expect(standstillNotice(twelve, 'stood_still')).toMatchObject({ code: 'stood_still', values: { minutes: 12 } });
  expect(standstillNotice(twelve, 'stood_still_gpu_kept').message).toContain('about 12 min');
  expect(standstillNotice(twelve, 'stood_still_gpu_kept').message).toContain('The GPU is still there');
  expect(standstillNotice(twelve, 'stood_still_gpu_lost').remedy).toContain('last checkpoint');
});
