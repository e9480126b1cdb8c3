// Reads the text between `<function_call>` (or `<tool_call>`) tags as calls. Models and people write calls in several wrong
// ways; those that can be read without guessing values are read and marked as malformed.

import { type JsonNode, type JsonObject, lastMembers, parseValueAt, skipSpace, textOf, tryParseJson, writePython } from '../json';
import type { Call } from '../record';

export interface ReadCalls {
  readonly calls: readonly Call[];
  /** Not of the form {"name": text, "arguments": object}. */
  readonly malformed: boolean;
}

const ARGUMENT_KEYS = ['arguments', 'parameters', 'args'] as const;
const BARE_NAME = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;

/** Returns the calls of one block, or undefined if it cannot be read. */
export function readCallBlock(block: string): ReadCalls | undefined {
  const text = block.trim();
  const node = tryParseJson(text);
  if (node?.kind === 'object') return callOf(node);
  if (node?.kind === 'array') return callsOf(node.items);
  if (node?.kind === 'string') return BARE_NAME.test(node.value) ? named(node.value, '{}') : undefined;
  if (BARE_NAME.test(text)) return named(text, '{}');
  return readSplitForm(text);
}

/** Reads `get_weather {"city": …}`, `get_weather({"city": …})` and `get_weather: {…}`, on one line or several. */
function readSplitForm(text: string): ReadCalls | undefined {
  const brace = text.indexOf('{');
  if (brace < 0) return undefined;
  const before = text.slice(0, brace).trimEnd();
  const name = before.endsWith('(') || before.endsWith(':') ? before.slice(0, -1).trimEnd() : before;
  const parsed = tryParseJson(before.endsWith('(') && text.endsWith(')') ? text.slice(brace, -1) : text.slice(brace));
  return parsed !== undefined && BARE_NAME.test(name) ? named(name, writePython(parsed)) : undefined;
}

/** Reads an object directly after a closed block: the arguments of a call whose block has only the name. */
export function readDetachedArguments(text: string): { argumentsText: string; end: number } | undefined {
  const start = skipSpace(text, 0);
  if (text.charAt(start) !== '{') return undefined;
  try {
    const { node, end } = parseValueAt(text, start);
    return { argumentsText: writePython(node), end };
  } catch {
    return undefined;
  }
}

function named(name: string, argumentsText: string): ReadCalls {
  return { calls: [{ name, argumentsText, encoding: 'object' }], malformed: true };
}

function callsOf(items: readonly JsonNode[]): ReadCalls | undefined {
  const calls: Call[] = [];
  for (const item of items) {
    const read = item.kind === 'object' ? callOf(item) : undefined;
    if (read === undefined) return undefined;
    calls.push(...read.calls);
  }
  return calls.length === 0 ? undefined : { calls, malformed: true };
}

function callOf(object: JsonObject): ReadCalls {
  const members = lastMembers(object);
  const name = textOf(members.get('name'));
  const key = ARGUMENT_KEYS.find((candidate) => members.has(candidate));
  // An object without a name and without arguments is read as the arguments themselves.
  const value = key !== undefined ? members.get(key) : name === undefined ? object : undefined;
  const { argumentsText, encoding } = argumentsOf(value);
  const malformed = object.members.length !== 2 || name === undefined || key !== 'arguments' || value?.kind !== 'object';
  return { calls: [{ name: name ?? '', argumentsText, encoding }], malformed };
}

function argumentsOf(value: JsonNode | undefined): Pick<Call, 'argumentsText' | 'encoding'> {
  if (value === undefined || value.kind === 'null') return { argumentsText: '{}', encoding: 'object' };
  if (value.kind === 'string' && tryParseJson(value.value) !== undefined) return { argumentsText: value.value, encoding: 'string' };
  return { argumentsText: writePython(value), encoding: 'object' };
}
