// Handlers for rows from templates, and for templates from rows. Making thousands of rows would hold up the page.

import { type GeneratorResult, generateFromPlan, generatorSource, recordPatterns } from '../../../core/generator';
import type { DataRecord, NewRecord, Split } from '../../../core/record';
import { readRecords } from '../../../storage/records';
import type { DataCalls, GeneratedPreview } from '../../protocol';
import type { Handlers } from '../../rpc';
import type { DataContext } from '../project/context';
import { openProject, runInTurn } from '../project/open-project';
import { projectView } from '../project/project-view';
import { applyEdit } from './edit';

type TemplateCalls = Pick<DataCalls, 'recordPatterns' | 'previewGenerated' | 'generateRecords'>;

/** Rows of each side that a person sees before they are made. */
const FIRST = { train: 7, eval: 4 } as const;

function summaryOf({ problems, records: rows }: GeneratorResult): GeneratedPreview {
  if (!rows) return { problems, rows };
  const { train, eval: heldOut, shared } = rows;
  const count = { train: train.length, eval: heldOut.length };
  return { problems, rows: { count, first: { train: train.slice(0, FIRST.train), eval: heldOut.slice(0, FIRST.eval) }, shared } };
}

function recordsOf(rows: readonly NewRecord[], split: Split): Omit<DataRecord, 'id'>[] {
  return rows.map((row) => ({ ...row, tags: [], split }));
}

export function generatorHandlers(context: DataContext): Handlers<TemplateCalls> {
  return {
    recordPatterns: async ({ projectId }) => {
      const open = await openProject(context, projectId);
      const ids = open.index.map(({ id }) => id);
      const records = await readRecords(context.database, projectId, ids);
      return recordPatterns(
        records.filter(({ source }) => source.file !== generatorSource),
        open.project.tools,
      );
    },
    previewGenerated: async ({ projectId, plan }) => {
      const { project } = await openProject(context, projectId);
      return summaryOf(generateFromPlan(plan, project.tools));
    },
    generateRecords: async ({ projectId, plan }) => {
      const open = await openProject(context, projectId);
      return runInTurn(open, async () => {
        const planned = generateFromPlan(plan, open.project.tools);
        const { records: rows } = planned;
        if (rows) {
          const records = [...recordsOf(rows.train, 'train'), ...recordsOf(rows.eval, 'eval')];
          await applyEdit(context, open, { kind: 'add', records, replacing: generatorSource });
        }
        return { view: await projectView(context, open), rows: summaryOf(planned) };
      });
    },
  };
}
