import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { messageSpans } from '../../core/chat-template/message-spans';
import type { Message, WeightSpan } from '../../core/record';
import { isValid, withContent } from './draft';
import { editBetween, movedParts, weightOfText, withPart, withWeight } from './weights';

/** The weight of each character of the text, as training has it. */
function weightsOf(message: Message): number[] {
  const { length } = message.content ?? '';
  const weights = new Array<number>(length).fill(0);
  const turn = { message: 0, start: 0, end: length, content: { from: 0, to: length, at: 0 } };
  for (const { start, end, weight } of messageSpans(message, turn)) weights.fill(weight, start, end);
  return weights;
}

const answer = (content: string, weight?: Message['weight']): Message => ({
  role: 'assistant',
  content,
  ...(weight === undefined ? {} : { weight }),
});
const part = (start: number, end: number, weight = 0): WeightSpan => ({ start, end, weight });

describe('an edit of the text', () => {
  // Two letters only, so that nearly every edit could also have been another one.
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '😀', '😁'), maxLength: 6 });
  const parts = fc.array(
    fc.tuple(fc.nat(24), fc.nat(24), fc.constantFrom(0, 0.5, 1, 2)).map(([a, b, weight]) => part(Math.min(a, b), Math.max(a, b), weight)),
    { maxLength: 5 },
  );

  test('leaves the weight of every character that was not edited', () => {
    fc.assert(
      fc.property(text, text, text, text, parts, (ahead, removed, inserted, behind, weight) => {
        const before = answer(ahead + removed + behind, weight);
        const after = withContent(before, ahead + inserted + behind, ahead.length + inserted.length);
        expect(weightsOf(after).slice(0, ahead.length)).toEqual(weightsOf(before).slice(0, ahead.length));
        expect(weightsOf(after).slice(ahead.length + inserted.length)).toEqual(weightsOf(before).slice(ahead.length + removed.length));
      }),
      { numRuns: 1000 },
    );
  });

  test('without a caret leaves those of the common beginning and end', () => {
    fc.assert(
      fc.property(text, text, parts, (before, after, weight) => {
        const { start, end, inserted } = editBetween(before, after);
        expect(before.slice(0, start) + after.slice(start, start + inserted) + before.slice(end)).toBe(after);
        const known = weightsOf(answer(before, weight));
        const found = weightsOf(withContent(answer(before, weight), after));
        expect(found.slice(0, start)).toEqual(known.slice(0, start));
        expect(found.slice(start + inserted)).toEqual(known.slice(end));
      }),
    );
  });

  test('inside a part belongs to it, at its borders does not', () => {
    expect(movedParts([part(2, 6)], { start: 4, end: 4, inserted: 3 })).toEqual([part(2, 9)]);
    expect(movedParts([part(2, 6)], { start: 3, end: 5, inserted: 1 })).toEqual([part(2, 5)]);
    expect(movedParts([part(2, 6)], { start: 2, end: 2, inserted: 3 })).toEqual([part(5, 9)]);
    expect(movedParts([part(2, 6)], { start: 6, end: 6, inserted: 3 })).toEqual([part(2, 6)]);
    expect(movedParts([part(2, 6)], { start: 4, end: 8, inserted: 1 })).toEqual([part(2, 4)]);
    expect(movedParts([part(2, 6)], { start: 0, end: 4, inserted: 1 })).toEqual([part(1, 3)]);
  });

  test('takes a part with it of which no letter is left; without parts the turn weighs 1 again', () => {
    expect(withContent(answer('good bad', [part(5, 8)]), 'good nice')).toEqual(answer('good nice'));
    expect(withContent(answer('good bad', [part(0, 4, 2), part(5, 8)]), 'good ')).toEqual(answer('good ', [part(0, 4, 2)]));
  });

  test('does not touch the weight of a whole turn', () => {
    expect(withContent(answer('a', 0), 'b')).toEqual(answer('b', 0));
  });

  test('never ends between the halves of a character', () => {
    expect(editBetween('a😀', 'a😁')).toEqual({ start: 1, end: 3, inserted: 2 });
    expect(editBetween('\u{1F600}b', '\u{1FA00}b')).toEqual({ start: 0, end: 2, inserted: 2 });
  });
});

test('a weight is a number from 0 up', () => {
  expect(['0', '-0', ' 0.5 ', '2e-1', '3'].map(weightOfText)).toEqual([0, 0, 0.5, 0.2, 3]);
  expect(['', ' ', '-1', 'x', '1e999'].map(weightOfText)).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  expect(isValid([answer('a', 0)])).toBe(true);
  expect(isValid([answer('a', Number.NaN)])).toBe(false);
  expect(isValid([answer('a', [part(0, 1), part(0, 1, Number.NaN)])])).toBe(false);
});

test('the weight 1 is no field', () => {
  expect(withWeight(answer('a', 0), 1)).toEqual(answer('a'));
  expect(withWeight(answer('a', [part(0, 1)]), [])).toEqual(answer('a'));
  expect(withWeight(answer('a'), 2)).toEqual(answer('a', 2));
});

test('a part takes the place of those inside it, and keeps the number that weighed the text', () => {
  expect(withPart(answer('good bad', [part(5, 6), part(0, 4, 2)]), part(5, 8))).toEqual(answer('good bad', [part(0, 4, 2), part(5, 8)]));
  expect(withPart(answer('good bad', 0), part(0, 4, 1))).toEqual(answer('good bad', [part(0, 8), part(0, 4, 1)]));
  expect(withPart(answer('good bad'), part(5, 8))).toEqual(answer('good bad', [part(5, 8)]));
});
