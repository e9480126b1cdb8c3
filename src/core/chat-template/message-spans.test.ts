import { expect, test } from 'vitest';
import { messageSpans } from './message-spans';

const turn = { message: 3, start: 10, end: 30, content: { from: 2, to: 12, at: 15 } };
const spans = (weight: number | { start: number; end: number; weight: number }[] | undefined, place = turn) =>
  messageSpans(weight === undefined ? { role: 'assistant' } : { role: 'assistant', weight }, place).map((span) => [
    span.start,
    span.end,
    span.weight,
  ]);

test('a turn without a weight, or with one for all of it', () => {
  expect(spans(undefined)).toEqual([[10, 30, 1]]);
  expect(spans(0.5)).toEqual([[10, 30, 0.5]]);
  expect(spans(0)).toEqual([]);
});

test('weights of characters, counted in the content as the row has it', () => {
  expect(spans([{ start: 4, end: 6, weight: 0 }])).toEqual([
    [10, 17, 1],
    [19, 30, 1],
  ]);
  expect(spans([{ start: 4, end: 6, weight: 2 }])).toEqual([
    [10, 17, 1],
    [17, 19, 2],
    [19, 30, 1],
  ]);
});

test('what the template did not write of the content has no place', () => {
  expect(spans([{ start: 0, end: 4, weight: 0 }])).toEqual([
    [10, 15, 1],
    [17, 30, 1],
  ]);
});

test('of weights that overlap the later one counts', () => {
  const weights = [
    { start: 2, end: 12, weight: 0 },
    { start: 5, end: 7, weight: 3 },
  ];
  expect(spans(weights)).toEqual([
    [10, 15, 1],
    [18, 20, 3],
    [25, 30, 1],
  ]);
});

test('a turn without text keeps its weight', () => {
  expect(
    messageSpans({ role: 'assistant', weight: [{ start: 0, end: 1, weight: 0 }] }, { message: 0, start: 1, end: 2, content: undefined }),
  ).toEqual([{ start: 1, end: 2, weight: 1, message: 0 }]);
});
