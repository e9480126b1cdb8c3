// Reads text in the `function_call` prompt format as messages.

import { AppError } from '../failure';
import type { Message, Role } from '../record';
import { CALL_START, TURN_END, TURN_START } from './markers';
import { readAnswer } from './read-answer';

/** `reason` of the failures that {@link readTurns} throws. */
export type FunctionCallReason = 'chatml_structure' | 'role_unknown' | 'call_not_json' | 'template_text';

export interface ParsedTurns {
  readonly messages: readonly Message[];
  /** A call was malformed, but could be read. */
  readonly repaired: boolean;
}

const ROLES: ReadonlyMap<string, Role> = new Map([
  ['system', 'system'],
  ['user', 'user'],
  ['assistant', 'assistant'],
  ['tool', 'tool'],
]);

/**
 * Reads a ChatML text. Space between turns, a missing `<|im_end|>` after the last turn and an empty assistant turn left
 * open at the end are tolerated. A turn marker inside a turn is not, because its meaning cannot be known.
 * @throws AppError `bad-input`; `reason` is a {@link FunctionCallReason}.
 */
export function readTurns(text: string): ParsedTurns {
  const messages: Message[] = [];
  let repaired = false;
  let at = skipBlank(text, 0);
  while (at < text.length) {
    const turn = readTurn(text, at, messages.length + 1);
    at = skipBlank(text, turn.end);
    if (turn.role === 'assistant' && turn.body === '' && !turn.closed) continue;
    if (turn.role !== 'assistant') messages.push({ role: turn.role, content: turn.body });
    else {
      const read = readAssistant(turn.body, messages.length + 1);
      messages.push(read.message);
      repaired ||= read.malformed;
    }
  }
  if (messages.length === 0) fail('chatml_structure', 'The text has no turns.', {});
  return { messages, repaired };
}

function readTurn(text: string, at: number, turn: number): { role: Role; body: string; end: number; closed: boolean } {
  if (!text.startsWith(TURN_START, at)) {
    fail('chatml_structure', `Turn ${turn} does not begin with ${TURN_START} but with ${JSON.stringify(text.slice(at, at + 20))}.`, {
      turn,
    });
  }
  const nameStart = at + TURN_START.length;
  const lineEnd = text.indexOf('\n', nameStart);
  const found = text.slice(nameStart, lineEnd < 0 ? text.length : lineEnd);
  const role = ROLES.get(found);
  if (role === undefined || lineEnd < 0) {
    const shown = found.slice(0, 40);
    return fail('role_unknown', `Turn ${turn} has the role ${JSON.stringify(shown)}; roles are system, user, assistant and tool.`, {
      role: shown,
      turn,
    });
  }
  const close = text.indexOf(TURN_END, lineEnd);
  const bodyEnd = close < 0 ? text.length : close;
  const body = text.slice(lineEnd + 1, bodyEnd);
  if (body.includes(TURN_START)) fail('chatml_structure', `A turn begins inside turn ${turn}, which is not closed.`, { turn });
  return { role, body, end: close < 0 ? text.length : close + TURN_END.length, closed: close >= 0 };
}

function readAssistant(body: string, turn: number): { message: Message; malformed: boolean } {
  if (body.includes('<tool_call>') && !body.includes(CALL_START)) {
    fail('template_text', `Turn ${turn} contains <tool_call>: the row was written by a model's own chat template.`, { turn });
  }
  const { content, reasoning, calls, malformed } = readAnswer(body, 'function_call');
  if (content.includes(CALL_START)) {
    fail('call_not_json', `In turn ${turn}, the text after ${CALL_START} cannot be read as a call.`, { turn });
  }
  const hasCalls = calls.length > 0;
  const message: Message = {
    role: 'assistant',
    ...(hasCalls && content === '' ? {} : { content }),
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(hasCalls ? { calls } : {}),
  };
  return { message, malformed: malformed && hasCalls };
}

function skipBlank(text: string, position: number): number {
  let at = position;
  while (at < text.length && /\s/.test(text.charAt(at))) at++;
  return at;
}

const REMEDIES: Readonly<Record<FunctionCallReason, string>> = {
  chatml_structure: `Write each turn as ${TURN_START}role, newline, text, ${TURN_END}. The text itself must not contain these markers.`,
  role_unknown: 'Rename the role to system, user, assistant or tool.',
  call_not_json: `Write ${CALL_START}{"name": "…", "arguments": {…}}</function_call> with strict JSON.`,
  template_text: 'Import the rows the text was written from (messages and tools), or write calls as <function_call>.',
};

function fail(reason: FunctionCallReason, message: string, values: Readonly<Record<string, string | number>>): never {
  throw new AppError({ code: 'bad-input', reason, message, remedy: REMEDIES[reason], values });
}
