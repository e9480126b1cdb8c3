import { expect, test } from 'vitest';
import { standstillWatch, stoodStill } from './standstill';

test('minutes between steps of seconds are a standstill; slow steps, evaluations and the first step are none', () => {
  const watch = standstillWatch();
  const gaps = [0, 2_000, 2_000, 30_000, 2_000, 600_000, 2_000];
  let at = 1_000_000;
  expect(
    gaps.map((gap) => {
      at += gap;
      return watch(at);
    }),
  ).toEqual([null, null, null, null, null, 600_000, null]);
  const slow = standstillWatch();
  expect([0, 90_000, 180_000, 400_000].map(slow)).toEqual([null, null, null, null]);
});

test('says for how long, and no less than a minute', () => {
  expect(stoodStill(600_000)).toMatchObject({ code: 'stood_still', values: { minutes: 10 } });
  expect(stoodStill(61_000).values).toEqual({ minutes: 1 });
});
