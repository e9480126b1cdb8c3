// Runs, their logs, evaluations and the manifests of their checkpoints.

import { AppError } from '../core/failure';
import type { ToolCallScores } from '../core/metrics';
import type { DataRecord } from '../core/record';
import type { EvalPoint, Run, StepReport } from '../core/training';
import { byChunk, keysOf } from './records';
import type { CheckpointManifest, Database, StoredRun } from './schema';

export async function readStoredRun(database: Database, runId: string): Promise<StoredRun> {
  const run = await database.get('runs', runId);
  if (!run) throw new AppError({ code: 'not-found', message: `There is no run "${runId}".`, remedy: 'Choose one from the list of runs.' });
  return run;
}

/** The run with its log, evaluations and the steps of its checkpoints. */
export async function readRun(database: Database, runId: string): Promise<Run> {
  const run = await readStoredRun(database, runId);
  const [log, evaluations, manifests] = await Promise.all([
    database.getAll('runLogs', keysOf(runId)),
    database.getAll('evalPoints', keysOf(runId)),
    readManifests(database, runId),
  ]);
  const { tools: _tools, revision: _revision, ...plain } = run;
  return {
    ...plain,
    log: log.map((row) => row.report),
    evalPoints: evaluations.map((row) => row.report),
    checkpoints: manifests.map((manifest) => manifest.step),
  };
}

/** Newest first. */
export async function listRuns(database: Database, projectId: string): Promise<StoredRun[]> {
  const runs = await database.getAllFromIndex('runs', 'byProject', projectId);
  return runs.sort((a, b) => b.createdAt - a.createdAt);
}

/** Stores a new run with the records it stands on, in one transaction. */
export async function createRun(database: Database, run: StoredRun, records: readonly DataRecord[]): Promise<void> {
  const transaction = database.transaction(['runs', 'runRecords'], 'readwrite');
  for (const [chunk, group] of byChunk(records)) await transaction.objectStore('runRecords').put({ runId: run.id, chunk, records: group });
  await transaction.objectStore('runs').put(run);
  await transaction.done;
}

/** The records of {@link createRun}, in order. */
export async function readRunRecords(database: Database, runId: string): Promise<DataRecord[]> {
  return (await database.getAll('runRecords', keysOf(runId))).flatMap((part) => part.records);
}

/**
 * Stores `copy` with the records of run `from`. With a manifest, whose file is already in the copy's folder, also with
 * the log and evaluations up to its step. One transaction: a tab that dies leaves no half of a run.
 */
export async function copyRun(database: Database, from: string, copy: StoredRun, manifest: CheckpointManifest | null): Promise<void> {
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

export async function updateRun(database: Database, runId: string, change: (run: StoredRun) => StoredRun): Promise<StoredRun> {
  const transaction = database.transaction('runs', 'readwrite');
  const before = await transaction.store.get(runId);
  if (!before) throw new AppError({ code: 'not-found', message: `There is no run "${runId}".` });
  const after = change(before);
  await transaction.store.put(after);
  await transaction.done;
  return after;
}

/** Deletes the run's rows; its files are the caller's. */
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
 * Appends to the log. Stored reports at or after the first given step are dropped first: a resumed run repeats them.
 * @param seconds training time of all sessions so far.
 */
export async function logSteps(
  database: Database,
  runId: string,
  reports: readonly StepReport[],
  evaluations: readonly EvalPoint[],
  change: (run: StoredRun) => StoredRun,
): Promise<void> {
  const transaction = database.transaction(['runs', 'runLogs', 'evalPoints'], 'readwrite');
  const run = await transaction.objectStore('runs').get(runId);
  if (!run) throw new AppError({ code: 'not-found', message: `There is no run "${runId}".` });
  const firstReport = reports[0];
  if (firstReport) {
    await transaction.objectStore('runLogs').delete(IDBKeyRange.bound([runId, firstReport.step], [runId, []]));
    await transaction.objectStore('evalPoints').delete(IDBKeyRange.bound([runId, firstReport.step], [runId, []]));
  }
  const firstEvaluation = evaluations[0];
  if (firstEvaluation) {
    await transaction.objectStore('evalPoints').delete(IDBKeyRange.bound([runId, firstEvaluation.step], [runId, []]));
  }
  for (const report of reports) await transaction.objectStore('runLogs').put({ runId, step: report.step, report });
  for (const report of evaluations) await transaction.objectStore('evalPoints').put({ runId, step: report.step, report });
  await transaction.objectStore('runs').put(change(run));
  await transaction.done;
}

/** Newest step first. */
export async function readManifests(database: Database, runId: string): Promise<CheckpointManifest[]> {
  return (await database.getAll('manifests', keysOf(runId))).reverse();
}

/**
 * Records a checkpoint whose file is written and flushed. Strict durability: when this resolves, it is on the disk.
 * Manifests of later steps belong to a line of training that was given up (its newest checkpoint was damaged) and go.
 * @param keep how many checkpoints stay, this one and the best among them; at least two do
 * @param best step of the checkpoint that stays however old it is; null = none
 * @returns files that no manifest names any more.
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

/** Drops all manifests of a run but the newest `keep` and that of step `best`. @returns files that no manifest names any more. */
export async function dropManifests(database: Database, runId: string, keep: number, best: number | null): Promise<string[]> {
  const transaction = database.transaction('manifests', 'readwrite', { durability: 'strict' });
  const all = (await transaction.store.getAll(keysOf(runId))).reverse();
  const dropped = all.slice(keep).filter(({ step }) => step !== best);
  for (const { step } of dropped) await transaction.store.delete([runId, step]);
  await transaction.done;
  return dropped.map(({ file }) => file);
}

export async function putToolCallScores(database: Database, evaluation: ToolCallScores): Promise<void> {
  await database.put('toolCallScores', evaluation);
}

export async function readToolCallScores(database: Database, runId: string): Promise<ToolCallScores | null> {
  return (await database.get('toolCallScores', runId)) ?? null;
}

/** The run as it stood at an earlier step. */
export function rewound({ skipped = [], ...run }: StoredRun, step: number): StoredRun {
  const kept = skipped.filter((skip) => skip.step <= step);
  return { ...run, step: Math.min(run.step, step), ...(kept.length > 0 ? { skipped: kept } : {}) };
}

/** Drops what is logged after `step`: the run goes on from there. */
export async function rewindLog(database: Database, runId: string, step: number): Promise<void> {
  const transaction = database.transaction(['runs', 'runLogs', 'evalPoints'], 'readwrite');
  const later = IDBKeyRange.bound([runId, step], [runId, []], true);
  const run = await transaction.objectStore('runs').get(runId);
  if (run) await transaction.objectStore('runs').put(rewound(run, step));
  await transaction.objectStore('runLogs').delete(later);
  await transaction.objectStore('evalPoints').delete(later);
  await transaction.done;
}
