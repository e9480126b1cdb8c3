// What the steps report to a person: import, checks, token lens, evaluation. Every sentence is a code with values
// (translated in i18n) plus its English text, so that nothing is shown without saying what to do.

import type { Call } from './record';
import type { EvalReport } from './training';

/** A sentence for a person: `code` is translated (`notices.<code>` in i18n), `message`/`remedy` are its English. */
export interface Notice {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** A row that was not taken. */
export interface Refusal extends Notice {
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
  readonly taken: number;
  /** Format id → rows. */
  readonly formats: Readonly<Record<string, number>>;
  readonly refusals: readonly Refusal[];
  /** Things that were understood but changed nothing a person would expect, e.g. a byte order mark. */
  readonly notes: readonly Notice[];
}

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

/** The token lens's view of one rendering. Arrays are per token. */
export interface LensView {
  readonly text: string;
  readonly tokenizerId: string;
  readonly ids: Int32Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly weights: Float32Array;
  /** 1 = special token. */
  readonly special: Uint8Array;
  /** Token texts as shown; bytes that are no whole character as `\xNN`. */
  readonly tokens: readonly string[];
  readonly trained: number;
  readonly maxLength: number;
}

/** What a held-out request asks for, by its structure. */
export type CaseKind = 'single' | 'parallel' | 'after_result' | 'no_call';

/** Why an answer is wrong; `exact` = right. */
export type Verdict = 'exact' | 'wrong_name' | 'wrong_arguments' | 'missing_call' | 'extra_call' | 'call_not_due' | 'unreadable';

export interface CaseResult {
  readonly recordId: string;
  readonly messageIndex: number;
  readonly kind: CaseKind;
  readonly request: string;
  readonly expected: readonly Call[];
  readonly answerText: string;
  readonly calls: readonly Call[];
  readonly verdict: Verdict;
  readonly nameRight: boolean;
  readonly argumentsRight: boolean;
  /** First place that differs, in words a person can use, e.g. `city`; empty when exact. */
  readonly difference: string;
}

/** A share with its 95 % Wilson interval. */
export interface Share {
  readonly right: number;
  readonly of: number;
  readonly low: number;
  readonly high: number;
}

export interface Metrics {
  readonly exact: Share;
  readonly name: Share;
  readonly arguments: Share;
  /** Requests where no call was due that got none. */
  readonly noCall: Share;
  readonly byKind: Readonly<Partial<Record<CaseKind, Share>>>;
  readonly byTool: Readonly<Record<string, Share>>;
}

export interface Evaluation {
  readonly runId: string;
  readonly step: number;
  readonly at: number;
  readonly base: { readonly metrics: Metrics; readonly cases: readonly CaseResult[] };
  readonly tuned: { readonly metrics: Metrics; readonly cases: readonly CaseResult[] };
}

export interface Progress {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
  /** Seconds; null while unknown. */
  readonly secondsLeft: number | null;
}

/** One line of the learning curve as the page draws it. */
export type { EvalReport };
