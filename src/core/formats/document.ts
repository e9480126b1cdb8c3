// Splits a whole JSON text into rows: a list of rows, one row, or one row after another (as jq prints them).

import { AppError, type Failure } from '../failure';
import { type JsonNode, parseValueAt, skipSpace } from '../json';

/** One row of a document, or why it could not be read. */
export interface DocumentRow {
  /** From 1. */
  readonly position: number;
  /** The row's source text. */
  readonly text: string;
  readonly value: JsonNode | Failure;
}

/**
 * Splits a document into rows. A row of a list that is not valid JSON does not stop the others if its end can be found.
 * @throws AppError `bad-input` with the place, as parseJson, if the text as a whole cannot be read
 */
export function readDocument(text: string): DocumentRow[] {
  const start = skipSpace(text, 0);
  if (text.charAt(start) === '[') return readList(text, start);
  const rows: DocumentRow[] = [];
  for (let at = start; at < text.length; ) {
    const { node, end } = parseValueAt(text, at);
    rows.push({ position: rows.length + 1, text: text.slice(at, end), value: node });
    at = skipSpace(text, end);
  }
  return rows;
}

function readList(text: string, start: number): DocumentRow[] {
  const rows: DocumentRow[] = [];
  let at = skipSpace(text, start + 1);
  if (text.charAt(at) === ']') return endOfList(text, at, rows);
  for (;;) {
    const row = readItem(text, at);
    rows.push({ position: rows.length + 1, text: text.slice(at, row.end), value: row.value });
    at = skipSpace(text, row.end);
    const next = text.charAt(at);
    if (next === ']') return endOfList(text, at, rows);
    if (next !== ',') throw broken(text, at, 'expected "," or "]" after a row');
    at = skipSpace(text, at + 1);
  }
}

function endOfList(text: string, at: number, rows: DocumentRow[]): DocumentRow[] {
  const rest = skipSpace(text, at + 1);
  if (rest < text.length) throw broken(text, rest, 'there is text after the end of the list');
  return rows;
}

function readItem(text: string, at: number): { value: JsonNode | Failure; end: number } {
  try {
    const { node, end } = parseValueAt(text, at);
    return { value: node, end };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const end = endOfItem(text, at);
    if (end === undefined) throw error;
    return { value: error.failure, end };
  }
}

/** Finds the end of a row by its brackets and quotes alone; undefined if they do not match. */
function endOfItem(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at++) {
    const letter = text.charAt(at);
    if (inString) {
      if (letter === '\\') at++;
      else if (letter === '"') inString = false;
    } else if (letter === '"') inString = true;
    else if (letter === '{' || letter === '[') depth++;
    else if (letter === '}' || letter === ']') {
      if (depth === 0) return at;
      depth--;
      if (depth === 0) return at + 1;
    } else if (letter === ',' && depth === 0) return at;
  }
  return undefined;
}

function broken(text: string, position: number, what: string): AppError {
  const before = text.slice(0, position);
  const line = before.split('\n').length;
  const column = position - before.lastIndexOf('\n');
  return new AppError({
    code: 'bad-input',
    reason: position >= text.length ? 'json_incomplete' : 'json_syntax',
    message: `Not valid JSON: ${what} (line ${line}, column ${column}).`,
    remedy: 'Write one JSON list of rows, or one row on each line.',
    values: { position, line, column, what },
  });
}
