// The trained spans of one assistant turn: one weight for the whole turn, or weights for parts of its content.

import type { Message } from '../record';
import type { TrainedSpan } from '../tokenizer';

/** An assistant turn in the rendered text: characters [start, end). */
export interface RenderedTurn {
  /** Index of the assistant message. */
  readonly message: number;
  readonly start: number;
  readonly end: number;
  /** Characters [from, to) of the message's content are written at `at`; undefined when none of the content was written. */
  readonly content: { readonly from: number; readonly to: number; readonly at: number } | undefined;
}

/**
 * Returns the trained spans of a turn, in order, without overlap. A number weighs the whole turn. A list weighs
 * characters of the content, and the rest of the turn keeps weight 1; where entries overlap, the later one wins. A weight
 * of 0 or less gives no span.
 */
export function messageSpans(message: Message, turn: RenderedTurn): TrainedSpan[] {
  const { weight } = message;
  if (weight === undefined || typeof weight === 'number') {
    const whole = weight ?? 1;
    return whole > 0 ? [{ start: turn.start, end: turn.end, weight: whole, message: turn.message }] : [];
  }
  const content = turn.content;
  if (content === undefined) return [{ start: turn.start, end: turn.end, weight: 1, message: turn.message }];
  const rendered = (position: number) => content.at + Math.min(Math.max(position, content.from), content.to) - content.from;
  const parts = weight.map((span) => ({ start: rendered(span.start), end: rendered(span.end), weight: span.weight }));
  const borders = [...new Set([turn.start, turn.end, ...parts.flatMap((part) => [part.start, part.end])])].sort((a, b) => a - b);
  const spans: TrainedSpan[] = [];
  borders.forEach((start, index) => {
    const end = borders[index + 1];
    if (end === undefined || end <= start) return;
    const partWeight = parts.findLast((part) => part.start <= start && part.end >= end)?.weight ?? 1;
    if (partWeight > 0) spans.push({ start, end, weight: partWeight, message: turn.message });
  });
  return spans;
}
