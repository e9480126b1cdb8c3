// Finds out what a file is from its lines.

import { AppError } from '../failure';
import { parseJson, tryParseJson } from '../json';
import type { Line } from './lines';
import type { Tally } from './tally';

/** `document`: the whole text is one JSON value, kept until the end of the file. `done`: the file was rejected. */
export type Mode = 'start' | 'lines' | 'document' | 'done';

/** How a JSON object or a list of objects begins, unlike YAML's `{key: value}`. */
const ROW_START = /^\s*(?:\{\s*["}]|\[\s*[{[])/;

/** Returns what the first line that is not blank says about the file. */
export function modeOf(line: Line, tally: Tally): Mode {
  const { text } = line;
  if (text.includes('\0') && (!looksLikeJson(text) || text.charAt(1) === '\0')) {
    const utf16 = /^\uFFFD\uFFFD|^\0?[^\0]\0/.test(text);
    const place = { line: line.number, text: text.replaceAll('\0', '') };
    if (utf16) tally.rejectFile('utf16', 'The file is UTF-16.', 'Save it as UTF-8.', place);
    else tally.rejectFile('not_text', 'The file is not text.', 'Choose a JSON or JSONL file (unpack archives first).', place);
    return 'done';
  }
  const first = text.trimStart().charAt(0);
  if (first === '[') return 'document';
  if (first !== '{' || line.fault !== null) return 'lines';
  return isCutOff(text) ? 'document' : 'lines';
}

/** Whether the text is the beginning of a longer JSON value. */
function isCutOff(text: string): boolean {
  try {
    parseJson(text);
    return false;
  } catch (error) {
    return error instanceof AppError && error.failure.reason === 'json_incomplete';
  }
}

/** Whether a line begins like a row or a list of rows. */
export function beginsLikeRow(text: string): boolean {
  return ROW_START.test(text);
}

/**
 * Whether a text that is not a document has one row on each line, some of them broken. The rows of a list may be on lines
 * of their own too, so after a `[` most lines must be whole rows; otherwise one whole object that is not indented is enough.
 */
export function hasRowPerLine(lines: readonly Line[]): boolean {
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
