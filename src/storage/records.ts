// Records of a project, in chunks. A record's id gives its order in the project (`r1` is the first), and the order gives
// the chunk. No order is ever used twice, so undoing a deletion puts the record back in its old place.

import type { IDBPObjectStore, StoreNames } from 'idb';
import { AppError } from '../core/failure';
import type { DataRecord } from '../core/record';
import type { Database, StudioSchema } from './schema';

const RECORDS_PER_CHUNK = 500;

/** @param order 0-based position at which the record joined the project. */
export function recordId(order: number): string {
  return `r${order + 1}`;
}

export function noRecord(id: string): AppError {
  return new AppError({ code: 'not-found', message: `There is no record "${id}".`, remedy: 'If it was deleted, undo brings it back.' });
}

/** Returns the 0-based order of a record. @throws AppError `not-found` for anything that is not a record id */
export function orderOf(id: string): number {
  const order = /^r[1-9]\d*$/.test(id) ? Number(id.slice(1)) - 1 : Number.NaN;
  if (!Number.isSafeInteger(order)) throw noRecord(id);
  return order;
}

export function chunkOf(order: number): number {
  return Math.floor(order / RECORDS_PER_CHUNK);
}

/** Returns the chunks that hold the records with these ids, each once. */
export function chunksOf(ids: readonly string[]): number[] {
  return [...new Set(ids.map((id) => chunkOf(orderOf(id))))];
}

/** Key range of everything of a project or run, in a store whose key begins with its id. */
export function keysOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id], [id, []]);
}

/** Reads the records of a project in order, chunk by chunk. Skips those of an import that never finished. */
export async function* readChunks(
  database: Database,
  projectId: string,
  nextOrder: number,
): AsyncGenerator<readonly DataRecord[], void, undefined> {
  const keys = await database.getAllKeys('chunks', keysOf(projectId));
  for (const key of keys) {
    const stored = await database.get('chunks', key);
    const records = stored?.records.filter((record) => orderOf(record.id) < nextOrder) ?? [];
    if (records.length > 0) yield records;
  }
}

/** Reads records by id, in the order of `ids`. Skips missing ones. */
export async function readRecords(database: Database, projectId: string, ids: readonly string[]): Promise<DataRecord[]> {
  const chunks = await Promise.all(chunksOf(ids).map((chunk) => database.get('chunks', [projectId, chunk])));
  const found = new Map(chunks.flatMap((chunk) => chunk?.records ?? []).map((record) => [record.id, record]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

type ChunkStore<Stores extends ArrayLike<StoreNames<StudioSchema>>> = IDBPObjectStore<StudioSchema, Stores, 'chunks', 'readwrite'>;

/** Groups records by the chunk they belong to. */
export function byChunk(records: readonly DataRecord[]): Map<number, DataRecord[]> {
  const groups = new Map<number, DataRecord[]>();
  for (const record of records) {
    const chunk = chunkOf(orderOf(record.id));
    const group = groups.get(chunk);
    if (group) group.push(record);
    else groups.set(chunk, [record]);
  }
  return groups;
}

function byOrder(a: DataRecord, b: DataRecord): number {
  return orderOf(a.id) - orderOf(b.id);
}

/** Removes and adds records within a transaction. An added record replaces one with its id. */
export async function changeRecords<Stores extends ArrayLike<StoreNames<StudioSchema>>>(
  chunks: ChunkStore<Stores>,
  projectId: string,
  removed: readonly string[],
  added: readonly DataRecord[],
): Promise<void> {
  const gone = new Set([...removed, ...added.map((record) => record.id)]);
  const addedByChunk = byChunk(added);
  for (const chunk of chunksOf([...gone])) {
    const before = await chunks.get([projectId, chunk]);
    const records = [...(before?.records.filter((record) => !gone.has(record.id)) ?? []), ...(addedByChunk.get(chunk) ?? [])].sort(byOrder);
    if (records.length > 0) await chunks.put({ projectId, chunk, records });
    else await chunks.delete([projectId, chunk]);
  }
}

/** Deletes what an unfinished import left behind: records with an order of `nextOrder` or above. */
export async function dropUnfinished(database: Database, projectId: string, nextOrder: number): Promise<void> {
  const transaction = database.transaction('chunks', 'readwrite');
  const first = chunkOf(nextOrder);
  const border = await transaction.store.get([projectId, first]);
  const records = border?.records.filter((record) => orderOf(record.id) < nextOrder) ?? [];
  await transaction.store.delete(IDBKeyRange.bound([projectId, first], [projectId, []]));
  if (records.length > 0) await transaction.store.put({ projectId, chunk: first, records });
  await transaction.done;
}
