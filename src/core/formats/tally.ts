// Counts the rows of one file: rows read = accepted + rejected.

import type { JsonNode } from '../json';
import type { Notice } from '../notice';
import type { NewRecord } from '../record';
import type { RejectedRow, SourceReport } from '../source-report';
import { readRow, rejectedRow, rejectedRowOf } from './read-row';
import type { RejectionCode } from './rejection';

export interface Tally {
  /**
   * Reads one row and counts it: returns the record, or nothing if the row was rejected.
   * @param line number of the line, or of the row in a list, from 1
   * @param text the row as its source wrote it
   */
  read(value: () => JsonNode, line: number, text: string): NewRecord[];
  reject(row: RejectedRow): void;
  /** Rejects the file as a whole: one rejection replaces everything counted before. */
  rejectFile(code: RejectionCode, message: string, remedy: string, place: { line: number; text: string; values?: Notice['values'] }): void;
  note(code: RejectionCode): void;
  /** @param bytes size of the file */
  report(bytes: number): SourceReport;
}

export function createTally(file: string): Tally {
  const formats = new Map<string, number>();
  const notes = new Map<RejectionCode, number>();
  let rejected: RejectedRow[] = [];
  let accepted = 0;

  function note(code: RejectionCode): void {
    notes.set(code, (notes.get(code) ?? 0) + 1);
  }

  return {
    read(value, line, text) {
      try {
        const { record, repaired } = readRow(value(), { file, line });
        accepted++;
        formats.set(record.source.format, (formats.get(record.source.format) ?? 0) + 1);
        if (repaired) note('calls_repaired');
        return [record];
      } catch (error) {
        rejected.push(rejectedRow(error, { file, line }, text));
        return [];
      }
    },
    reject: (row) => rejected.push(row),
    rejectFile(code, message, remedy, { line, text, values = {} }) {
      accepted = 0;
      formats.clear();
      notes.clear();
      rejected = [rejectedRowOf({ code: 'bad-input', reason: code, message, remedy, values }, { file, line }, text)];
    },
    note,
    report(bytes) {
      const read = accepted + rejected.length;
      if (read === 0) note('empty_file');
      return {
        file,
        bytes,
        read,
        accepted,
        formats: Object.fromEntries(formats),
        rejected,
        notes: [...notes].map(([code, count]) => noticeOf(code, count)),
      };
    },
  };
}

const NOTES: Partial<Record<RejectionCode, readonly [message: (count: number) => string, remedy: string]>> = {
  byte_order_mark: [() => 'The file begins with a byte order mark, which was removed.', 'Nothing to do.'],
  blank_lines: [(count) => `${count} blank lines were skipped.`, 'Nothing to do.'],
  calls_repaired: [
    (count) => `${count} rows have calls in a wrong form, which could still be read.`,
    'Check them. A row that you change is written in the right form; the others stay as they are.',
  ],
  empty_file: [() => 'The file has no rows.', 'Choose another file.'],
};

function noticeOf(code: RejectionCode, count: number): Notice {
  const [message, remedy] = NOTES[code] ?? [() => code, ''];
  return { code, message: message(count), remedy, values: { count } };
}
