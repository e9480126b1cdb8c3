// Known formats that are not read yet. A rejection names them, so that a person knows what they have.

import { type JsonNode, type JsonObject, member, textOf } from '../json';
import { reject } from './rejection';

interface Foreign {
  readonly name: string;
  readonly detect: (row: JsonObject) => boolean;
}

const FOREIGN: readonly Foreign[] = [
  { name: 'ShareGPT (conversations)', detect: (row) => isList(member(row, 'conversations')) },
  { name: 'τ-bench log (traj)', detect: (row) => isList(member(row, 'traj')) },
  { name: 'xLAM / Hammer (query, answers)', detect: (row) => has(row, 'query', 'answers') || has(row, 'query', 'calling') },
  { name: 'Glaive (system, chat)', detect: (row) => has(row, 'system', 'chat') },
  { name: 'tool-call log (user, tool_name)', detect: (row) => has(row, 'user', 'tool_name') },
  { name: 'preference pairs (chosen, rejected)', detect: (row) => has(row, 'chosen', 'rejected') || has(row, 'preferred_output') },
  { name: 'prompt and completion', detect: (row) => has(row, 'prompt', 'completion') },
  { name: 'Alpaca (instruction, output)', detect: (row) => has(row, 'instruction', 'output') },
  { name: 'BFCL or ACEBench questions (question, function)', detect: (row) => has(row, 'question', 'function') },
  { name: 'benchmark answers (ground_truth)', detect: (row) => has(row, 'ground_truth') },
  { name: 'NESTFUL (input, output)', detect: (row) => has(row, 'input', 'output') },
  { name: 'API-Bank turns (role, text)', detect: (row) => has(row, 'role', 'text') || has(row, 'role', 'api_name') },
  { name: 'OpenAPI description', detect: (row) => has(row, 'openapi', 'paths') || has(row, 'swagger', 'paths') },
  { name: 'HAR recording', detect: (row) => isObjectWith(member(row, 'log'), 'entries') },
  { name: 'Postman collection', detect: (row) => isObjectWith(member(row, 'info'), '_postman_id') || has(row, 'info', 'item') },
  { name: 'list of tools', detect: (row) => has(row, 'name', 'parameters') || isObjectWith(member(row, 'function'), 'name') },
];

const REMEDY =
  'Convert it to rows with "messages" (calls in "tool_calls" of assistant messages) and "tools", or to {"input": "<|im_start|>…"} lines.';

/**
 * Rejects a row that no format reads and says what it looks like.
 * @param isRow whether some format reads a row
 */
export function rejectUnknown(row: JsonObject, isRow: (row: JsonObject) => boolean): never {
  const foreign = FOREIGN.find((candidate) => candidate.detect(row));
  if (foreign !== undefined) {
    return reject('format_unsupported', `The row looks like ${foreign.name}, which is not read yet.`, REMEDY, { format: foreign.name });
  }
  const knows = (item: JsonNode) => item.kind === 'object' && (isRow(item) || FOREIGN.some(({ detect }) => detect(item)));
  const key = row.members.find(({ value }) => value.kind === 'array' && value.items.some(knows))?.key;
  if (key !== undefined) {
    const remedy = `Save that list as a file of its own${/^[A-Za-z_]\w*$/.test(key) ? `, e.g. jq -c '.${key}[]'` : ''}.`;
    return reject('wrapper', `The rows are one level down, in the list ${JSON.stringify(key)}.`, remedy, { key });
  }
  const names = row.members.map(({ key }) => key);
  const shown = names.slice(0, 8).join(', ').slice(0, 120);
  return reject('format_unknown', `No format has the columns of this row: ${shown || 'none'}.`, REMEDY, { columns: shown });
}

function has(row: JsonObject, ...keys: readonly string[]): boolean {
  return keys.every((key) => member(row, key) !== undefined);
}

function isList(node: JsonNode | undefined): boolean {
  return node?.kind === 'array' || (textOf(node)?.startsWith('[') ?? false);
}

function isObjectWith(node: JsonNode | undefined, key: string): boolean {
  return node?.kind === 'object' && member(node, key) !== undefined;
}
