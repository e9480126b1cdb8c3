// Copies of a run: with the records it stands on, and as much of its history as is asked for.

import { byChunk } from './records';
import { readRunRecords } from './runs';
import type { Database, StoredManifest, StoredRun } from './schema';

/**
 * Stores `copy` with the records of run `from`. With a manifest, whose file is already in the copy's folder, also with
 * the log and evaluations up to its step. One transaction: a tab that dies leaves no half of a run.
 */
export async function copyRun(database: Database, from: string, copy: StoredRun, manifest: StoredManifest | null): Promise<void> {
  const records = await readRunRecords(database, from);
  const upTo = IDBKeyRange.bound([from], [from, manifest?.step ?? 0]);
  const [log, evaluations] = await Promise.all([database.getAll('runLogs', upTo), database.getAll('evalPoints', upTo)]);
  const transaction = database.transaction(['runs', 'runRecords', 'runLogs', 'evalPoints', 'manifests'], 'readwrite', {
    durability: 'strict',
  });
  for (const [chunk, group] of byChunk(records)) await transaction.objectStore('runRecords').put({ runId: copy.id, chunk, records: group });
  for (const row of log) await transaction.objectStore('runLogs').put({ ...row, runId: copy.id });
  for (const row of evaluations) await transaction.objectStore('evalPoints').put({ ...row, runId: copy.id });
  if (manifest) await transaction.objectStore('manifests').put(manifest);
  await transaction.objectStore('runs').put(copy);
  await transaction.done;
}
