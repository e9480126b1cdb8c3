import { expect, test } from 'vitest';
import { messageSpans } from './message-spans';

const turn = { message: 3, start: 10, end: 30, content: { from: 2, to: 12, at: 15 } };
const spans = (weight: number | { start: number; end: number; weight: number }[] | undefined, renderedTurn = turn) =>
  messageSpans(weight === undefined ? { role: 'assistant' } : { role: 'assistant', weight }, renderedTurn).map((span) => [
    span.start,
    span.end,
    span.weight,
  ]);

test('weighs a whole turn, with weight 1 by default', () => {
  expect(spans(undefined)).toEqual([[10, 30, 1]]);
  expect(spans(0.5)).toEqual([[10, 30, 0.5]]);
  expect(spans(0)).toEqual([]);
});

test('weighs characters, counted in the content as the record has it', () => {
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

test('ignores weights of characters that the template did not write', () => {
  expect(spans([{ start: 0, end: 4, weight: 0 }])).toEqual([
    [10, 15, 1],
    [17, 30, 1],
  ]);
});

test('lets the later of two overlapping weights win', () => {
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

test('weighs the whole turn 1 when its content was not written', () => {
  expect(
    messageSpans({ role: 'assistant', weight: [{ start: 0, end: 1, weight: 0 }] }, { message: 0, start: 1, end: 2, content: undefined }),
  ).toEqual([{ start: 1, end: 2, weight: 1, message: 0 }]);
});
