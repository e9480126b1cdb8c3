// Handlers that generate records from patterns, and derive patterns from records. They run in the worker because
// generating thousands of records would block the page.

import { type GeneratorResult, generateFromPlan, generatorSource, recordPatterns } from '../../../core/generator';
import type { DataRecord, NewRecord, Split } from '../../../core/record';
import { readRecords } from '../../../storage/records';
import type { DataCalls, GeneratedPreview } from '../../protocol';
import type { Handlers } from '../../rpc';
import type { DataContext } from '../project/context';
import { openProject, runInTurn } from '../project/open-project';
import { projectView } from '../project/project-view';
import { applyEdit } from './edit';

type GeneratorCalls = Pick<DataCalls, 'recordPatterns' | 'previewGenerated' | 'generateRecords'>;

/** Records in a preview, by split. */
const FIRST = { train: 7, eval: 4 } as const;

function previewOf({ problems, records }: GeneratorResult): GeneratedPreview {
  if (!records) return { problems, rows: null };
  const { train, eval: heldOut, shared } = records;
  const count = { train: train.length, eval: heldOut.length };
  return { problems, rows: { count, first: { train: train.slice(0, FIRST.train), eval: heldOut.slice(0, FIRST.eval) }, shared } };
}

function withSplit(records: readonly NewRecord[], split: Split): Omit<DataRecord, 'id'>[] {
  return records.map((record) => ({ ...record, tags: [], split }));
}

export function generatorHandlers(context: DataContext): Handlers<GeneratorCalls> {
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
      return previewOf(generateFromPlan(plan, project.tools));
    },
    generateRecords: async ({ projectId, plan }) => {
      const open = await openProject(context, projectId);
      return runInTurn(open, async () => {
        const result = generateFromPlan(plan, open.project.tools);
        if (result.records) {
          const records = [...withSplit(result.records.train, 'train'), ...withSplit(result.records.eval, 'eval')];
          await applyEdit(context, open, { kind: 'add', records, replacing: generatorSource });
        }
        return { view: await projectView(context, open), rows: previewOf(result) };
      });
    },
  };
}
