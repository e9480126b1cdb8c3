// Handlers for projects: list, create, open, rename, delete, and their recipes.

import { AppError } from '../../../core/failure';
import type { Recipe } from '../../../core/recipe';
import { defaultRecipe, parseRecipe } from '../../../core/recipe';
import { runFolder } from '../../../storage/checkpoints';
import { deleteProject, listProjects, putProject, readProject, updateProject } from '../../../storage/projects';
import { deleteRun, listRuns } from '../../../storage/runs';
import type { StoredProject } from '../../../storage/schema';
import type { Job } from '../../progress';
import type { DataCalls, ProjectView } from '../../protocol';
import type { Handlers } from '../../rpc';
import { type ImportItem, importInto } from '../records/import';
import type { DataContext } from './context';
import { closeProject, forgetExamples, openProject, runInTurn, switchProject } from './open-project';
import { projectSummary, projectView, recipeKey } from './project-view';

type ProjectCalls = Pick<
  DataCalls,
  'listProjects' | 'createProject' | 'openProject' | 'renameProject' | 'deleteProject' | 'openSample' | 'project' | 'setRecipe'
>;

function newProject(context: DataContext, name: string, recipe: Recipe): StoredProject {
  const at = context.now();
  const id = context.newId();
  return { id, name, createdAt: at, changedAt: at, records: 0, tools: [], recipe, revision: 0, nextOrder: 0, applied: 0 };
}

/** Trims a name. @throws AppError `bad-input` when nothing is left */
function nameOf(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') throw new AppError({ code: 'bad-input', message: 'A project needs a name.', remedy: 'Type one.' });
  return trimmed;
}

async function create(context: DataContext, name: string, recipe: Recipe): Promise<string> {
  const project = newProject(context, nameOf(name), recipe);
  await putProject(context.database, project);
  return project.id;
}

async function removeProject(context: DataContext, projectId: string): Promise<void> {
  await openProject(context, projectId);
  const runs = await listRuns(context.database, projectId);
  if (runs.some((run) => context.training.has(run.id))) {
    throw new AppError({ code: 'in-use', message: 'A run of this project is being trained.', remedy: 'Stop it first.' });
  }
  for (const run of runs) {
    await deleteRun(context.database, run.id);
    await context.files.delete(runFolder(run.id));
  }
  await deleteProject(context.database, projectId);
  closeProject(context, projectId);
}

async function openSample(context: DataContext, name: string, title: string, job: Job): Promise<ProjectView> {
  if (!/^[a-z0-9-]+$/.test(name)) throw new AppError({ code: 'not-found', message: `There is no sample "${name}".` });
  const folder = `samples/${name}`;
  const { recipe } = parseRecipe(await (await context.fetchAsset(`${folder}/config.yaml`)).text());
  const { files, eval_files: heldOut, tools } = recipe.dataset;
  const item = async (path: string, split?: 'train' | 'eval'): Promise<ImportItem> => {
    const file = await context.fetchAsset(`${folder}/${path}`);
    return split ? { name: path, file, split } : { name: path, file };
  };
  const split = heldOut.length > 0 ? 'train' : undefined;
  const items = await Promise.all([
    ...(tools === undefined ? [] : [item(tools)]),
    ...files.map((path) => item(path, split)),
    ...heldOut.map((path) => item(path, 'eval')),
  ]);
  const projectId = await create(context, title, recipe);
  try {
    const open = await switchProject(context, projectId);
    await runInTurn(open, () => importInto(context, open, items, job));
    return await projectView(context, open);
  } catch (error) {
    await removeProject(context, projectId);
    throw error;
  }
}

export function projectHandlers(context: DataContext): Handlers<ProjectCalls> {
  const view = async (projectId: string) => projectView(context, await openProject(context, projectId));
  return {
    listProjects: async () => (await listProjects(context.database)).map(projectSummary),
    createProject: async ({ name }) => {
      const projectId = await create(context, name, defaultRecipe());
      return projectView(context, await switchProject(context, projectId));
    },
    openProject: async ({ projectId }) => projectView(context, await switchProject(context, projectId)),
    project: ({ projectId }) => view(projectId),
    renameProject: async ({ projectId, name }) => {
      const trimmed = nameOf(name);
      const open = await openProject(context, projectId);
      return runInTurn(open, async () => {
        open.project = await updateProject(context.database, projectId, (project) => ({
          ...project,
          name: trimmed,
          changedAt: context.now(),
        }));
        return projectView(context, open);
      });
    },
    deleteProject: async ({ projectId }) => {
      await readProject(context.database, projectId);
      await removeProject(context, projectId);
      return null;
    },
    openSample: ({ name, title }, emit, signal) => openSample(context, name, title ?? name, { emit, signal }),
    setRecipe: async ({ projectId, recipe }) => {
      const open = await openProject(context, projectId);
      return runInTurn(open, async () => {
        if (recipeKey(recipe) !== recipeKey(open.project.recipe)) forgetExamples(open);
        open.project = await updateProject(context.database, projectId, (project) => ({ ...project, recipe, changedAt: context.now() }));
        return projectView(context, open);
      });
    },
  };
}
