// What became of the rows of one file: read = taken + refused, always.

import type { JsonNode } from '../json';
import type { Notice } from '../notice';
import type { NewRecord } from '../record';
import type { RejectedRow, SourceReport } from '../source-report';
import { readRow, rejectedRow, rejectedRowOf } from './read-row';
import type { RejectionCode } from './rejection';

export interface Tally {
  /** Reads one row: the row, or nothing and a refusal. `line` counts lines, or rows of a list; `text` is the source. */
  take(value: () => JsonNode, line: number, text: string): NewRecord[];
  refuse(refusal: RejectedRow): void;
  /** The file as a whole was not taken: whatever was counted before is replaced by one refusal. */
  refuseFile(code: RejectionCode, message: string, remedy: string, place: { line: number; text: string; values?: Notice['values'] }): void;
  note(code: RejectionCode): void;
  readonly read: number;
  report(bytes: number): SourceReport;
}

export function createTally(file: string): Tally {
  const formats = new Map<string, number>();
  const notes = new Map<RejectionCode, number>();
  let refusals: RejectedRow[] = [];
  let taken = 0;

  function note(code: RejectionCode): void {
    notes.set(code, (notes.get(code) ?? 0) + 1);
  }

  return {
    take(value, line, text) {
      try {
        const { row, repaired } = readRow(value(), { file, line });
        taken++;
        formats.set(row.source.format, (formats.get(row.source.format) ?? 0) + 1);
        if (repaired) note('calls_repaired');
        return [row];
      } catch (error) {
        refusals.push(rejectedRow(error, { file, line }, text));
        return [];
      }
    },
    refuse: (refusal) => refusals.push(refusal),
    refuseFile(code, message, remedy, { line, text, values = {} }) {
      taken = 0;
      formats.clear();
      notes.clear();
      refusals = [rejectedRowOf({ code: 'bad-input', reason: code, message, remedy, values }, { file, line }, text)];
    },
    note,
    get read() {
      return taken + refusals.length;
    },
    report(bytes) {
      if (taken + refusals.length === 0) note('empty_file');
      return {
        file,
        bytes,
        read: taken + refusals.length,
        accepted: taken,
        formats: Object.fromEntries(formats),
        rejected: refusals,
        notes: [...notes].map(([code, count]) => noticeOf(code, count)),
      };
    },
  };
}

const NOTES: Partial<Record<RejectionCode, readonly [message: (count: number) => string, remedy: string]>> = {
  byte_order_mark: [() => 'The file begins with a byte order mark, which was left out.', 'Nothing to do.'],
  blank_lines: [(count) => `${count} blank lines were passed over.`, 'Nothing to do.'],
  calls_repaired: [
    (count) => `${count} rows have calls that are not written as the format demands; they were understood.`,
    'Look at them; a row that you change is written by the rules, the others stay as they are.',
  ],
  empty_file: [() => 'There is no row in the file.', 'Choose another file.'],
};

function noticeOf(code: RejectionCode, count: number): Notice {
  const [message, remedy] = NOTES[code] ?? [() => code, ''];
  return { code, message: message(count), remedy, values: { count } };
}
