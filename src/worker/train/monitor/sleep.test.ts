import { expect, test } from 'vitest';
import { type ClockJump, createJumpDetector, sleepNotice } from './sleep';

const MINUTE = 60_000;

/** Reads the clocks after each of these gaps; the monotonic clock counts `counted` of each. */
function jumpsIn(gaps: readonly number[], counted: (gap: number) => number = (gap) => gap): (ClockJump | null)[] {
  const detect = createJumpDetector();
  let [wall, monotonic] = [1_000_000, 0];
  return gaps.map((gap) => {
    wall += gap;
    monotonic += counted(gap);
    return detect(wall, monotonic);
  });
}

test('a gap of minutes between readings every few seconds is a jump', () => {
  const found = jumpsIn([0, 2_000, 2_000, 12 * MINUTE, 2_000]);
  expect(found).toEqual([null, null, null, { length: 12 * MINUTE, counted: 12 * MINUTE }, null]);
});

test('a jump tells how much of it the monotonic clock counted', () => {
  expect(jumpsIn([0, 2_000, 12 * MINUTE], (gap) => Math.min(gap, 3_000)).at(-1)).toEqual({ length: 12 * MINUTE, counted: 3_000 });
});

test('a slow first step, throttled timers and steps that are always slow are not jumps', () => {
  expect(jumpsIn([0, 12 * MINUTE, 2_000]).filter(Boolean)).toEqual([]);
  expect(jumpsIn([0, 2_000, MINUTE, MINUTE, 30_000]).filter(Boolean)).toEqual([]);
  expect(jumpsIn([0, 1.5 * MINUTE, 2 * MINUTE, 5 * MINUTE]).filter(Boolean)).toEqual([]);
});

test('the notice says how long the interruption was, and what happened to the GPU', () => {
  const twelve = { length: 12 * MINUTE, counted: 0 };
  expect(sleepNotice(twelve, 'stood_still')).toMatchObject({ code: 'stood_still', values: { minutes: 12 } });
  expect(sleepNotice(twelve, 'stood_still_gpu_kept').message).toContain('about 12 min');
  expect(sleepNotice(twelve, 'stood_still_gpu_kept').message).toContain('The GPU still works');
  expect(sleepNotice(twelve, 'stood_still_gpu_lost').remedy).toContain('last checkpoint');
});
