import { expect, test } from 'vitest';
import type { Notice } from '../../../core/notice';
import { createHiddenTabMonitor } from './hidden-tab';

function watched() {
  const clock = { now: 1_000_000 };
  const notices: Notice[] = [];
  const watch = createHiddenTabMonitor(
    () => clock.now,
    (notice) => notices.push(notice),
  );
  return { clock, watch, told: () => notices.splice(0).map(({ code, values }) => [code, values]) };
}

test('tells once that the page was hidden, and when it is seen again what was trained meanwhile', () => {
  const { clock, watch, told } = watched();
  watch.reached(93);
  watch.set(true);
  watch.set(true);
  expect(told()).toEqual([['tab_hidden', { step: 93 }]]);
  watch.reached(441);
  clock.now += 12 * 60_000;
  watch.set(false);
  watch.set(false);
  expect(told()).toEqual([['tab_shown', { minutes: 12, from: 93, step: 441 }]]);
  watch.set(true);
  clock.now += 15_000;
  watch.set(false);
  expect(told()).toEqual([
    ['tab_hidden', { step: 441 }],
    ['tab_shown', { minutes: 0.3, from: 441, step: 441 }],
  ]);
});

test('hidden before the first step: told with the step it goes on from, or not at all where it is seen before that', () => {
  const { clock, watch, told } = watched();
  watch.set(true);
  watch.set(false);
  expect(told()).toEqual([]);
  watch.set(true);
  expect(told()).toEqual([]);
  watch.reached(40);
  expect(told()).toEqual([['tab_hidden', { step: 40 }]]);
  watch.reached(52);
  clock.now += 60_000;
  watch.set(false);
  expect(told()).toEqual([['tab_shown', { minutes: 1, from: 40, step: 52 }]]);
});

test('an end that nobody saw is told; one that was seen has nothing to add', () => {
  const { watch, told } = watched();
  watch.end();
  expect(told()).toEqual([]);
  watch.set(true);
  watch.reached(10);
  watch.end();
  expect(told().map(([code]) => code)).toEqual(['tab_hidden', 'tab_shown']);
});
