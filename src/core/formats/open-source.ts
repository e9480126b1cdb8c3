// A file, chunk by chunk, to rows and a report. What the file is (one row a line, a list, one object) is found by looking
// at its first line; its name plays no part.

import { AppError, type Failure } from '../failure';
import { type JsonNode, parseJson, tryParseJson } from '../json';
import type { Row } from '../record';
import type { SourceReport } from '../report';
import { type DocumentRow, readDocument } from './document';
import { createLineReader, type Line, MAX_LINE_BYTES } from './lines';
import { refusalFrom } from './read-row';
import { refuse } from './refusal';
import { createTally, type Tally } from './tally';

export interface SourceReader {
  /** Rows that became complete with these bytes. */
  push(chunk: Uint8Array): Row[];
  /** The remaining rows, and what became of the file. */
  end(): { rows: Row[]; report: SourceReport };
}

/** `document`: the whole text is one JSON value, held back until the end. `done`: the file was refused. */
type Mode = 'start' | 'lines' | 'document' | 'done';

/** Non-blank lines of which one must look like JSON, or the file is none. */
const PROBE_LINES = 50;
/** How a JSON object or a list of them begins; YAML's `{key: value}` does not. */
const ROW_START = /^\s*(?:\{\s*["}]|\[\s*[{[])/;

/** Opens a source of `bytes` bytes, as the report shows them. */
export function openSource(name: string, bytes: number): SourceReader {
  const reader = createLineReader();
  const tally = createTally(name);
  let mode: Mode = 'start';
  let held: Line[] = [];
  let heldLength = 0;
  let blanks = 0;
  let probed: number | null = 0;

  function takeLines(lines: readonly Line[]): Row[] {
    return lines.flatMap(takeLine);
  }

  function takeLine(line: Line): Row[] {
    if (mode === 'done') return [];
    if (line.byteOrderMark) tally.note('byte_order_mark');
    if (mode === 'document') return hold(line);
    if (line.fault === null && isBlank(line.text)) {
      blanks++;
      return [];
    }
    if (mode === 'start') {
      mode = modeOf(line, tally);
      if (mode === 'document') return hold(line);
      if (mode === 'done') return [];
    }
    return readLine(line);
  }

  function hold(line: Line): Row[] {
    held.push(line);
    heldLength += line.text.length;
    if (heldLength > MAX_LINE_BYTES) {
      const remedy = 'Save it with one row a line (JSONL), e.g. jq -c ".[]"; such files may be of any size.';
      tally.refuseFile('file_too_large', 'The file is one JSON value of more than 256 MiB.', remedy, {
        line: 1,
        text: held[0]?.text ?? '',
      });
      held = [];
      mode = 'done';
    }
    return [];
  }

  function readLine(line: Line): Row[] {
    for (; blanks > 0; blanks--) tally.note('blank_lines');
    if (probed !== null) {
      probed = ROW_START.test(line.text) ? null : probed + 1;
      if (probed === PROBE_LINES) {
        refuseNotJson(tally, line);
        mode = 'done';
        return [];
      }
    }
    return rowsOfLine(line, name, tally);
  }

  function finishDocument(): Row[] {
    const lines = held;
    held = [];
    const document = documentOf(lines);
    if (!(document instanceof AppError)) return rowsOfDocument(document, tally);
    if (isOneRowALine(lines)) {
      blanks = 0;
      return lines.filter((line) => line.fault !== null || !isBlank(line.text)).flatMap((line) => rowsOfLine(line, name, tally));
    }
    const { failure } = document;
    const line = Number(failure.values?.['line'] ?? 1) + (lines[0]?.number ?? 1) - 1;
    const broken = lines.find((candidate) => candidate.number === line);
    tally.refuse(refusalFrom({ ...failure, values: { ...failure.values, line } }, { file: name, line }, broken?.text ?? ''));
    return [];
  }

  return {
    push: (chunk) => takeLines(reader.push(chunk)),
    end() {
      const rows = takeLines(reader.end());
      if (mode === 'document') rows.push(...finishDocument());
      return { rows, report: tally.report(bytes) };
    },
  };
}

/** What the first line that is not blank says of the file. */
function modeOf(line: Line, tally: Tally): Mode {
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

function rowsOfLine(line: Line, file: string, tally: Tally): Row[] {
  if (line.fault === null) return tally.take(() => parseLine(line.text), line.number, line.text);
  const place = { file, line: line.number };
  const [message, remedy] = FAULTS[line.fault];
  tally.refuse(refusalFrom({ code: 'bad-input', reason: line.fault, message, remedy }, place, line.text));
  return [];
}

const FAULTS = {
  broken_utf8: ['The line is not valid UTF-8.', 'Save the file as UTF-8, or replace the broken characters.'],
  line_too_long: ['The line has more than 256 MiB.', 'Split the row, or leave out what is not needed.'],
} as const;

function parseLine(text: string): JsonNode {
  const node = tryParseJson(text);
  if (node === undefined && text.includes('\r')) {
    const remedy = 'End lines with a line feed, e.g. tr "\\r" "\\n".';
    refuse('lone_carriage_return', 'The line holds carriage returns without line feeds.', remedy);
  }
  return node ?? parseJson(text);
}

function documentOf(lines: readonly Line[]): readonly DocumentRow[] | AppError {
  const faulty = lines.find((line) => line.fault !== null);
  if (faulty?.fault) {
    const [message, remedy] = FAULTS[faulty.fault];
    const line = faulty.number - (lines[0]?.number ?? 1) + 1;
    return new AppError({
      code: 'bad-input',
      reason: faulty.fault,
      message: `${message} (line ${faulty.number})`,
      remedy,
      values: { line },
    });
  }
  try {
    return readDocument(lines.map((line) => line.text).join('\n'));
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

function rowsOfDocument(document: readonly DocumentRow[], tally: Tally): Row[] {
  return document.flatMap(({ position, text, value }) => tally.take(() => nodeOf(value), position, text));
}

function nodeOf(value: JsonNode | Failure): JsonNode {
  if ('kind' in value) return value;
  throw new AppError(value);
}

/**
 * A text that is no document may still be one row a line, with a broken row. Rows of a list stand on lines of their own
 * too, so there most lines must be whole; elsewhere, one whole object that is not indented is enough.
 */
function isOneRowALine(lines: readonly Line[]): boolean {
  const full = lines.filter((line) => line.fault !== null || !isBlank(line.text));
  const whole = full.filter((line) => line.fault === null && /^[{[]/.test(line.text) && tryParseJson(line.text) !== undefined);
  return full[0]?.text.trimStart().startsWith('[') ? whole.length * 2 > full.length : whole.length > 0;
}

function refuseNotJson(tally: Tally, line: Line): void {
  const message = `None of the first ${PROBE_LINES} lines is a JSON object.`;
  tally.refuseFile('not_json', message, 'Choose a JSON file, or one with a JSON object on each line (JSONL).', {
    line: 1,
    text: line.text,
  });
}

function looksLikeJson(text: string): boolean {
  const first = text.trimStart().charAt(0);
  return first === '{' || first === '[';
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}
