// A plan as a person leaves it, mended lines and all, as rows or as what keeps it from making any.

import type { ToolSpec } from '../record';
import { type GeneratedRecords, generateRecords } from './generate-records';
import { type GeneratorPlan, withoutBlankLines } from './plan';
import { type PatternProblem, patternProblems } from './problems';

export interface GeneratorResult {
  readonly problems: readonly PatternProblem[];
  /** null while there are problems. */
  readonly records: GeneratedRecords | null;
}

export function generateFromPlan(plan: GeneratorPlan, tools: readonly ToolSpec[]): GeneratorResult {
  const clean = withoutBlankLines(plan);
  const problems = patternProblems(clean, tools);
  return { problems, records: problems.length > 0 ? null : generateRecords(clean, tools) };
}
