// What the ChatML families share.

import { AppError } from '../../failure';
import type { TemplateMessage } from '../../tokenizer';
import { contentOf, type Draft, markedCalls, markedContent } from '../draft';
import type { ChatTemplate, Turn } from './family';

const TURN_START = '<|im_start|>assistant';
const TURN_END = '<|im_end|>';

/** A row's messages, each text a mark; thinking as it stands in the content, reasoning left out. */
export function plainMessages(draft: Draft, jsonNames = false): TemplateMessage[] {
  return draft.input.messages.map((message, index) => ({
    role: message.role,
    content: markedContent(draft, index, contentOf(message)),
    ...(message.calls === undefined || message.calls.length === 0
      ? {}
      : { tool_calls: markedCalls(draft, index, message.calls, jsonNames) }),
  }));
}

export interface TurnBorders {
  /** Trained from after `assistant`, or from after the newline that follows it. */
  readonly from: 'role' | 'newline';
  /** Trained to the end of `<|im_end|>`, or to the end of the newline that follows it. */
  readonly to: 'end' | 'newline';
}

/**
 * Assistant turns of a skeleton, in order. Looking for the turn's tokens is safe here and only here: a skeleton holds
 * nothing that a row says.
 * @throws AppError `unsupported` when the template writes more or fewer assistant turns than the row has.
 */
export function assistantTurns(draft: Draft, skeleton: string, borders: TurnBorders): Turn[] {
  const messages = draft.input.messages.flatMap((message, index) => (message.role === 'assistant' ? [index] : []));
  const turns: Turn[] = [];
  let position = 0;
  for (const message of messages) {
    const found = skeleton.indexOf(TURN_START, position);
    const stop = found < 0 ? -1 : skeleton.indexOf(TURN_END, found);
    if (stop < 0) throw wrongTurns(messages.length, turns.length);
    const end = stop + TURN_END.length;
    turns.push({
      message,
      start: found + TURN_START.length + (borders.from === 'newline' ? 1 : 0),
      end: borders.to === 'newline' && skeleton.charAt(end) === '\n' ? end + 1 : end,
    });
    position = end;
  }
  if (skeleton.includes(TURN_START, position)) throw wrongTurns(messages.length, messages.length + 1);
  return turns;
}

function wrongTurns(expected: number, found: number): AppError {
  return new AppError({
    code: 'unsupported',
    reason: 'template_turns',
    message: `The row has ${expected} assistant turns, the model's chat template wrote ${found}.`,
    remedy: 'Choose the function_call format for this row.',
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

/** How a template writes a short conversation with two calls, their result and an answer. */
export const probe = (template: ChatTemplate): string => template(PROBE, [], { addGenerationPrompt: false });

/** Qwen's way of writing calls and results, the arguments as they come out of the template. */
export const qwenProbe = (argumentsText: string, answer: string): string => {
  const call = `<tool_call>\n{"name": "f", "arguments": ${argumentsText}}\n</tool_call>`;
  return [
    '<|im_start|>user\nu<|im_end|>\n',
    `<|im_start|>assistant\n${call}\n${call}<|im_end|>\n`,
    '<|im_start|>user\n<tool_response>\nr\n</tool_response><|im_end|>\n',
    `<|im_start|>assistant\n${answer}<|im_end|>\n`,
  ].join('');
};
