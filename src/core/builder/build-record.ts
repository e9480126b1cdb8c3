// Builds a record from a form: a request, the tool it needs, and the arguments of the call.

import { AppError } from '../failure';
import { parseJson, writePython } from '../json';
import type { Message, NewRecord } from '../record';

interface RecordDraft {
  /** Empty: no system message. */
  readonly system: string;
  readonly request: string;
  readonly tool: string;
  /** JSON text of the arguments; empty: none. */
  readonly argumentsText: string;
}

/**
 * Builds the record of one call, in the shape of the `chatml` format.
 * @throws AppError `bad-input` when the request or the tool is empty, or the arguments are not a JSON object.
 */
export function buildRecord(draft: RecordDraft, file = 'builder'): NewRecord {
  if (draft.request.trim() === '') throw missing('request', 'Write what a user would ask.');
  if (draft.tool.trim() === '') throw missing('tool', 'Choose the tool that should be called.');
  const system: Message[] = draft.system === '' ? [] : [{ role: 'system', content: draft.system }];
  return {
    source: { file, line: 1, format: 'chatml' },
    tools: [],
    messages: [
      ...system,
      { role: 'user', content: draft.request },
      { role: 'assistant', calls: [{ name: draft.tool, argumentsText: argumentsOf(draft), encoding: 'object' }] },
    ],
  };
}

function argumentsOf(draft: RecordDraft): string {
  if (draft.argumentsText.trim() === '') return '{}';
  const node = parseJson(draft.argumentsText);
  if (node.kind === 'object') return writePython(node);
  throw new AppError({
    code: 'bad-input',
    reason: 'arguments_not_object',
    message: `The arguments are ${node.kind === 'array' ? 'a list' : `a ${node.kind}`}, not an object.`,
    remedy: 'Write them as {"name": value}.',
  });
}

function missing(field: string, remedy: string): AppError {
  return new AppError({ code: 'bad-input', reason: `${field}_missing`, message: `The ${field} is empty.`, remedy });
}
