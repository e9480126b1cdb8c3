// Runs with their records, logs, eval points and scores, and the manifests of their checkpoints.

import { AppError } from '../core/failure';
import type { ToolCallScores } from '../core/metrics';
import type { DataRecord } from '../core/record';
import type { EvalPoint, Run, StepReport } from '../core/training';
import { byChunk, keysOf } from './records';
import type { CheckpointManifest, Database, StoredRun } from './schema';

function noRun(runId: string): AppError {
  return new AppError({ code: 'not-found', message: `There is no run "${runId}".`, remedy: 'Choose one from the list of runs.' });
}

export async function readStoredRun(database: Database, runId: string): Promise<StoredRun> {
  const run = await database.get('runs', runId);
  if (!run) throw noRun(runId);
  return run;
}

/** Reads a run with its log, its eval points and the steps of its checkpoints. */
export async function readRun(database: Database, runId: string): Promise<Run> {
  const run = await readStoredRun(database, runId);
  const [log, evalPoints, manifests] = await Promise.all([
    database.getAll('runLogs', keysOf(runId)),
    database.getAll('evalPoints', keysOf(runId)),
    readManifests(database, runId),
  ]);
  const { tools: _tools, revision: _revision, ...plain } = run;
  return {
    ...plain,
    log: log.map(({ report }) => report),
    evalPoints: evalPoints.map(({ report }) => report),
    checkpoints: manifests.map((manifest) => manifest.step),
  };
}

/** Returns the runs of a project, newest first. */
export async function listRuns(database: Database, projectId: string): Promise<StoredRun[]> {
  const runs = await database.getAllFromIndex('runs', 'byProject', projectId);
  return runs.sort((a, b) => b.createdAt - a.createdAt);
}

/** Stores a new run with its records, in one transaction. */
export async function createRun(database: Database, run: StoredRun, records: readonly DataRecord[]): Promise<void> {
  const transaction = database.transaction(['runs', 'runRecords'], 'readwrite');
  for (const [chunk, group] of byChunk(records)) await transaction.objectStore('runRecords').put({ runId: run.id, chunk, records: group });
  await transaction.objectStore('runs').put(run);
  await transaction.done;
}

/** Reads the run's records, in order. */
export async function readRunRecords(database: Database, runId: string): Promise<DataRecord[]> {
  return (await database.getAll('runRecords', keysOf(runId))).flatMap((part) => part.records);
}

/**
 * Stores `copy` with the records of run `from`. With a manifest, whose file must already be in the copy's folder, it also
 * copies the log and the eval points up to the manifest's step. One transaction: a tab that dies leaves no half of a run.
 */
export async function copyRun(database: Database, from: string, copy: StoredRun, manifest: CheckpointManifest | null): Promise<void> {
  const records = await readRunRecords(database, from);
  const upTo = IDBKeyRange.bound([from], [from, manifest?.step ?? 0]);
  const [log, evalPoints] = await Promise.all([database.getAll('runLogs', upTo), database.getAll('evalPoints', upTo)]);
  const transaction = database.transaction(['runs', 'runRecords', 'runLogs', 'evalPoints', 'manifests'], 'readwrite', {
    durability: 'strict',
  });
  for (const [chunk, group] of byChunk(records)) await transaction.objectStore('runRecords').put({ runId: copy.id, chunk, records: group });
  for (const logged of log) await transaction.objectStore('runLogs').put({ ...logged, runId: copy.id });
  for (const point of evalPoints) await transaction.objectStore('evalPoints').put({ ...point, runId: copy.id });
  if (manifest) await transaction.objectStore('manifests').put(manifest);
  await transaction.objectStore('runs').put(copy);
  await transaction.done;
}

export async function updateRun(database: Database, runId: string, change: (run: StoredRun) => StoredRun): Promise<StoredRun> {
  const transaction = database.transaction('runs', 'readwrite');
  const before = await transaction.store.get(runId);
  if (!before) throw noRun(runId);
  const after = change(before);
  await transaction.store.put(after);
  await transaction.done;
  return after;
}

/** Deletes everything stored for the run except its files, which are the caller's to delete. */
export async function deleteRun(database: Database, runId: string): Promise<void> {
  const transaction = database.transaction(['runs', 'runRecords', 'runLogs', 'evalPoints', 'toolCallScores', 'manifests'], 'readwrite');
  await Promise.all([
    transaction.objectStore('runRecords').delete(keysOf(runId)),
    transaction.objectStore('runs').delete(runId),
    transaction.objectStore('toolCallScores').delete(runId),
    transaction.objectStore('runLogs').delete(keysOf(runId)),
    transaction.objectStore('evalPoints').delete(keysOf(runId)),
    transaction.objectStore('manifests').delete(keysOf(runId)),
    transaction.done,
  ]);
}

