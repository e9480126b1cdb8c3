// A record being edited: plain texts per message, back to messages, and what is wrong with them. Pure.

import { toFailure } from '../../core/failure';
import { parseJson } from '../../core/json';
import type { Call, Message } from '../../core/record';
import { editBetween, hasWeights, movedParts, withWeight } from './weights';

export type ArgumentsProblem = { readonly kind: 'not-object' } | { readonly kind: 'json'; readonly message: string };

/** What is wrong with the JSON text of a call's arguments; null = nothing. */
export function argumentsProblem(text: string): ArgumentsProblem | null {
  try {
    return parseJson(text).kind === 'object' ? null : { kind: 'not-object' };
  } catch (error) {
    return { kind: 'json', message: toFailure(error).message };
  }
}

/**
 * The message with another text; keeps `null` where it was null and stays empty. Weights stay with their characters.
 * @param caret where the caret stands in the new text
 */
export function withContent(message: Message, content: string, caret?: number): Message {
  if (content === '' && (message.content === null || message.content === undefined)) return message;
  const { weight } = message;
  if (typeof weight !== 'object') return { ...message, content };
  return { ...withWeight(message, movedParts(weight, editBetween(message.content ?? '', content, caret))), content };
}

/** The message with other calls; no calls = no field. */
export function withCalls(message: Message, calls: readonly Call[]): Message {
  const { calls: _, ...others } = message;
  return calls.length === 0 ? others : { ...message, calls };
}

/** The list with item `index` replaced. */
export function replaceAt<T>(items: readonly T[], index: number, item: T): readonly T[] {
  return items.map((known, position) => (position === index ? item : known));
}

export function isValid(messages: readonly Message[]): boolean {
  return messages.every(
    (message) =>
      hasWeights(message) &&
      (message.calls ?? []).every((call) => call.name.trim() !== '' && argumentsProblem(call.argumentsText) === null),
  );
}
