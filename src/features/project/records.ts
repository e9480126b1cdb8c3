// Actions on the records of the open project.

import type { CheckReport } from '../../core/checks';
import type { GeneratorPlan } from '../../core/generator';
import type { DataRecord, Split, ToolSpec } from '../../core/record';
import type { SourceReport } from '../../core/source-report';
import type { Edit, GeneratedPreview, ImportFile, ProjectView } from '../../worker/protocol';
import { attempt, openProjectId, runTask, setView, workers } from './calls';
import { askForPersistence, createProject } from './projects';
import { useProject } from './state';

/** Imports files into the open project; creates one named `newName` when none is open. */
export async function importFiles(files: readonly ImportFile[], newName: string): Promise<readonly SourceReport[] | undefined> {
  if (!useProject.getState().view && !(await createProject(newName))) return undefined;
  return runTask('import', async ({ onProgress, signal }) => {
    const { data } = await workers();
    const { view, reports } = await data.call('importFiles', { projectId: openProjectId(), files }, { onEvent: onProgress, signal });
    setView(view);
    void askForPersistence();
    return reports;
  });
}

/** Applies one change. @returns ids of the records it touched, or undefined when it failed. */
export function edit(change: Edit): Promise<readonly string[] | undefined> {
  return attempt(async () => {
    const { view, ids } = await (await workers()).data.call('edit', { projectId: openProjectId(), edit: change });
    setView(view);
    return ids;
  });
}

export const addRecords = (records: readonly Omit<DataRecord, 'id'>[]) => edit({ kind: 'add', records });
export const replaceRecords = (records: readonly DataRecord[]) => edit({ kind: 'replace', records });
export const deleteRecords = (ids: readonly string[]) => edit({ kind: 'delete', ids });
export const splitRecords = (ids: readonly string[], split: Split) => edit({ kind: 'split', ids, split });
export const setTools = (tools: readonly ToolSpec[]) => edit({ kind: 'tools', tools });

/** Makes the templates' rows, in place of those they gave before. */
export function generateRecords(plan: GeneratorPlan): Promise<GeneratedPreview | undefined> {
  return attempt(async () => {
    const { view, rows } = await (await workers()).data.call('generateRecords', { projectId: openProjectId(), plan });
    setView(view);
    return rows;
  });
}

export function undo(): Promise<ProjectView | undefined> {
  if (!useProject.getState().view?.undo) return Promise.resolve(undefined);
  return attempt(async () => {
    const view = await (await workers()).data.call('undo', { projectId: openProjectId() });
    setView(view);
    return view;
  });
}

export function redo(): Promise<ProjectView | undefined> {
  if (!useProject.getState().view?.redo) return Promise.resolve(undefined);
  return attempt(async () => {
    const view = await (await workers()).data.call('redo', { projectId: openProjectId() });
    setView(view);
    return view;
  });
}

/** Checks every record; the report stays in the store until the project changes. */
export function runCheck(): Promise<CheckReport | undefined> {
  return runTask('check', async ({ onProgress, signal }) => {
    const projectId = openProjectId();
    const { data } = await workers();
    const report = await data.call('check', { projectId }, { onEvent: onProgress, signal });
    const view = await data.call('project', { projectId });
    setView(view);
    useProject.setState({ check: { report, revision: view.revision } });
    return report;
  });
}
