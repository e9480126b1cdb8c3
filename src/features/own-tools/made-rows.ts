// Rows from templates into the project: both sides in one step that can be undone.

import {
  type MadeRows,
  makeRows,
  type TemplatePlan,
  type TemplateProblem,
  templateProblems,
  withoutBlankLines,
} from '../../core/builder/templates';
import type { DataRecord, Row, Split, ToolSpec } from '../../core/record';
import type { Dictionary } from '../../i18n';
import { showToast } from '../../ui';
import { openProjectId, renewRecords, splitRecords, undo, workers } from '../project';
import { changeOwnTools } from './state';

/** Name of the source in the records; made anew, its rows take the place of the old ones. */
export const SOURCE = 'templates';
/** One row of so many is held out where nothing says which. */
const HOLD_OUT_EVERY = 5;

export interface PlannedRows {
  readonly problems: readonly TemplateProblem[];
  /** null while there are problems. */
  readonly rows: MadeRows | null;
}

export function plannedRows(plan: TemplatePlan, tools: readonly ToolSpec[]): PlannedRows {
  const clean = withoutBlankLines(plan);
  const problems = templateProblems(clean, tools);
  return { problems, rows: problems.length > 0 ? null : makeRows(clean, tools, SOURCE) };
}

function recordsOf(rows: readonly Row[], split: Split): Omit<DataRecord, 'id'>[] {
  return rows.map((row) => ({ ...row, tags: [], split }));
}

export async function storeRows(rows: MadeRows, t: Dictionary): Promise<void> {
  const ids = await renewRecords([...recordsOf(rows.train, 'train'), ...recordsOf(rows.eval, 'eval')], SOURCE);
  if (!ids) return;
  changeOwnTools({ made: true });
  showToast({ text: t.ownTools.rows.stored(rows.train.length, rows.eval.length), action: { label: t.shell.undo, run: () => void undo() } });
}

/** Holds out every fifth row of those that are trained. */
export async function holdOutSome(): Promise<void> {
  const { data } = await workers();
  const ids = await data.call('recordIds', { projectId: openProjectId(), filter: { split: 'train' } });
  await splitRecords(
    ids.filter((_, index) => index % HOLD_OUT_EVERY === HOLD_OUT_EVERY - 1),
    'eval',
  );
}
