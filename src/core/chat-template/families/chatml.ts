// What the ChatML families share: how messages are marked, where assistant turns are, and the probe that tells them apart.

import { AppError } from '../../failure';
import type { TemplateMessage } from '../../tokenizer';
import { contentOf, type MarkedRecord, markedCalls, markedContent } from '../marked-record';
import type { ChatTemplate, MarkedTurn } from './family';

const TURN_START = '<|im_start|>assistant';
const TURN_END = '<|im_end|>';

/** Marks all messages of a record. A think block inside the content stays there; separate reasoning is left out. */
export function plainMessages(record: MarkedRecord, jsonNames = false): TemplateMessage[] {
  return record.input.messages.map((message, index) => ({
    role: message.role,
    content: markedContent(record, index, contentOf(message)),
    ...(message.calls === undefined || message.calls.length === 0
      ? {}
      : { tool_calls: markedCalls(record, index, message.calls, jsonNames) }),
  }));
}

interface TurnBorders {
  /** Where the trained part starts: right after `assistant`, or after the newline that follows it. */
  readonly from: 'role' | 'newline';
  /** Where it ends: after `<|im_end|>`, or after the newline that follows it. */
  readonly to: 'end' | 'newline';
}

/**
 * Finds the assistant turns of a marked text, in order. Looking for the turn's tokens is safe here and only here: a
 * marked text holds nothing that a record says.
 * @throws AppError `unsupported` when the template wrote more or fewer assistant turns than the record has.
 */
export function assistantTurns(record: MarkedRecord, markedText: string, borders: TurnBorders): MarkedTurn[] {
  const messages = record.input.messages.flatMap((message, index) => (message.role === 'assistant' ? [index] : []));
  const turns: MarkedTurn[] = [];
  let position = 0;
  for (const message of messages) {
    const found = markedText.indexOf(TURN_START, position);
    const stop = found < 0 ? -1 : markedText.indexOf(TURN_END, found);
    if (stop < 0) throw wrongTurns(messages.length, turns.length);
    const end = stop + TURN_END.length;
    turns.push({
      message,
      start: found + TURN_START.length + (borders.from === 'newline' ? 1 : 0),
      end: borders.to === 'newline' && markedText.charAt(end) === '\n' ? end + 1 : end,
    });
    position = end;
  }
  if (markedText.includes(TURN_START, position)) throw wrongTurns(messages.length, messages.length + 1);
  return turns;
}

function wrongTurns(expected: number, found: number): AppError {
  return new AppError({
    code: 'unsupported',
    reason: 'template_turns',
    message: `The record has ${expected} assistant turns, but the model's chat template wrote ${found}.`,
    remedy: 'Choose the function_call format.',
    values: { expected, found },
  });
}

const PROBE_CALL = { type: 'function', function: { name: 'f', arguments: 'x' } } as const;
const PROBE: readonly TemplateMessage[] = [
  { role: 'user', content: 'u' },
  { role: 'assistant', content: '', tool_calls: [PROBE_CALL, PROBE_CALL] },
  { role: 'tool', content: 'r' },
  { role: 'assistant', content: 'a' },
];

/** Renders a short conversation with two calls, a result and an answer. */
export const probe = (template: ChatTemplate): string => template(PROBE, [], { addGenerationPrompt: false });

/** Returns the probe as Qwen writes calls and results. @param argumentsText the probe's arguments as the template writes them */
export const qwenProbe = (argumentsText: string, answer: string): string => {
  const call = `<tool_call>\n{"name": "f", "arguments": ${argumentsText}}\n</tool_call>`;
  return [
    '<|im_start|>user\nu<|im_end|>\n',
    `<|im_start|>assistant\n${call}\n${call}<|im_end|>\n`,
    '<|im_start|>user\n<tool_response>\nr\n</tool_response><|im_end|>\n',
    `<|im_start|>assistant\n${answer}<|im_end|>\n`,
  ].join('');
};
