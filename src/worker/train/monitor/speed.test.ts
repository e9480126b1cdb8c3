import { expect, test } from 'vitest';
import { speedometer } from './speed';

test('the first step says nothing; then tokens per second and the time left follow', () => {
  const speed = speedometer(10);
  expect(speed(1, 100, 5)).toEqual({ tokensPerSecond: 0, secondsLeft: null });
  expect(speed(2, 100, 6)).toEqual({ tokensPerSecond: 100, secondsLeft: 8 });
  expect(speed(3, 300, 7)).toEqual({ tokensPerSecond: 200, secondsLeft: 7 });
});

test('bursts are counted as a whole', () => {
  const speed = speedometer(100);
  for (const step of [1, 2, 3, 4]) speed(step, 10, 1);
  const last = [5, 6, 7, 8].map((step) => speed(step, 10, 3)).at(-1);
  expect(last).toEqual({ tokensPerSecond: 20, secondsLeft: 46 });
});

test('only a recent window counts', () => {
  const speed = speedometer(1000);
  for (let step = 1; step <= 100; step += 1) speed(step, 1, step);
  let last = { tokensPerSecond: 0, secondsLeft: null as number | null };
  for (let step = 101; step <= 200; step += 1) last = speed(step, 100, 100 + (step - 100) * 0.5);
  expect(last.tokensPerSecond).toBeCloseTo(200);
  expect(last.secondsLeft).toBeCloseTo(400);
});
