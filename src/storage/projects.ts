// Projects and their checks. Deleting a project deletes everything stored for it except its runs.

import { AppError } from '../core/failure';
import { keysOf } from './records';
import type { Database, StoredCheck, StoredProject } from './schema';

export function noProject(projectId: string): AppError {
  return new AppError({ code: 'not-found', message: `There is no project "${projectId}".`, remedy: 'Choose one from the list.' });
}

export async function readProject(database: Database, projectId: string): Promise<StoredProject> {
  const project = await database.get('projects', projectId);
  if (!project) throw noProject(projectId);
  return project;
}

/** Returns all projects, the last changed first. */
export async function listProjects(database: Database): Promise<StoredProject[]> {
  const projects = await database.getAll('projects');
  return projects.sort((a, b) => b.changedAt - a.changedAt);
}

export async function putProject(database: Database, project: StoredProject): Promise<void> {
  await database.put('projects', project);
}

/** Changes the project's own entry in one transaction. */
export async function updateProject(
  database: Database,
  projectId: string,
  change: (project: StoredProject) => StoredProject,
): Promise<StoredProject> {
  const transaction = database.transaction('projects', 'readwrite');
  const before = await transaction.store.get(projectId);
  if (!before) throw noProject(projectId);
  const after = change(before);
  await transaction.store.put(after);
  await transaction.done;
  return after;
}

/** Deletes the project and everything stored for it except its runs: their files have to go with them (deleteRun in runs.ts). */
export async function deleteProject(database: Database, projectId: string): Promise<void> {
  const stores = ['projects', 'chunks', 'operations', 'shelf', 'sources', 'checks'] as const;
  const transaction = database.transaction(stores, 'readwrite');
  await Promise.all([
    transaction.objectStore('projects').delete(projectId),
    transaction.objectStore('checks').delete(projectId),
    transaction.objectStore('chunks').delete(keysOf(projectId)),
    transaction.objectStore('operations').delete(keysOf(projectId)),
    transaction.objectStore('shelf').delete(keysOf(projectId)),
    transaction.objectStore('sources').delete(keysOf(projectId)),
    transaction.done,
  ]);
}

export async function putCheck(database: Database, check: StoredCheck): Promise<void> {
  await database.put('checks', check);
}

export async function readCheck(database: Database, projectId: string): Promise<StoredCheck | null> {
  return (await database.get('checks', projectId)) ?? null;
}
