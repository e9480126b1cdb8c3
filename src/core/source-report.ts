// The report of an imported file: rows read, accepted and rejected.

import type { Notice } from './notice';

/** A row that could not be accepted. */
export interface RejectedRow extends Notice {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** Beginning of the row's text, at most 200 characters. */
  readonly excerpt: string;
}

/** Counts of one file. `read` = `accepted` + length of `rejected`: every row is in one of the two. */
export interface SourceReport {
  readonly file: string;
  readonly bytes: number;
  readonly read: number;
  readonly accepted: number;
  /** Format id → accepted rows. */
  readonly formats: Readonly<Record<string, number>>;
  readonly rejected: readonly RejectedRow[];
  /** Things that were read correctly but are worth knowing, e.g. a byte order mark. */
  readonly notes: readonly Notice[];
}
