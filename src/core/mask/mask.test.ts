import { expect, test } from 'vitest';
import type { Encoding, Rendering, Tokenizer } from '../tokenizer';
import { tokenizeExample, tokenView, tokenWeights, truncateExample } from '.';

const encoding = (...ranges: [number, number][]): Encoding => ({
  ids: Int32Array.from(ranges, (_, index) => index),
  starts: Int32Array.from(ranges, ([start]) => start),
  ends: Int32Array.from(ranges, ([, end]) => end),
});
const span = (start: number, end: number, weight = 1) => ({ start, end, weight, message: 0 });

test('trains a token that starts inside a span, and the token in which a turn starts', () => {
  const tokens = encoding([0, 3], [3, 6], [6, 9], [9, 12]);
  expect([...tokenWeights(tokens, [span(3, 7)])]).toEqual([0, 1, 1, 0]);
  expect([...tokenWeights(tokens, [span(3, 6)])]).toEqual([0, 1, 0, 0]);
  expect([...tokenWeights(tokens, [span(2, 7)])]).toEqual([1, 1, 1, 0]);
  // A token that starts in a gap within a turn stays untrained; one that reaches into the next turn is trained.
  expect([...tokenWeights(tokens, [span(0, 4), span(7, 12)])]).toEqual([1, 1, 0, 1]);
  expect([...tokenWeights(tokens, [span(0, 4), { ...span(7, 12), message: 2 }])]).toEqual([1, 1, 1, 1]);
});

test('trains the byte tokens of one character together', () => {
  const tokens = encoding([0, 2], [0, 2], [2, 3], [3, 5], [3, 5]);
  expect([...tokenWeights(tokens, [span(2, 5, 0.5)])]).toEqual([0, 0, 0.5, 0.5, 0.5]);
  expect([...tokenWeights(tokens, [span(2, 3)])]).toEqual([0, 0, 1, 0, 0]);
});

test('accepts spans in any order, and trains nothing without spans', () => {
  const tokens = encoding([0, 1], [1, 2], [2, 3], [3, 4]);
  expect([...tokenWeights(tokens, [span(3, 4, 2), span(0, 1), span(1, 2, 0.5)])]).toEqual([1, 0.5, 0, 2]);
  expect([...tokenWeights(tokens, [])]).toEqual([0, 0, 0, 0]);
  expect([...tokenWeights(encoding(), [span(0, 1)])]).toEqual([]);
});

/** A tokenizer with one token for each character. */
const characters: Tokenizer = {
  id: 'characters',
  vocabularySize: 0x10000,
  stopIds: [10],
  encode: (text) => ({
    ids: Int32Array.from(text, (character) => character.charCodeAt(0)),
    starts: Int32Array.from(text, (_, index) => index),
    ends: Int32Array.from(text, (_, index) => index + 1),
  }),
  decode: (ids) => String.fromCharCode(...Array.from(ids)),
  tokenText: (id) => String.fromCharCode(id),
  tokenBytes: () => new Uint8Array(),
  isSpecial: (id) => id === 33,
};
const rendering: Rendering = { text: 'abc!def', spans: [span(2, 6)] };

test('keeps all tokens until an example is truncated, and the first ones unchanged after that', () => {
  const example = tokenizeExample('r', rendering, characters);
  expect(example).toEqual({
    id: 'r',
    inputIds: Int32Array.from([97, 98, 99, 33, 100, 101, 102]),
    weights: Float32Array.from([0, 0, 1, 1, 1, 1, 0]),
  });
  expect(truncateExample(example, 7)).toBe(example);
  expect(truncateExample(example, 3)).toEqual({ id: 'r', inputIds: Int32Array.from([97, 98, 99]), weights: Float32Array.from([0, 0, 1]) });
});

test('shows every token and counts the trained ones before the cut', () => {
  const view = tokenView(rendering, characters, 4);
  expect(view.tokens.join('')).toBe(rendering.text);
  expect([...view.special]).toEqual([0, 0, 0, 1, 0, 0, 0]);
  expect(view.trained).toBe(2);
  expect(view).toMatchObject({ text: rendering.text, tokenizerId: 'characters', maxLength: 4 });
  expect(view.ids).toHaveLength(7);
  expect(tokenView(rendering, characters, 100).trained).toBe(4);
});
