// What a file is, found by looking at its lines.

import { AppError } from '../failure';
import { parseJson, tryParseJson } from '../json';
import type { Line } from './lines';
import type { Tally } from './tally';

/** `document`: the whole text is one JSON value, held back until the end. `done`: the file was refused. */
export type Mode = 'start' | 'lines' | 'document' | 'done';

/** How a JSON object or a list of them begins; YAML's `{key: value}` does not. */
const ROW_START = /^\s*(?:\{\s*["}]|\[\s*[{[])/;

/** What the first line that is not blank says of the file. */
export function modeOf(line: Line, tally: Tally): Mode {
  const { text } = line;
  if (text.includes('\0') && (!looksLikeJson(text) || text.charAt(1) === '\0')) {
    const utf16 = /^\uFFFD\uFFFD|^\0?[^\0]\0/.test(text);
    const place = { line: line.number, text: text.replaceAll('\0', '') };
    if (utf16) tally.refuseFile('utf16', 'The file is UTF-16.', 'Save it as UTF-8.', place);
    else tally.refuseFile('not_text', 'The file is not text.', 'Choose a JSON or JSONL file (unpack archives first).', place);
    return 'done';
  }
  const first = text.trimStart().charAt(0);
  if (first === '[') return 'document';
  if (first !== '{' || line.fault !== null) return 'lines';
  return isCutOff(text) ? 'document' : 'lines';
}

/** The text is a JSON value that goes on behind its end. */
function isCutOff(text: string): boolean {
  try {
    parseJson(text);
    return false;
  } catch (error) {
    return error instanceof AppError && error.failure.reason === 'json_incomplete';
  }
}

/** Whether a line begins as a row or a list of rows would. */
export function beginsLikeRow(text: string): boolean {
  return ROW_START.test(text);
}

/**
 * A text that is no document may still be one row a line, with a broken row. Rows of a list stand on lines of their own
 * too, so there most lines must be whole; elsewhere, one whole object that is not indented is enough.
 */
export function isOneRowALine(lines: readonly Line[]): boolean {
  const full = lines.filter((line) => line.fault !== null || !isBlank(line.text));
  const whole = full.filter((line) => line.fault === null && /^[{[]/.test(line.text) && tryParseJson(line.text) !== undefined);
  return full[0]?.text.trimStart().startsWith('[') ? whole.length * 2 > full.length : whole.length > 0;
}

function looksLikeJson(text: string): boolean {
  const first = text.trimStart().charAt(0);
  return first === '{' || first === '[';
}

export function isBlank(text: string): boolean {
  return text.trim() === '';
}
