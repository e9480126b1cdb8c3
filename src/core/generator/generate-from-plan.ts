// A plan as a person leaves it, mended lines and all, as rows or as what keeps it from making any.

import type { ToolSpec } from '../record';
import { type MadeRows, makeRows } from './generate-records';
import { type TemplatePlan, withoutBlankLines } from './plan';
import { type TemplateProblem, templateProblems } from './problems';

export interface PlannedRows {
  readonly problems: readonly TemplateProblem[];
  /** null while there are problems. */
  readonly rows: MadeRows | null;
}

export function planRows(plan: TemplatePlan, tools: readonly ToolSpec[]): PlannedRows {
  const clean = withoutBlankLines(plan);
  const problems = templateProblems(clean, tools);
  return { problems, rows: problems.length > 0 ? null : makeRows(clean, tools) };
}
