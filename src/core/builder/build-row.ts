// One example from a form: a request, the tool it needs, and the arguments.

import { AppError } from '../failure';
import { parseJson, writePython } from '../json';
import type { Message, NewRecord } from '../record';

export interface Example {
  /** Empty = no system message. */
  readonly system: string;
  readonly request: string;
  readonly tool: string;
  /** JSON text of the arguments; empty = none. */
  readonly argumentsText: string;
}

/**
 * The row of one call. It has the `chatml` format's shape.
 * @throws AppError `bad-input` when the request or the tool is empty, or the arguments are no JSON object.
 */
export function buildRow(example: Example, file = 'builder'): NewRecord {
  if (example.request.trim() === '') throw missing('request', 'Write what a user would ask.');
  if (example.tool.trim() === '') throw missing('tool', 'Choose the tool that should be called.');
  const system: Message[] = example.system === '' ? [] : [{ role: 'system', content: example.system }];
  return {
    source: { file, line: 1, format: 'chatml' },
    tools: [],
    messages: [
      ...system,
      { role: 'user', content: example.request },
      { role: 'assistant', calls: [{ name: example.tool, argumentsText: argumentsOf(example), encoding: 'object' }] },
    ],
  };
}

function argumentsOf(example: Example): string {
  if (example.argumentsText.trim() === '') return '{}';
  const node = parseJson(example.argumentsText);
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
