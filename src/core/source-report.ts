// What became of an imported file: rows read, accepted and rejected.

import type { Notice } from './notice';

/** A row that was not taken. */
export interface RejectedRow extends Notice {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** Beginning of the row's text, at most 200 characters. */
  readonly excerpt: string;
}

/** What became of one file. `read` = `taken` + refusals of rows; nothing vanishes. */
export interface SourceReport {
  readonly file: string;
  readonly bytes: number;
  readonly read: number;
  readonly accepted: number;
  /** Format id → rows. */
  readonly formats: Readonly<Record<string, number>>;
  readonly rejected: readonly RejectedRow[];
  /** Things that were understood but changed nothing a person would expect, e.g. a byte order mark. */
  readonly notes: readonly Notice[];
}
