// Opens and closes projects, makes changes one at a time, and keeps what is in memory up to date.

import type { DataRecord } from '../../../core/record';
import type { Applied } from '../../../storage/operations';
import { readCheck, readProject } from '../../../storage/projects';
import { readChunks } from '../../../storage/records';
import { listRuns, updateRun } from '../../../storage/runs';
import type { StoredProject } from '../../../storage/schema';
import { modelIdOf } from '../models/model-id';
import { indexLine, type RecordIndex, setFindings, updatedIndex } from '../records/record-index';
import type { DataContext, OpenProject } from './context';

async function buildIndex(context: DataContext, project: StoredProject): Promise<RecordIndex> {
  const index: RecordIndex = [];
  for await (const records of readChunks(context.database, project.id, project.nextOrder)) index.push(...records.map(indexLine));
  return index;
}

/** Marks runs that are stored as running although no worker of this tab trains them: their tab died. */
async function markInterrupted(context: DataContext, projectId: string): Promise<void> {
  for (const run of await listRuns(context.database, projectId)) {
    if (run.state !== 'running' || context.training.has(run.id)) continue;
    await updateRun(context.database, run.id, (before) => ({ ...before, state: 'interrupted' }));
  }
}

async function load(context: DataContext, projectId: string): Promise<OpenProject> {
  const project = await readProject(context.database, projectId);
  await markInterrupted(context, projectId);
  const [index, check] = await Promise.all([buildIndex(context, project), readCheck(context.database, projectId)]);
  if (check) setFindings(index, check.report.findings);
  return { project, index, check, examples: { key: '', byId: new Map() }, queue: Promise.resolve(), waiting: 0 };
}

/** Closes all other projects, except those with a change or a training under way. */
async function closeOthers(context: DataContext, projectId: string): Promise<void> {
  for (const [other, { waiting }] of [...context.open]) {
    if (other === projectId || waiting > 0) continue;
    const runs = await listRuns(context.database, other);
    if (runs.some((run) => context.training.has(run.id))) continue;
    closeProject(context, other);
  }
}

export function closeProject(context: DataContext, projectId: string): void {
  context.open.delete(projectId);
  context.locks.free(projectId);
}

/**
 * Returns an open project. Opens and locks it first, if necessary.
 * @throws AppError `in-use` when another tab has it; `not-found`
 */
export async function openProject(context: DataContext, projectId: string): Promise<OpenProject> {
  const known = context.open.get(projectId) ?? context.opening.get(projectId);
  if (known) return known;
  const opening = lockAndLoad(context, projectId);
  context.opening.set(projectId, opening);
  try {
    const open = await opening;
    context.open.set(projectId, open);
    return open;
  } finally {
    context.opening.delete(projectId);
  }
}

async function lockAndLoad(context: DataContext, projectId: string): Promise<OpenProject> {
  await readProject(context.database, projectId);
  await context.locks.take(projectId);
  try {
    return await load(context, projectId);
  } catch (error) {
    context.locks.free(projectId);
    throw error;
  }
}

/** Opens the project that the page shows, and closes the others. */
export async function switchProject(context: DataContext, projectId: string): Promise<OpenProject> {
  const open = await openProject(context, projectId);
  await closeOthers(context, projectId);
  // Load the tokenizer now, because the table shows token counts once it is loaded. A missing model is reported when it is
  // needed.
  void modelIdOf(context.database, open.project.recipe)
    .then((modelId) => context.tokenizer(modelId))
    .catch(() => undefined);
  return open;
}

/** Runs `change` once all changes requested before are done. */
export function runInTurn<T>(open: OpenProject, change: () => Promise<T>): Promise<T> {
  open.waiting += 1;
  const result = open.queue.then(change, change).finally(() => {
    open.waiting -= 1;
  });
  open.queue = result.catch(() => undefined);
  return result;
}

/** Updates the project, its index and its caches after a stored change. */
export function follow(open: OpenProject, { project, effect }: Applied): void {
  open.project = project;
  open.index = updatedIndex(open.index, effect.removed, effect.put);
  if (effect.tools) forgetExamples(open);
  for (const id of effect.removed) open.examples.byId.delete(id);
  for (const record of effect.put) open.examples.byId.delete(record.id);
}

/** Adds records to the index. Creates a new array, so that caches notice that theirs is out of date. */
export function addToIndex(open: OpenProject, records: readonly DataRecord[]): void {
  open.index = open.index.concat(records.map(indexLine));
}

/** Drops tokenized records and token counts, after the recipe's model or format or the project's tools have changed. */
export function forgetExamples(open: OpenProject): void {
  open.examples = { key: '', byId: new Map() };
  for (const line of open.index) line.tokens = null;
}
