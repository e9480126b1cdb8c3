import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byteRanges } from './offsets';

const ADDED_TOKENS = /<\|im_end\|>|<think>/g;
const lengths = (ranges: { starts: number[] }) => ranges.starts.length;
const utf8 = (text: string) => new TextEncoder().encode(text).length;

describe('byte ranges', () => {
  test('gives the bytes of one character the same range', () => {
    expect(byteRanges('a广👍', null, true)).toEqual({
      starts: [0, 1, 1, 1, 2, 2, 2, 2],
      ends: [1, 2, 2, 2, 4, 4, 4, 4],
    });
  });

  test('maps a composed character to its letter and its accent', () => {
    // xé, where é is two code points: its two bytes both come from [1, 3).
    expect(byteRanges('xe\u0301y', null, true)).toEqual({ starts: [0, 1, 1, 3], ends: [1, 3, 3, 4] });
  });

  test('composes conjoining Hangul', () => {
    expect(byteRanges('\u1112\u1161\u11ab', null, true)).toEqual({ starts: [0, 0, 0], ends: [3, 3, 3] });
  });

  test('gives reordered marks the range of their letter', () => {
    const ranges = byteRanges('q\u0307\u0323', null, true);
    expect(new Set(ranges.starts)).toEqual(new Set([0]));
    expect(new Set(ranges.ends)).toEqual(new Set([3]));
  });

  test('composes nothing with the end of an added token', () => {
    // '>' and U+0338 would become one character if the token were not cut out first.
    const ranges = byteRanges('<|im_end|>\u0338e\u0301', ADDED_TOKENS, true);
    expect(lengths(ranges)).toBe(10 + 2 + 2);
    expect(ranges.starts[10]).toBe(10);
  });

  test('counts a lone surrogate as the three bytes of U+FFFD', () => {
    expect(byteRanges('\ud800a', null, true)).toEqual({ starts: [0, 0, 0, 1], ends: [1, 1, 1, 2] });
  });

  test('composes nothing without a normalizer', () => {
    expect(byteRanges('e\u0301', null, false).starts).toEqual([0, 1, 1]);
  });

  const piece = fc.constantFrom(
    'a',
    'e',
    'A',
    '\u0301',
    '\u0300',
    '\u0323',
    '\u0338',
    '>',
    '<|im_end|>',
    '<think>',
    '广',
    '👩\u200d👩',
    '\u1112',
    '\u1161',
    '\u11ab',
    '\uac00',
    '\u0958',
    '\u2126',
    '\u0bc6',
    '\u0bbe',
    '\u30ab',
    '\u3099',
    '\ud800',
    ' ',
  );
  const anyText = fc.oneof(
    fc.array(piece).map((parts) => parts.join('')),
    fc.string({ unit: 'binary' }),
  );

  test('covers the text in order, with as many bytes as the normalised text has', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { starts, ends } = byteRanges(text, ADDED_TOKENS, true);
        const sections = text.split(ADDED_TOKENS).map((section) => section.normalize('NFC'));
        const cuts = text.match(ADDED_TOKENS) ?? [];
        expect(starts.length).toBe([...sections, ...cuts].reduce((sum, part) => sum + utf8(part), 0));
        let covered = 0;
        starts.forEach((start, index) => {
          expect(start).toBeLessThanOrEqual(covered);
          expect(ends[index]).toBeGreaterThan(start);
          expect(start).toBeGreaterThanOrEqual(starts[index - 1] ?? 0);
          covered = Math.max(covered, ends[index] ?? 0);
        });
        expect(covered).toBe(text.length);
      }),
      { numRuns: 300 },
    );
  });
});
