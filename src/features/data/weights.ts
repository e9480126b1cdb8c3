// Weights of a message in the loss while it is edited: the whole turn's, and those of parts of its text. Pure.

import type { Message, WeightSpan } from '../../core/record';

type Weight = Message['weight'];

/** The weight that a person typed, at least 0; NaN while it is none. */
export function weightOfText(text: string): number {
  const weight = text.trim() === '' ? Number.NaN : Number(text);
  // -0 is 0.
  return Number.isFinite(weight) && weight >= 0 ? weight + 0 : Number.NaN;
}

/** The message with another weight; the weight every turn has by itself is no field. */
export function withWeight(message: Message, weight: Weight): Message {
  const { weight: _, ...others } = message;
  const byItself = weight === undefined || weight === 1 || (typeof weight === 'object' && weight.length === 0);
  return byItself ? others : { ...others, weight };
}

/** The parts with a weight of their own; none where one number weighs the whole turn. */
export function partsOf({ weight }: Message): readonly WeightSpan[] {
  return typeof weight === 'object' ? weight : [];
}

/**
 * The message with a weight for a part of its text. It takes the place of parts that lie inside it. What one number
 * weighed so far keeps it as far as the text goes: the rest of a turn with parts has weight 1.
 */
export function withPart(message: Message, part: WeightSpan): Message {
  const { weight, content } = message;
  const whole = typeof weight === 'number' ? [{ start: 0, end: content?.length ?? 0, weight }] : partsOf(message);
  return withWeight(message, [...whole.filter(({ start, end }) => start < part.start || end > part.end), part]);
}

export function hasWeights(message: Message): boolean {
  const weights = typeof message.weight === 'number' ? [message.weight] : partsOf(message).map(({ weight }) => weight);
  return weights.every((weight) => weight >= 0);
}

/** Characters [start, end) of a text became `inserted` others. Unit: UTF-16 code units. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly inserted: number;
}

/**
 * What was edited between two texts: what lies between their common beginning and their common end.
 * @param caret where the caret stood afterwards: typing, pasting and deleting leave the text behind it as it was, which
 *   tells one of two equal letters from the other
 */
export function editBetween(before: string, after: string, caret?: number): TextEdit {
  const behind = caret === undefined || !before.endsWith(after.slice(caret)) ? 0 : after.length - caret;
  const prefix = commonPrefix(before.slice(0, before.length - behind), after.slice(0, after.length - behind));
  const suffix = behind > 0 ? behind : commonSuffix(before.slice(prefix), after.slice(prefix));
  return { start: prefix, end: before.length - suffix, inserted: after.length - suffix - prefix };
}

function commonPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  // Not between the halves of a character.
  return length > 0 && /[\uD800-\uDBFF]/.test(a.charAt(length - 1)) ? length - 1 : length;
}

function commonSuffix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[a.length - 1 - length] === b[b.length - 1 - length]) length++;
  return length > 0 && /[\uDC00-\uDFFF]/.test(a.charAt(a.length - length)) ? length - 1 : length;
}

/**
 * The parts after an edit of the text: every character that was not edited keeps its weight. What is written inside a
 * part, with letters of it on both sides, belongs to it; what stands at its border does not, and a part of which no
 * letter is left is gone.
 */
export function movedParts(parts: readonly WeightSpan[], edit: TextEdit): readonly WeightSpan[] {
  const moved = edit.inserted - (edit.end - edit.start);
  return parts.flatMap(({ start, end, weight }) => {
    if (start >= edit.start && end <= edit.end) return [];
    return [
      {
        start: start < edit.start ? start : Math.max(start, edit.end) + moved,
        end: end > edit.end ? end + moved : Math.min(end, edit.start),
        weight,
      },
    ];
  });
}
