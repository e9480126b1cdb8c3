import { expect, test } from 'vitest';
import type { Notice } from '../../../core/notice';
import { createHiddenTabMonitor } from './hidden-tab';

function monitored() {
  const clock = { now: 1_000_000 };
  const notices: Notice[] = [];
  const monitor = createHiddenTabMonitor(
    () => clock.now,
    (notice) => notices.push(notice),
  );
  return { clock, monitor, reported: () => notices.splice(0).map(({ code, values }) => [code, values]) };
}

test('a hidden page is reported once, and again with what was trained when it is visible again', () => {
  const { clock, monitor, reported } = monitored();
  monitor.reached(93);
  monitor.set(true);
  monitor.set(true);
  expect(reported()).toEqual([['tab_hidden', { step: 93 }]]);
  monitor.reached(441);
  clock.now += 12 * 60_000;
  monitor.set(false);
  monitor.set(false);
  expect(reported()).toEqual([['tab_shown', { minutes: 12, from: 93, step: 441 }]]);
  monitor.set(true);
  clock.now += 15_000;
  monitor.set(false);
  expect(reported()).toEqual([
    ['tab_hidden', { step: 441 }],
    ['tab_shown', { minutes: 0.3, from: 441, step: 441 }],
  ]);
});

test('a page that is hidden before the first step is reported with the step at which training starts, unless it is visible by then', () => {
  const { clock, monitor, reported } = monitored();
  monitor.set(true);
  monitor.set(false);
  expect(reported()).toEqual([]);
  monitor.set(true);
  expect(reported()).toEqual([]);
  monitor.reached(40);
  expect(reported()).toEqual([['tab_hidden', { step: 40 }]]);
  monitor.reached(52);
  clock.now += 60_000;
  monitor.set(false);
  expect(reported()).toEqual([['tab_shown', { minutes: 1, from: 40, step: 52 }]]);
});

test('a training that ends in a hidden page reports what it trained, and one that ends in a visible page reports nothing', () => {
  const { monitor, reported } = monitored();
  monitor.end();
  expect(reported()).toEqual([]);
  monitor.set(true);
  monitor.reached(10);
  monitor.end();
  expect(reported().map(([code]) => code)).toEqual(['tab_hidden', 'tab_shown']);
});
