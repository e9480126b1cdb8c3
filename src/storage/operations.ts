// The stored log of operations. Doing, undoing and redoing takes one transaction each, so that records, log and pointer
// always agree, whenever the tab dies. A new operation drops those that could have been redone.

import { AppError } from '../core/failure';
import type { Operation } from '../core/operation';
import type { DataRecord, ToolSpec } from '../core/record';
import type { SourceReport } from '../core/source-report';
import { applyChange, type Direction, type Effect, OPERATION_STORES, type OperationTransaction } from './apply-change';
import { noProject } from './projects';
import { changeRecords, keysOf } from './records';
import type { Change, Database, StoredOperation, StoredProject } from './schema';

export interface Applied {
  readonly project: StoredProject;
  readonly effect: Effect;
}

async function projectIn(transaction: OperationTransaction, projectId: string): Promise<StoredProject> {
  const project = await transaction.objectStore('projects').get(projectId);
  if (!project) throw noProject(projectId);
  return project;
}

/** Deletes the operations after the last applied one, with all that belongs to them: they can no longer be redone. */
async function dropRedo(transaction: OperationTransaction, project: StoredProject): Promise<void> {
  const later = IDBKeyRange.bound([project.id, project.applied + 1], [project.id, []]);
  await Promise.all([
    transaction.objectStore('operations').delete(later),
    transaction.objectStore('sources').delete(later),
    transaction.objectStore('shelf').delete(later),
  ]);
}

function changedProject(project: StoredProject, at: number, effect: Effect): StoredProject {
  return {
    ...project,
    changedAt: at,
    revision: project.revision + 1,
    records: project.records + effect.growth,
    tools: effect.tools ?? project.tools,
  };
}

/** Stores an operation and applies it. `makeChange` receives the project as the transaction reads it. */
export async function doOperation(
  database: Database,
  projectId: string,
  operation: Operation,
  at: number,
  makeChange: (project: StoredProject) => { change: Change; nextOrder: number },
): Promise<Applied> {
  const transaction = database.transaction(OPERATION_STORES, 'readwrite');
  const before = await projectIn(transaction, projectId);
  const { change, nextOrder } = makeChange(before);
  const sequence = before.applied + 1;
  await dropRedo(transaction, before);
  const effect = await applyChange(transaction, projectId, sequence, change, 'do');
  const project = { ...changedProject(before, at, effect), nextOrder, applied: sequence };
  await transaction.objectStore('operations').put({ projectId, sequence, at, operation, change });
  await transaction.objectStore('projects').put(project);
  await transaction.done;
  return { project, effect };
}

/** Stores part of an import in the chunks. It stays invisible until {@link commitImport} raises the project's `nextOrder`. */
export async function putImportedRecords(database: Database, projectId: string, records: readonly DataRecord[]): Promise<void> {
  const transaction = database.transaction('chunks', 'readwrite');
  await changeRecords(transaction.store, projectId, [], records);
  await transaction.done;
}

/** Makes an import visible: its records with orders [nextOrder, to), its tools and its reports. */
export async function commitImport(
  database: Database,
  projectId: string,
  operation: Operation,
  at: number,
  imported: { readonly to: number; readonly tools: readonly ToolSpec[] | null; readonly reports: readonly SourceReport[] },
): Promise<StoredProject> {
  const transaction = database.transaction(OPERATION_STORES, 'readwrite');
  const before = await projectIn(transaction, projectId);
  const sequence = before.applied + 1;
  await dropRedo(transaction, before);
  const tools = imported.tools && { before: before.tools, after: imported.tools };
  const change: Change = { kind: 'import', from: before.nextOrder, to: imported.to, tools };
  const effect: Effect = { removed: [], put: [], growth: imported.to - before.nextOrder, ...(tools ? { tools: tools.after } : {}) };
  const project = { ...changedProject(before, at, effect), nextOrder: imported.to, applied: sequence };
  await transaction.objectStore('operations').put({ projectId, sequence, at, operation, change });
  for (const [position, report] of imported.reports.entries()) {
    await transaction.objectStore('sources').put({ projectId, sequence, position, report });
  }
  await transaction.objectStore('projects').put(project);
  await transaction.done;
  return project;
}

async function move(database: Database, projectId: string, at: number, direction: Direction): Promise<Applied> {
  const transaction = database.transaction(OPERATION_STORES, 'readwrite');
  const before = await projectIn(transaction, projectId);
  const sequence = direction === 'undo' ? before.applied : before.applied + 1;
  const operation = await transaction.objectStore('operations').get([projectId, sequence]);
  if (!operation) {
    throw new AppError({
      code: 'not-found',
      reason: `nothing_to_${direction}`,
      message: `There is nothing to ${direction === 'do' ? 'redo' : 'undo'}.`,
    });
  }
  const effect = await applyChange(transaction, projectId, sequence, operation.change, direction);
  const project = { ...changedProject(before, at, effect), applied: direction === 'undo' ? sequence - 1 : sequence };
  await transaction.objectStore('projects').put(project);
  await transaction.done;
  return { project, effect };
}

/** @throws AppError `not-found` when there is nothing to undo */
export function undoOperation(database: Database, projectId: string, at: number): Promise<Applied> {
  return move(database, projectId, at, 'undo');
}

/** @throws AppError `not-found` when there is nothing to redo */
export function redoOperation(database: Database, projectId: string, at: number): Promise<Applied> {
  return move(database, projectId, at, 'do');
}

/** Returns the operations that undo and redo would act on. */
export async function neighbours(
  database: Database,
  project: StoredProject,
): Promise<{ undo: StoredOperation | null; redo: StoredOperation | null }> {
  const [undo, redo] = await Promise.all([
    database.get('operations', [project.id, project.applied]),
    database.get('operations', [project.id, project.applied + 1]),
  ]);
  return { undo: undo ?? null, redo: redo ?? null };
}

/** Returns the reports of all imports that are not undone, oldest first. */
export async function readSources(database: Database, project: StoredProject): Promise<SourceReport[]> {
  const sources = await database.getAll('sources', keysOf(project.id));
  return sources.filter((source) => source.sequence <= project.applied).map((source) => source.report);
}
