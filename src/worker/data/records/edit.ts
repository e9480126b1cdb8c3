// Applies edits as stored operations, each with its inverse.

import type { Operation } from '../../../core/operation';
import type { DataRecord } from '../../../core/record';
import { type Applied, doOperation } from '../../../storage/operations';
import { noRecord, readChunks, readRecords, recordId } from '../../../storage/records';
import type { Change } from '../../../storage/schema';
import type { Edit } from '../../protocol';
import type { DataContext, OpenProject } from '../project/context';
import { follow } from '../project/open-project';

/** Reads the records with these ids. @throws AppError `not-found` when one is missing */
async function existing(context: DataContext, open: OpenProject, ids: readonly string[]): Promise<DataRecord[]> {
  const records = await readRecords(context.database, open.project.id, ids);
  if (records.length < ids.length) {
    const found = new Set(records.map((record) => record.id));
    throw noRecord(ids.find((id) => !found.has(id)) ?? '');
  }
  return records;
}

/** Reads all records that came from a source. */
async function recordsFrom(context: DataContext, { project }: OpenProject, file: string): Promise<DataRecord[]> {
  const found: DataRecord[] = [];
  for await (const records of readChunks(context.database, project.id, project.nextOrder)) {
    found.push(...records.filter((record) => record.source.file === file));
  }
  return found;
}

interface PlannedEdit {
  readonly operation: Operation;
  readonly ids: readonly string[];
  readonly change: Change;
  /** Number of records added at the end. */
  readonly added: number;
}

async function planEdit(context: DataContext, open: OpenProject, edit: Edit): Promise<PlannedEdit> {
  switch (edit.kind) {
    case 'add': {
      const { nextOrder } = open.project;
      const after = edit.records.map((record, position) => ({ ...record, id: recordId(nextOrder + position) }));
      const ids = after.map((record) => record.id);
      const before = edit.replacing === undefined ? [] : await recordsFrom(context, open, edit.replacing);
      return { operation: { kind: 'add', count: ids.length }, ids, change: { kind: 'records', before, after }, added: ids.length };
    }
    case 'replace': {
      const ids = edit.records.map((record) => record.id);
      const before = await existing(context, open, ids);
      return { operation: { kind: 'edit', count: ids.length }, ids, change: { kind: 'records', before, after: edit.records }, added: 0 };
    }
    case 'delete': {
      const before = await existing(context, open, edit.ids);
      return {
        operation: { kind: 'delete', count: before.length },
        ids: edit.ids,
        change: { kind: 'records', before, after: [] },
        added: 0,
      };
    }
    case 'split': {
      const before = (await existing(context, open, edit.ids)).map((record) => record.split);
      const operation: Operation = { kind: 'split', split: edit.split, count: before.length };
      return { operation, ids: edit.ids, change: { kind: 'split', ids: edit.ids, before, after: edit.split }, added: 0 };
    }
    case 'tools':
      return { operation: { kind: 'tools' }, ids: [], change: { kind: 'tools', before: open.project.tools, after: edit.tools }, added: 0 };
    default:
      return edit satisfies never;
  }
}

/** Applies one edit. Call it in turn (open-project.ts). @returns ids of the edited records */
export async function applyEdit(context: DataContext, open: OpenProject, edit: Edit): Promise<readonly string[]> {
  const { operation, ids, change, added } = await planEdit(context, open, edit);
  if (edit.kind !== 'tools' && ids.length === 0) return ids;
  const applied: Applied = await doOperation(context.database, open.project.id, operation, context.now(), (project) => ({
    change,
    nextOrder: project.nextOrder + added,
  }));
  follow(open, applied);
  return ids;
}
