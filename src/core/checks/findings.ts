// What the checks found in a project's records.

import type { Notice } from '../notice';

export type Severity = 'error' | 'warning';

/** One finding of one check on one record. */
export interface Finding extends Notice {
  readonly check: string;
  readonly severity: Severity;
  readonly recordId: string;
  /** 0-based index among the record's messages, where one is meant. */
  readonly messageIndex?: number;
  readonly callIndex?: number;
}

export interface CheckReport {
  readonly records: number;
  /** Ids of every check that ran, found something or not. */
  readonly checks: readonly string[];
  readonly findings: readonly Finding[];
  /** Token lengths of all rows, in record order. */
  readonly lengths: readonly number[];
  readonly maxLength: number;
  /** Errors stop training. */
  readonly errors: number;
  readonly warnings: number;
}
