import { expect, test } from 'vitest';
import type { TokenViewData } from '../../core/mask';
import { blockStarts, bytesText, tokenAt, weightClass } from './tokens';

function view(tokens: string[], maxLength = 100): TokenViewData {
  const size = tokens.length;
  return {
    text: tokens.join(''),
    tokenizerId: 'test',
    ids: Int32Array.from({ length: size }, (_, index) => index),
    starts: new Int32Array(size),
    ends: new Int32Array(size),
    weights: new Float32Array(size),
    special: new Uint8Array(size),
    tokens,
    trained: 0,
    maxLength,
  };
}

test('blocks cover all tokens once and end at line breaks where they can', () => {
  const tokens = Array.from({ length: 50 }, (_, index) => (index === 17 ? '\n' : 'a'));
  expect(blockStarts(view(tokens), 20)).toEqual([0, 18, 38, 50]);
  expect(blockStarts(view([]), 20)).toEqual([0]);
});

test('a newline is shown, and tokens after max length are cut', () => {
  expect(tokenAt(view(['a', '\n'], 1), 1)).toMatchObject({ text: '⏎', breaks: true, cut: true });
  expect(tokenAt(view(['a'], 1), 0).cut).toBe(false);
});

test('bytes of whole characters and of parts of one', () => {
  expect(bytesText('中a')).toBe('e4 b8 ad 61');
  expect(bytesText('\\xe4\\xb8')).toBe('e4 b8');
});

test('weights fall into four classes', () => {
  expect([0, 0.01, 0.5, 1, 1.5, 2].map(weightClass)).toEqual(['none', 'less', 'less', 'one', 'more', 'more']);
});
