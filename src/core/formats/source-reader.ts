// Reads a file chunk by chunk into records and a report. The first line says what the file is: one row on each line, a
// list, or one object. The name of the file does not matter.

import { AppError, type Failure } from '../failure';
import { type JsonNode, parseJson, tryParseJson } from '../json';
import type { NewRecord } from '../record';
import type { SourceReport } from '../source-report';
import { type DocumentRow, readDocument } from './document';
import { createLineReader, type Line, MAX_LINE_BYTES } from './lines';
import { rejectedRowOf } from './read-row';
import { reject } from './rejection';
import { beginsLikeRow, hasRowPerLine, isBlank, type Mode, modeOf } from './sniff';
import { createTally, type Tally } from './tally';

export interface SourceReader {
  /** Returns the records that these bytes complete. */
  push(chunk: Uint8Array): NewRecord[];
  /** Returns the remaining records, and the report of the whole file. */
  end(): { records: NewRecord[]; report: SourceReport };
}

/** If none of the first non-blank lines looks like JSON, the file is rejected. */
const PROBE_LINES = 50;

/** @param bytes size of the file, for the report */
export function createSourceReader(name: string, bytes: number): SourceReader {
  const reader = createLineReader();
  const tally = createTally(name);
  let mode: Mode = 'start';
  let held: Line[] = [];
  let heldLength = 0;
  let blanks = 0;
  let probed: number | null = 0;

  function readLines(lines: readonly Line[]): NewRecord[] {
    return lines.flatMap(readLine);
  }

  function readLine(line: Line): NewRecord[] {
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
    return readRowLine(line);
  }

  function hold(line: Line): NewRecord[] {
    held.push(line);
    heldLength += line.text.length;
    if (heldLength > MAX_LINE_BYTES) {
      const remedy = 'Save it with one row on each line (JSONL), e.g. with jq -c ".[]"; a JSONL file may have any size.';
      tally.rejectFile('file_too_large', 'The file is one JSON value of more than 256 MiB.', remedy, {
        line: 1,
        text: held[0]?.text ?? '',
      });
      held = [];
      mode = 'done';
    }
    return [];
  }

  function readRowLine(line: Line): NewRecord[] {
    for (; blanks > 0; blanks--) tally.note('blank_lines');
    if (probed !== null) {
      probed = beginsLikeRow(line.text) ? null : probed + 1;
      if (probed === PROBE_LINES) {
        rejectNotJson(tally, line);
        mode = 'done';
        return [];
      }
    }
    return recordsOfLine(line, name, tally);
  }

  function finishDocument(): NewRecord[] {
    const lines = held;
    held = [];
    const document = documentOf(lines);
    if (!(document instanceof AppError)) return recordsOfDocument(document, tally);
    if (hasRowPerLine(lines)) {
      blanks = 0;
      return lines.filter((line) => line.fault !== null || !isBlank(line.text)).flatMap((line) => recordsOfLine(line, name, tally));
    }
    const { failure } = document;
    const line = Number(failure.values?.['line'] ?? 1) + (lines[0]?.number ?? 1) - 1;
    const broken = lines.find((candidate) => candidate.number === line);
    tally.reject(rejectedRowOf({ ...failure, values: { ...failure.values, line } }, { file: name, line }, broken?.text ?? ''));
    return [];
  }

  return {
    push: (chunk) => readLines(reader.push(chunk)),
    end() {
      const records = readLines(reader.end());
      if (mode === 'document') records.push(...finishDocument());
      return { records, report: tally.report(bytes) };
    },
  };
}

function recordsOfLine(line: Line, file: string, tally: Tally): NewRecord[] {
  if (line.fault === null) return tally.read(() => parseLine(line.text), line.number, line.text);
  const place = { file, line: line.number };
  const [message, remedy] = FAULTS[line.fault];
  tally.reject(rejectedRowOf({ code: 'bad-input', reason: line.fault, message, remedy }, place, line.text));
  return [];
}

const FAULTS = {
  broken_utf8: ['The line is not valid UTF-8.', 'Save the file as UTF-8, or replace the broken characters.'],
  line_too_long: ['The line is longer than 256 MiB.', 'Split the row, or remove what is not needed.'],
} as const;

function parseLine(text: string): JsonNode {
  const node = tryParseJson(text);
  if (node === undefined && text.includes('\r')) {
    const remedy = 'End lines with a line feed, e.g. with tr "\\r" "\\n".';
    reject('lone_carriage_return', 'The line has carriage returns without line feeds.', remedy);
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

function recordsOfDocument(document: readonly DocumentRow[], tally: Tally): NewRecord[] {
  return document.flatMap(({ position, text, value }) => tally.read(() => nodeOf(value), position, text));
}

function nodeOf(value: JsonNode | Failure): JsonNode {
  if ('kind' in value) return value;
  throw new AppError(value);
}

function rejectNotJson(tally: Tally, line: Line): void {
  const message = `None of the first ${PROBE_LINES} lines is a JSON object.`;
  tally.rejectFile('not_json', message, 'Choose a JSON file, or one with a JSON object on each line (JSONL).', {
    line: 1,
    text: line.text,
  });
}
