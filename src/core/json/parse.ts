// A strict RFC 8259 parser for the lossless tree. Hostile input gives an AppError with the place, never a crash.

import { AppError } from '../failure';
import { type JsonMember, type JsonNode, NULL } from './node';

/** Deepest nesting of arrays and objects. */
export const MAX_DEPTH = 512;

/** `reason` of the failures that {@link parseJson} throws. */
export type JsonReason = 'json_syntax' | 'json_incomplete' | 'json_depth' | 'lone_surrogate';

const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const HEX = /^[0-9a-fA-F]{4}$/;
/** With the `u` flag, only surrogates without their other half match. */
const LONE_SURROGATE = /[\uD800-\uDFFF]/u;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);
const LITERALS: readonly (readonly [string, JsonNode])[] = [
  ['true', { kind: 'boolean', value: true }],
  ['false', { kind: 'boolean', value: false }],
  ['null', NULL],
];

/** A value and the position after it. */
export interface Parsed {
  readonly node: JsonNode;
  readonly end: number;
}

/**
 * Parses one JSON text.
 * @throws AppError `bad-input`; `reason` is a {@link JsonReason}, `values` has `position` (UTF-16 code units from 0),
 * `line` and `column` (from 1).
 */
export function parseJson(text: string): JsonNode {
  const { node, end } = parseValueAt(text, 0);
  const rest = skipSpace(text, end);
  if (rest < text.length) fail(text, rest, 'json_syntax', `${show(text, rest)} after the end of the value`);
  return node;
}

/** Parses one JSON text, or returns undefined if it is not JSON. */
export function tryParseJson(text: string): JsonNode | undefined {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/** Parses the value that begins at or after `position` and ignores the text after it. Errors: {@link parseJson}. */
export function parseValueAt(text: string, position: number): Parsed {
  return parseValue(text, skipSpace(text, position), 0);
}

export function skipSpace(text: string, position: number): number {
  let at = position;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== SPACE && code !== 0x0a && code !== 0x0d && code !== 0x09) break;
  }
  return at;
}

function parseValue(text: string, at: number, depth: number): Parsed {
  const first = text.charAt(at);
  if (first === '{' || first === '[') {
    if (depth >= MAX_DEPTH) fail(text, at, 'json_depth', `more than ${MAX_DEPTH} levels of lists and objects`);
    return first === '{' ? parseObject(text, at, depth + 1) : parseArray(text, at, depth + 1);
  }
  if (first === '"') {
    const { value, end } = parseString(text, at);
    return { node: { kind: 'string', value }, end };
  }
  NUMBER.lastIndex = at;
  const number = NUMBER.exec(text)?.[0];
  if (number !== undefined) return { node: { kind: 'number', text: number }, end: at + number.length };
  for (const [word, node] of LITERALS) if (text.startsWith(word, at)) return { node, end: at + word.length };
  return unexpected(text, at, 'a value');
}

function parseObject(text: string, start: number, depth: number): Parsed {
  const members: JsonMember[] = [];
  let at = skipSpace(text, start + 1);
  if (text.charAt(at) === '}') return { node: { kind: 'object', members }, end: at + 1 };
  for (;;) {
    if (text.charCodeAt(at) !== QUOTE) unexpected(text, at, 'a key in double quotes');
    const key = parseString(text, at);
    at = skipSpace(text, key.end);
    if (text.charAt(at) !== ':') unexpected(text, at, '":"');
    const value = parseValue(text, skipSpace(text, at + 1), depth);
    members.push({ key: key.value, value: value.node });
    at = skipSpace(text, value.end);
    if (text.charAt(at) === '}') return { node: { kind: 'object', members }, end: at + 1 };
    if (text.charAt(at) !== ',') unexpected(text, at, '"," or "}"');
    at = skipSpace(text, at + 1);
  }
}

function parseArray(text: string, start: number, depth: number): Parsed {
  const items: JsonNode[] = [];
  let at = skipSpace(text, start + 1);
  if (text.charAt(at) === ']') return { node: { kind: 'array', items }, end: at + 1 };
  for (;;) {
    const value = parseValue(text, at, depth);
    items.push(value.node);
    at = skipSpace(text, value.end);
    if (text.charAt(at) === ']') return { node: { kind: 'array', items }, end: at + 1 };
    if (text.charAt(at) !== ',') unexpected(text, at, '"," or "]"');
    at = skipSpace(text, at + 1);
  }
}

function parseString(text: string, start: number): { value: string; end: number } {
  let value = '';
  let from = start + 1;
  let surrogates = false;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      value += text.slice(from, at);
      if (surrogates && LONE_SURROGATE.test(value)) fail(text, start, 'lone_surrogate', 'a string with half a character (lone surrogate)');
      return { value, end: at + 1 };
    }
    if (code === BACKSLASH) {
      const decoded = readEscape(text, at);
      value += text.slice(from, at) + decoded.value;
      surrogates ||= isSurrogate(decoded.value.charCodeAt(0));
      at = decoded.end - 1;
      from = decoded.end;
    } else if (code < SPACE) {
      fail(text, at, 'json_syntax', `control character ${show(text, at)} inside a string`);
    } else surrogates ||= isSurrogate(code);
  }
  return fail(text, text.length, 'json_incomplete', 'the text ends inside a string');
}

function readEscape(text: string, at: number): { value: string; end: number } {
  const letter = text.charAt(at + 1);
  const simple = ESCAPES.get(letter);
  if (simple !== undefined) return { value: simple, end: at + 2 };
  if (letter === 'u') {
    const digits = text.slice(at + 2, at + 6);
    if (HEX.test(digits)) return { value: String.fromCharCode(Number.parseInt(digits, 16)), end: at + 6 };
  }
  if (at + 6 > text.length) fail(text, text.length, 'json_incomplete', 'the text ends inside a string');
  return fail(text, at, 'json_syntax', `unknown escape ${JSON.stringify(text.slice(at, at + 2))}`);
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

function unexpected(text: string, at: number, wanted: string): never {
  if (at >= text.length) return fail(text, at, 'json_incomplete', `the text ends where ${wanted} was expected`);
  return fail(text, at, 'json_syntax', `${show(text, at)} where ${wanted} was expected`);
}

function show(text: string, at: number): string {
  return JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0));
}

function fail(text: string, position: number, reason: JsonReason, what: string): never {
  const before = text.slice(0, position);
  const line = before.split('\n').length;
  const column = position - before.lastIndexOf('\n');
  throw new AppError({
    code: 'bad-input',
    reason,
    message: `Not valid JSON: ${what} (${line > 1 ? `line ${line}, ` : ''}column ${column}).`,
    remedy: REMEDIES[reason],
    values: { position, line, column, what },
  });
}

const REMEDIES: Readonly<Record<JsonReason, string>> = {
  json_syntax: 'Write it as strict JSON: double quotes, no comments, no trailing commas, no NaN or Infinity.',
  json_incomplete: 'The text is cut off: get the whole row or file again.',
  json_depth: 'Flatten the value, or store the nested part as a string.',
  lone_surrogate: 'Replace the broken \\uD800–\\uDFFF escape with a whole character.',
};
