// Reads one row, a JSON value, as a record, or says why it cannot be read.

import { AppError, type Failure } from '../failure';
import type { JsonNode } from '../json';
import type { NewRecord } from '../record';
import type { RejectedRow } from '../source-report';
import { formats } from './registry';
import { isRejectionCode, reject, typeName } from './rejection';
import { rejectUnknown } from './unsupported';

/** Characters of a row's text that a rejection shows. */
const EXCERPT = 200;

interface RowPlace {
  readonly file: string;
  /** 1-based line (JSONL) or position in the list (JSON). */
  readonly line: number;
}

/** @throws AppError made by `reject` */
export function readRow(node: JsonNode, place: RowPlace): { record: NewRecord; repaired: boolean } {
  if (node.kind !== 'object') {
    return reject('row_not_object', `The row is ${typeName(node)}, not an object.`, 'Write each row as one JSON object on its own line.');
  }
  const format =
    formats.find((candidate) => candidate.detect(node)) ?? rejectUnknown(node, (item) => formats.some(({ detect }) => detect(item)));
  const { repaired, ...read } = format.read(node);
  return { record: { ...read, source: { file: place.file, line: place.line, format: format.id } }, repaired };
}

/** Turns any error of reading into a rejected row. An error other than AppError is a bug: it rejects the row and stops nothing. */
export function rejectedRow(error: unknown, place: RowPlace, text: string): RejectedRow {
  if (error instanceof AppError) return rejectedRowOf(error.failure, place, text);
  const message = error instanceof Error ? error.message : String(error);
  return rejectedRowOf({ code: 'bug', message: `The row could not be read: ${message}` }, place, text);
}

export function rejectedRowOf(failure: Failure, place: RowPlace, text: string): RejectedRow {
  return {
    code: isRejectionCode(failure.reason) ? failure.reason : 'reader_failed',
    message: failure.message,
    remedy: failure.remedy ?? 'Check the row; if it is right, report this as a bug.',
    values: failure.values ?? {},
    file: place.file,
    line: place.line,
    excerpt: excerptOf(text),
  };
}

function excerptOf(text: string): string {
  const excerpt = text.slice(0, EXCERPT);
  // Half a character could not be stored as UTF-8.
  return excerpt.replace(/[\uD800-\uDBFF]$/, '');
}
