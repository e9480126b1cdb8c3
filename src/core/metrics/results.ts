// How well a model answers held-out requests: one result a case, and the figures over all of them.

import type { Call } from '../record';

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

export interface ToolCallScores {
  readonly runId: string;
  readonly step: number;
  readonly at: number;
  readonly base: { readonly metrics: Metrics; readonly cases: readonly CaseResult[] };
  readonly tuned: { readonly metrics: Metrics; readonly cases: readonly CaseResult[] };
}
