// Checks the order of turns, and finds empty ones.

import { hasTurnMarkers } from '../function-call';
import type { Message } from '../record';
import { type Check, found, perMessage, perRecord } from './check';

export const rolesInOrder: Check = {
  id: 'roles',
  severity: 'error',
  codes: ['system_not_first', 'result_without_call', 'user_missing', 'empty_answer'],
  run: perMessage(function* find(message, index, messages) {
    const before = messages[index - 1];
    if (message.role === 'system' && index > 0) {
      yield found('system_not_first', 'A system message is in the middle of the conversation.', 'Move it to the beginning.');
    }
    if (message.role === 'tool' && before?.role !== 'tool' && !before?.calls?.length) {
      yield found(
        'result_without_call',
        'A tool result does not follow a call.',
        'Move it directly after the call it answers, or delete it.',
      );
    }
    if (message.role !== 'assistant') return;
    if (!messages.slice(0, index).some(({ role }) => role === 'user')) {
      yield found('user_missing', 'The assistant answers before the first request.', 'Add a user message before the answer.');
    }
    if (!message.calls?.length && !message.content && !message.reasoning) {
      yield found('empty_answer', 'An assistant turn has neither text nor a call.', 'Fill it or delete it.');
    }
  }),
};

export const results: Check = {
  id: 'results',
  severity: 'error',
  codes: ['result_unmatched', 'results_too_many'],
  run: perRecord(function* find({ messages }) {
    for (const { calls, answers, index } of exchanges(messages)) {
      const ids = new Set(calls.flatMap(({ id }) => (id === undefined ? [] : [id])));
      for (const answer of answers) {
        if (answer.callId === undefined || ids.size === 0 || ids.has(answer.callId)) continue;
        const message = `A tool result answers the call "${answer.callId}", which was not made.`;
        yield { ...found('result_unmatched', message, 'Correct its tool_call_id.', { id: answer.callId }), messageIndex: index };
      }
      if (answers.length > calls.length) {
        const message = `${answers.length} tool results follow ${calls.length} calls.`;
        const values = { results: answers.length, calls: calls.length };
        yield { ...found('results_too_many', message, 'Delete the results without a call.', values), messageIndex: index };
      }
    }
  }),
};

export const missingResults: Check = {
  id: 'missing_results',
  severity: 'warning',
  codes: ['results_missing', 'ends_without_answer', 'empty_request'],
  run: perRecord(function* find({ messages }) {
    for (const { calls, answers, index, last } of exchanges(messages)) {
      if (last || answers.length >= calls.length) continue;
      const message = `${calls.length} calls are followed by ${answers.length} results before the conversation continues.`;
      const values = { results: answers.length, calls: calls.length };
      yield { ...found('results_missing', message, 'Add the missing results.', values), messageIndex: index };
    }
    const end = messages.at(-1);
    if (end && end.role !== 'assistant') {
      const remedy = 'Add the answer, or delete the last turn.';
      yield {
        ...found('ends_without_answer', 'The last turn has no answer, so it trains nothing.', remedy),
        messageIndex: messages.length - 1,
      };
    }
    for (const [messageIndex, { role, content }] of messages.entries()) {
      if (role !== 'user' || content?.trim()) continue;
      yield { ...found('empty_request', 'A user turn is empty.', 'Write the request, or delete the row.'), messageIndex };
    }
  }),
};

export const turnMarkers: Check = {
  id: 'turn_markers',
  severity: 'error',
  codes: ['turn_markers'],
  run: perMessage(function* find({ content, reasoning, calls = [] }) {
    const texts = [content ?? '', reasoning ?? '', ...calls.flatMap(({ name, argumentsText }) => [name, argumentsText])];
    if (!texts.some(hasTurnMarkers)) return;
    const message = 'A text contains <|im_start|> or <|im_end|>: in a prompt, the model would read it as another turn.';
    yield found('turn_markers', message, 'Remove these markers from the text.');
  }),
};

interface Exchange {
  readonly calls: NonNullable<Message['calls']>;
  readonly answers: readonly Message[];
  /** Index of the message that calls. */
  readonly index: number;
  /** Only its results follow. */
  readonly last: boolean;
}

/** Returns every message that calls, with the results directly after it. */
function exchanges(messages: readonly Message[]): Exchange[] {
  return messages.flatMap(({ calls }, index) => {
    if (!calls?.length) return [];
    let end = index + 1;
    while (messages[end]?.role === 'tool') end++;
    return [{ calls, answers: messages.slice(index + 1, end), index, last: end === messages.length }];
  });
}
