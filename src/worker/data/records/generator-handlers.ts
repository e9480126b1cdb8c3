// Handlers for rows from templates, and for templates from rows. Making thousands of rows would hold up the page.

import { type PlannedRows, planRows, rowSentences, templateSource } from '../../../core/generator';
import type { DataRecord, Row, Split } from '../../../core/record';
import { readRecords } from '../../../storage/records';
import type { DataCalls, TemplateRows } from '../../protocol';
import type { Handlers } from '../../rpc';
import type { DataContext } from '../project/context';
import { inTurn, openProject } from '../project/open-project';
import { projectView } from '../project/project-view';
import { applyEdit } from './edit';

type TemplateCalls = Pick<DataCalls, 'rowSentences' | 'templateRows' | 'makeTemplateRows'>;

/** Rows of each side that a person sees before they are made. */
const FIRST = { train: 7, eval: 4 } as const;

function summaryOf({ problems, rows }: PlannedRows): TemplateRows {
  if (!rows) return { problems, rows };
  const { train, eval: heldOut, shared } = rows;
  const count = { train: train.length, eval: heldOut.length };
  return { problems, rows: { count, first: { train: train.slice(0, FIRST.train), eval: heldOut.slice(0, FIRST.eval) }, shared } };
}

function recordsOf(rows: readonly Row[], split: Split): Omit<DataRecord, 'id'>[] {
  return rows.map((row) => ({ ...row, tags: [], split }));
}

export function templateHandlers(context: DataContext): Handlers<TemplateCalls> {
  return {
    rowSentences: async ({ projectId }) => {
      const open = await openProject(context, projectId);
      const ids = open.index.map(({ id }) => id);
      const records = await readRecords(context.database, projectId, ids);
      return rowSentences(
        records.filter(({ source }) => source.file !== templateSource),
        open.project.tools,
      );
    },
    templateRows: async ({ projectId, plan }) => {
      const { project } = await openProject(context, projectId);
      return summaryOf(planRows(plan, project.tools));
    },
    makeTemplateRows: async ({ projectId, plan }) => {
      const open = await openProject(context, projectId);
      return inTurn(open, async () => {
        const planned = planRows(plan, open.project.tools);
        const { rows } = planned;
        if (rows) {
          const records = [...recordsOf(rows.train, 'train'), ...recordsOf(rows.eval, 'eval')];
          await applyEdit(context, open, { kind: 'add', records, replacing: templateSource });
        }
        return { view: await projectView(context, open), rows: summaryOf(planned) };
      });
    },
  };
}
