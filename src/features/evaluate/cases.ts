// The cases of an evaluation as the table lists them. Pure.

import type { CaseResult, ToolCallScores } from '../../core/metrics';
import type { CaseTab } from './state';

/** One held-out request with both answers; `index` is its place in the evaluation. */
export interface ComparedCase {
  readonly index: number;
  readonly base: CaseResult | null;
  readonly tuned: CaseResult;
}

/** Failures of the trained model first, then those it answered exactly; each in the order of the records. */
export function comparedCases({ base, tuned }: ToolCallScores): readonly ComparedCase[] {
  const cases = tuned.cases.map((result, index) => ({ index, base: base.cases[index] ?? null, tuned: result }));
  return [...cases.filter(isFailure), ...cases.filter((each) => !isFailure(each))];
}

export function isFailure({ tuned }: ComparedCase): boolean {
  return tuned.verdict !== 'exact';
}

export function casesOfTab(cases: readonly ComparedCase[], tab: CaseTab): readonly ComparedCase[] {
  return tab === 'failures' ? cases.filter(isFailure) : cases;
}
