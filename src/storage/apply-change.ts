// Applies one change of a project's records, or its inverse, within the caller's transaction.

import type { IDBPTransaction } from 'idb';
import type { DataRecord, Split, ToolSpec } from '../core/record';
import { changeRecords, chunkOf, chunksOf, orderOf } from './records';
import type { Change, StudioSchema } from './schema';

/** The stores an operation may touch. */
export const OPERATION_STORES = ['projects', 'chunks', 'operations', 'shelf', 'sources'] as const;
export type OperationTransaction = IDBPTransaction<StudioSchema, typeof OPERATION_STORES, 'readwrite'>;
export type Direction = 'do' | 'undo';

/** What a change did, so that an index of the project can be updated. */
export interface Effect {
  /** Ids. */
  readonly removed: readonly string[];
  /** New and changed records, with their new content. */
  readonly put: readonly DataRecord[];
  /** Change in the number of live records. */
  readonly growth: number;
  /** Absent when the tools are unchanged. */
  readonly tools?: readonly ToolSpec[];
}

async function changeSplits(
  transaction: OperationTransaction,
  projectId: string,
  ids: readonly string[],
  splitOf: (position: number) => Split | undefined,
): Promise<DataRecord[]> {
  const wanted = new Map(ids.map((id, position) => [id, splitOf(position)]));
  const put: DataRecord[] = [];
  for (const chunk of chunksOf(ids)) {
    const stored = await transaction.objectStore('chunks').get([projectId, chunk]);
    if (!stored) continue;
    const records = stored.records.map((record) => {
      const split = wanted.get(record.id);
      if (!split) return record;
      const changed = { ...record, split };
      put.push(changed);
      return changed;
    });
    await transaction.objectStore('chunks').put({ ...stored, records });
  }
  return put;
}

/** Undoes an import: moves its records from the chunks to the shelf, so that redo needs no file. */
async function shelve(transaction: OperationTransaction, projectId: string, sequence: number, from: number, to: number) {
  const removed: string[] = [];
  for (let chunk = chunkOf(from); chunk <= chunkOf(to - 1); chunk += 1) {
    const stored = await transaction.objectStore('chunks').get([projectId, chunk]);
    if (!stored) continue;
    const isImported = (record: DataRecord) => orderOf(record.id) >= from && orderOf(record.id) < to;
    const imported = stored.records.filter(isImported);
    const others = stored.records.filter((record) => !isImported(record));
    removed.push(...imported.map((record) => record.id));
    await transaction.objectStore('shelf').put({ projectId, sequence, chunk, records: imported });
    if (others.length > 0) await transaction.objectStore('chunks').put({ ...stored, records: others });
    else await transaction.objectStore('chunks').delete([projectId, chunk]);
  }
  return removed;
}

/** Redoes an import: moves its records back. */
async function unshelve(transaction: OperationTransaction, projectId: string, sequence: number): Promise<DataRecord[]> {
  const range = IDBKeyRange.bound([projectId, sequence], [projectId, sequence, []]);
  const parts = await transaction.objectStore('shelf').getAll(range);
  const records = parts.flatMap((part) => part.records);
  await changeRecords(transaction.objectStore('chunks'), projectId, [], records);
  await transaction.objectStore('shelf').delete(range);
  return records;
}

/**
 * Applies `change` to the stored records. A new import does not pass through here, since its records are already in the
 * chunks (commitImport in operations.ts): doing an import means redoing one that was undone.
 */
export async function applyChange(
  transaction: OperationTransaction,
  projectId: string,
  sequence: number,
  change: Change,
  direction: Direction,
): Promise<Effect> {
  switch (change.kind) {
    case 'records': {
      const [from, to] = direction === 'do' ? [change.before, change.after] : [change.after, change.before];
      const kept = new Set(to.map((record) => record.id));
      const removed = from.map((record) => record.id).filter((id) => !kept.has(id));
      await changeRecords(transaction.objectStore('chunks'), projectId, removed, to);
      return { removed, put: to, growth: to.length - from.length };
    }
    case 'split': {
      const splitOf = (position: number) => (direction === 'do' ? change.after : change.before[position]);
      return { removed: [], put: await changeSplits(transaction, projectId, change.ids, splitOf), growth: 0 };
    }
    case 'tools':
      return { removed: [], put: [], growth: 0, tools: direction === 'do' ? change.after : change.before };
    case 'import': {
      const tools = change.tools && (direction === 'do' ? change.tools.after : change.tools.before);
      const toolsPart = tools ? { tools } : {};
      if (direction === 'undo') {
        const removed = change.to > change.from ? await shelve(transaction, projectId, sequence, change.from, change.to) : [];
        return { removed, put: [], growth: -removed.length, ...toolsPart };
      }
      const put = await unshelve(transaction, projectId, sequence);
      return { removed: [], put, growth: put.length, ...toolsPart };
    }
    default:
      return change satisfies never;
  }
}
