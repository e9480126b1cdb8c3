import { expect, test } from 'vitest';
import { relativeDifference } from '../../core/exports';
import { compareLogits, isSame } from './compare-logits';

const logits = (...values: number[]) => [Float32Array.from(values)];

test('measures the largest difference and counts the positions with the same next token', () => {
  // Two prompts, of two positions and one, over three tokens; the second position's largest logit moves.
  const wanted = [...logits(1, 2, 4, -8, 3, 2.5), ...logits(0, 0, 1)];
  const found = [...logits(1, 2, 3.5, -8, 2, 2.5), ...logits(0, 0, 1)];
  const check = compareLogits(wanted, found, 'BF16', 3);
  expect(check).toEqual({ dtype: 'BF16', positions: 3, sameNextToken: 2, largestDifference: 1, largestLogit: 8 });
  expect(relativeDifference(check)).toBe(1 / 8);
});

test('a logit that is NaN or missing counts as an infinite difference', () => {
  expect(compareLogits(logits(1, 2), logits(1, Number.NaN), 'F16', 2).largestDifference).toBe(Number.POSITIVE_INFINITY);
  const missing = compareLogits(logits(1, 2), [], 'F16', 2);
  expect(missing).toMatchObject({ largestDifference: Number.POSITIVE_INFINITY, sameNextToken: 0 });
});

test('weights are the same when logits differ by less than a thousandth of the largest one', () => {
  const same = (found: readonly Float32Array[]) => isSame(compareLogits(logits(1, 8), found, 'F32', 2));
  expect(same(logits(1.004, 8))).toBe(true);
  expect(same(logits(1.04, 8))).toBe(false);
  expect(same(logits(1, Number.NaN))).toBe(false);
  expect(same([])).toBe(false);
});