/**
 * Appends to the log and the eval points, and changes the run. First drops what is stored at or after the first given
 * step: a resumed run repeats those steps.
 */
export async function logSteps(
  database: Database,
  runId: string,
  reports: readonly StepReport[],
  evalPoints: readonly EvalPoint[],
  change: (run: StoredRun) => StoredRun,
): Promise<void> {
  const transaction = database.transaction(['runs', 'runLogs', 'evalPoints'], 'readwrite');
  const run = await transaction.objectStore('runs').get(runId);
  if (!run) throw noRun(runId);
  const firstReport = reports[0];
  if (firstReport) {
    await transaction.objectStore('runLogs').delete(IDBKeyRange.bound([runId, firstReport.step], [runId, []]));
    await transaction.objectStore('evalPoints').delete(IDBKeyRange.bound([runId, firstReport.step], [runId, []]));
  }
  const firstPoint = evalPoints[0];
  if (firstPoint) {
    await transaction.objectStore('evalPoints').delete(IDBKeyRange.bound([runId, firstPoint.step], [runId, []]));
  }
  for (const report of reports) await transaction.objectStore('runLogs').put({ runId, step: report.step, report });
  for (const report of evalPoints) await transaction.objectStore('evalPoints').put({ runId, step: report.step, report });
  await transaction.objectStore('runs').put(change(run));
  await transaction.done;
}

/** Returns the manifests of a run, newest step first. */
export async function readManifests(database: Database, runId: string): Promise<CheckpointManifest[]> {
  return (await database.getAll('manifests', keysOf(runId))).reverse();
}

/**
 * Stores the manifest of a checkpoint whose file is written and flushed. With strict durability, it is on the disk when
 * this resolves. Drops manifests of later steps: the run resumed before them because their files were damaged.
 * @param keep how many checkpoints to keep, including this one and the best; at least two are kept
 * @param best step of the checkpoint to keep however old it is; null = none
 * @returns files that no manifest names any more
 */
export async function commitManifest(
  database: Database,
  manifest: CheckpointManifest,
  keep: number,
  best: number | null = null,
): Promise<string[]> {
  const transaction = database.transaction('manifests', 'readwrite', { durability: 'strict' });
  const before = await transaction.store.getAll(keysOf(manifest.runId));
  const earlier = before
    .filter((other) => other.step < manifest.step)
    .sort((a, b) => Number(b.step === best) - Number(a.step === best) || b.step - a.step);
  const kept = [manifest, ...earlier.slice(0, Math.max(2, keep) - 1)];
  const files = new Set(kept.map((other) => other.file));
  const dropped = before.filter((other) => !kept.some((one) => one.step === other.step));
  for (const other of dropped) await transaction.store.delete([other.runId, other.step]);
  await transaction.store.put(manifest);
  await transaction.done;
  return before.map((other) => other.file).filter((file) => !files.has(file));
}

/** Drops all manifests of a run except the newest `keep` and the one of step `best`. @returns files that no manifest names any more */
export async function dropManifests(database: Database, runId: string, keep: number, best: number | null): Promise<string[]> {
  const transaction = database.transaction('manifests', 'readwrite', { durability: 'strict' });
  const all = (await transaction.store.getAll(keysOf(runId))).reverse();
  const dropped = all.slice(keep).filter(({ step }) => step !== best);
  for (const { step } of dropped) await transaction.store.delete([runId, step]);
  await transaction.done;
  return dropped.map(({ file }) => file);
}

export async function putToolCallScores(database: Database, scores: ToolCallScores): Promise<void> {
  await database.put('toolCallScores', scores);
}

export async function readToolCallScores(database: Database, runId: string): Promise<ToolCallScores | null> {
  return (await database.get('toolCallScores', runId)) ?? null;
}

/** Returns the run as it was at an earlier step. */
export function rewound({ skipped = [], ...run }: StoredRun, step: number): StoredRun {
  const kept = skipped.filter((skip) => skip.step <= step);
  return { ...run, step: Math.min(run.step, step), ...(kept.length > 0 ? { skipped: kept } : {}) };
}

/** Drops what was logged after `step`, where the run resumes. */
export async function rewindLog(database: Database, runId: string, step: number): Promise<void> {
  const transaction = database.transaction(['runs', 'runLogs', 'evalPoints'], 'readwrite');
  const later = IDBKeyRange.bound([runId, step], [runId, []], true);
  const run = await transaction.objectStore('runs').get(runId);
  if (run) await transaction.objectStore('runs').put(rewound(run, step));
  await transaction.objectStore('runLogs').delete(later);
  await transaction.objectStore('evalPoints').delete(later);
  await transaction.done;
}
