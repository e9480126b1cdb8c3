// A file, chunk by chunk, to rows and a report. What the file is (one row a line, a list, one object) is found by looking
// at its first line; its name plays no part.

import { AppError, type Failure } from '../failure';
import { type JsonNode, parseJson, tryParseJson } from '../json';
import type { NewRecord } from '../record';
import type { SourceReport } from '../source-report';
import { type DocumentRow, readDocument } from './document';
import { createLineReader, type Line, MAX_LINE_BYTES } from './lines';
import { rejectedRowOf } from './read-row';
import { reject } from './rejection';
import { beginsLikeRow, isBlank, isOneRowALine, type Mode, modeOf } from './sniff';
import { createTally, type Tally } from './tally';

export interface SourceReader {
  /** Rows that became complete with these bytes. */
  push(chunk: Uint8Array): NewRecord[];
  /** The remaining rows, and what became of the file. */
  end(): { rows: NewRecord[]; report: SourceReport };
}

/** Non-blank lines of which one must look like JSON, or the file is none. */
const PROBE_LINES = 50;
/** Opens a source of `bytes` bytes, as the report shows them. */
export function createSourceReader(name: string, bytes: number): SourceReader {
  const reader = createLineReader();
  const tally = createTally(name);
  let mode: Mode = 'start';
  let held: Line[] = [];
  let heldLength = 0;
  let blanks = 0;
  let probed: number | null = 0;

  function takeLines(lines: readonly Line[]): NewRecord[] {
    return lines.flatMap(takeLine);
  }

  function takeLine(line: Line): NewRecord[] {
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

  function hold(line: Line): NewRecord[] {
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

  function readLine(line: Line): NewRecord[] {
    for (; blanks > 0; blanks--) tally.note('blank_lines');
    if (probed !== null) {
      probed = beginsLikeRow(line.text) ? null : probed + 1;
      if (probed === PROBE_LINES) {
        refuseNotJson(tally, line);
        mode = 'done';
        return [];
      }
    }
    return rowsOfLine(line, name, tally);
  }

  function finishDocument(): NewRecord[] {
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
    tally.refuse(rejectedRowOf({ ...failure, values: { ...failure.values, line } }, { file: name, line }, broken?.text ?? ''));
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

function rowsOfLine(line: Line, file: string, tally: Tally): NewRecord[] {
  if (line.fault === null) return tally.take(() => parseLine(line.text), line.number, line.text);
  const place = { file, line: line.number };
  const [message, remedy] = FAULTS[line.fault];
  tally.refuse(rejectedRowOf({ code: 'bad-input', reason: line.fault, message, remedy }, place, line.text));
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
    reject('lone_carriage_return', 'The line holds carriage returns without line feeds.', remedy);
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

function rowsOfDocument(document: readonly DocumentRow[], tally: Tally): NewRecord[] {
  return document.flatMap(({ position, text, value }) => tally.take(() => nodeOf(value), position, text));
}

function nodeOf(value: JsonNode | Failure): JsonNode {
  if ('kind' in value) return value;
  throw new AppError(value);
}

function refuseNotJson(tally: Tally, line: Line): void {
  const message = `None of the first ${PROBE_LINES} lines is a JSON object.`;
  tally.refuseFile('not_json', message, 'Choose a JSON file, or one with a JSON object on each line (JSONL).', {
    line: 1,
    text: line.text,
  });
}
