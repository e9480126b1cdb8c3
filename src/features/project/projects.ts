// Actions on whole projects: start, open, create, rename, delete, sample, models, storage.

import { toFailure } from '../../core/failure';
import type { DeviceChoice, Recipe } from '../../core/recipe';
import type { SampleName } from '../../core/sample';
import type { AddedModel, FoundFiles, ImportFile, ModelSummary, ProjectView } from '../../worker/protocol';
import { attempt, openProjectId, runTask, setView, showFailure, workers } from './calls';
import { useProject } from './state';

const LAST_PROJECT = 'tooltune.project';

function remember(id: string | null): void {
  if (id === null) localStorage.removeItem(LAST_PROJECT);
  else localStorage.setItem(LAST_PROJECT, id);
}

function adopt(view: ProjectView): ProjectView {
  setView(view);
  remember(view.id);
  return view;
}

/** After a reload the page before this one may hold the project's lock for a moment longer. Milliseconds. */
const LOCK_PATIENCE = [150, 350, 700];

async function reopen(projectId: string): Promise<void> {
  const { data } = await workers();
  for (const wait of [...LOCK_PATIENCE, null]) {
    try {
      return void adopt(await data.call('openProject', { projectId }));
    } catch (error) {
      // Another tab holds it: the page then starts without a project and says so.
      if (wait === null || toFailure(error).code !== 'in-use') return showFailure(error);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

/** The newest one where it is not known which was open: browsers write that down late, and one that was killed had no time to. */
async function reopenLast(): Promise<void> {
  const id = localStorage.getItem(LAST_PROJECT);
  const { projects } = useProject.getState();
  const last = projects.find((project) => project.id === id) ?? projects[0];
  if (last) await reopen(last.id);
}

let started: Promise<void> | null = null;

/** Starts the workers, lists what is stored, and opens the project of last time. Only the first call does. */
export function startStudio(): Promise<void> {
  started ??= start();
  return started;
}

async function start(): Promise<void> {
  try {
    const { data } = await workers();
    const projects = await data.call('listProjects', null);
    useProject.setState({ projects });
    await reopenLast();
    useProject.setState({ status: 'ready' });
    void refreshModels();
    void refreshStorage();
    void refreshDevice();
  } catch (error) {
    useProject.setState({ status: 'failed', failure: toFailure(error) });
  }
}

export function openProject(projectId: string): Promise<ProjectView | undefined> {
  return runTask('open', async () => adopt(await (await workers()).data.call('openProject', { projectId })));
}

export function createProject(name: string): Promise<ProjectView | undefined> {
  return runTask('open', async () => adopt(await (await workers()).data.call('createProject', { name })));
}

/** A Chinese sample as a project of its own. @param title the project's name */
export function openSample(title: string, name: SampleName = 'zh-tools'): Promise<ProjectView | undefined> {
  return runTask('sample', async ({ onProgress, signal }) => {
    const { data } = await workers();
    const view = adopt(await data.call('openSample', { name, title }, { onEvent: onProgress, signal }));
    void askForPersistence();
    return view;
  });
}

export function renameProject(name: string): Promise<ProjectView | undefined> {
  return attempt(async () => adopt(await (await workers()).data.call('renameProject', { projectId: openProjectId(), name })));
}

/** Deletes a project for good; the next newest one opens. */
export function deleteProject(projectId: string): Promise<void> {
  return runTask('open', async () => {
    const { data } = await workers();
    await data.call('deleteProject', { projectId });
    const projects = await data.call('listProjects', null);
    const wasOpen = useProject.getState().view?.id === projectId;
    useProject.setState({ projects, ...(wasOpen ? { view: null, check: null, evaluation: null } : {}) });
    if (!wasOpen) return;
    remember(null);
    const next = projects[0];
    if (next) adopt(await data.call('openProject', { projectId: next.id }));
  }).then(() => undefined);
}

export function setRecipe(recipe: Recipe): Promise<ProjectView | undefined> {
  return attempt(async () => adopt(await (await workers()).data.call('setRecipe', { projectId: openProjectId(), recipe })));
}

/** Reads the open project again, after a worker changed it by itself (a run's state, for one). */
export function refreshProject(): Promise<ProjectView | undefined> {
  return attempt(async () => adopt(await (await workers()).data.call('project', { projectId: openProjectId() })));
}

/** Reads anew what is stored. */
async function readModels(): Promise<void> {
  const { data } = await workers();
  const [models, adapters] = await Promise.all([data.call('listModels', null), data.call('listAdapters', null)]);
  useProject.setState({ models, adapters });
}

export function refreshModels(): Promise<void> {
  return attempt(readModels).then(() => undefined);
}

/** What these files hold; nothing is copied. */
export function inspectModel(files: readonly ImportFile[]): Promise<FoundFiles | undefined> {
  return runTask('model', async ({ signal }) => (await workers()).data.call('inspectModel', { files }, { signal }));
}

/** Takes a Hugging Face or a PEFT folder, as files or as one zip. */
export function addModel(files: readonly ImportFile[]): Promise<AddedModel | undefined> {
  return runTask('model', async ({ onProgress, signal }) => {
    const added = await (await workers()).data.call('addModel', { files }, { onEvent: onProgress, signal });
    await readModels();
    return added;
  });
}

/** Makes a model of its own of an adapter and its base; nothing is stored unless it computes what the two do. */
export function mergeAdapter(adapterId: string): Promise<ModelSummary | undefined> {
  return runTask('model', async ({ onProgress, signal }) => {
    const { data, train } = await workers();
    const check = await train.call('checkMerge', { adapterId, device: deviceChoice() }, { signal });
    const model = await data.call('mergeAdapter', { adapterId, check }, { onEvent: onProgress, signal });
    await readModels();
    return model;
  });
}

export function deleteModel(modelId: string): Promise<void> {
  return attempt(async () => {
    await (await workers()).data.call('deleteModel', { modelId });
    await readModels();
  }).then(() => undefined);
}

export function deleteAdapter(adapterId: string): Promise<void> {
  return attempt(async () => {
    await (await workers()).data.call('deleteAdapter', { adapterId });
    await readModels();
  }).then(() => undefined);
}

export function refreshStorage(): Promise<void> {
  return attempt(async () => useProject.setState({ storage: await (await workers()).data.call('storage', null) })).then(() => undefined);
}

/** Asks the browser to keep the data when the disk runs low, once; the shell shows the answer. */
export async function askForPersistence(): Promise<void> {
  // persist() exists on the page only; the worker reads the answer through storage().
  await navigator.storage?.persist?.();
  await attempt(async () => useProject.setState({ storage: await (await workers()).data.call('persist', null) }));
}

/** What the open project computes on. */
function deviceChoice(): DeviceChoice {
  return useProject.getState().view?.recipe.train.device ?? 'auto';
}

/** Which device the project's choice gives; the shell's chip shows it. */
export async function refreshDevice(): Promise<void> {
  try {
    const device = await (await workers()).train.call('device', { choice: deviceChoice() });
    useProject.setState({ device });
  } catch {
    // The chip says "unknown"; training itself reports why.
    useProject.setState({ device: null });
  }
}
