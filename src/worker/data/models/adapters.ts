// Stored adapters: what is known of them, and what of a run they decide.

import { continuedRecipe } from '../../../core/adapter';
import { renderPrompt } from '../../../core/chat-template';
import { AppError } from '../../../core/failure';
import type { Recipe } from '../../../core/recipe';
import type { Run } from '../../../core/training';
import type { Database, StoredAdapter, StoredRun } from '../../../storage/schema';
import type { Emit } from '../../progress';
import type { AdapterSummary, DataCalls } from '../../protocol';
import type { Handlers } from '../../rpc';
import type { AdapterCalls, ModelFiles } from '../../run-protocol';
import type { DataContext } from '../project/context';
import { mergeAdapter } from './merge-adapter';
import { modelFiles } from './model-files';
import { modelIdOf } from './model-id';

export function adapterFolder(adapterId: string): string {
  return `adapters/${adapterId}`;
}

export async function readAdapter(database: Database, adapterId: string): Promise<StoredAdapter> {
  const adapter = await database.get('adapters', adapterId);
  if (adapter) return adapter;
  throw new AppError({
    code: 'not-found',
    reason: 'adapter_missing',
    message: `The adapter "${adapterId}" is not in this browser.`,
    remedy: 'Add its folder again in Models, or start with a fresh adapter.',
    values: { adapter: adapterId },
  });
}

export function adapterSummary({ baseName: _baseName, path: _path, sha256: _sha256, ...summary }: StoredAdapter): AdapterSummary {
  return summary;
}

/**
 * The recipe with the settings of the adapter it goes on with; as it is where it begins with a fresh one.
 * @throws AppError `not-found`, or `blocked` for an adapter of another model or a recipe that trains all weights
 */
export async function withStoredAdapter(database: Database, recipe: Recipe): Promise<Recipe> {
  const { adapter: adapterId } = recipe.model;
  if (adapterId === undefined) return recipe;
  const adapter = await readAdapter(database, adapterId);
  if (adapter.baseId !== (await modelIdOf(database, recipe))) {
    throw new AppError({
      code: 'blocked',
      reason: 'adapter_of_other_model',
      message: `The adapter "${adapter.name}" belongs to another model than the recipe's.`,
      remedy: 'Choose the model it was trained on, or start with a fresh adapter.',
      values: { adapter: adapter.name },
    });
  }
  return continuedRecipe(recipe, adapter.settings);
}

/** What the train worker needs to build the model of a run, and the adapter it began with. */
export async function runFiles(
  context: DataContext,
  { modelId, recipe }: Pick<Run, 'modelId' | 'recipe'>,
  emit: Emit,
): Promise<ModelFiles> {
  const files = await modelFiles(context, modelId, recipe.train.seed, emit);
  if (recipe.model.adapter === undefined) return files;
  const { path, sha256 } = await readAdapter(context.database, recipe.model.adapter);
  return { ...files, adapter: { path, sha256 } };
}

/**
 * A run of another tab counts too: it is noted as running, and that tab has its project open.
 * @param uses whether the run needs what is to be deleted
 * @throws AppError `in-use` when such a run is being trained
 */
export async function requireIdle({ database, training, locks }: DataContext, uses: (run: StoredRun) => boolean): Promise<void> {
  for (const run of (await database.getAll('runs')).filter(uses)) {
    const elsewhere = run.state === 'running' && (await locks.heldElsewhere(run.projectId));
    if (!training.has(run.id) && !elsewhere) continue;
    throw new AppError({
      code: 'in-use',
      reason: 'needed_by_run',
      message: `The run "${run.name}" needs it now.`,
      remedy: 'Stop the run first; it may be in another tab.',
      values: { run: run.name },
    });
  }
}

/** @throws AppError `in-use` that names the adapters which need the model */
export async function requireNoAdapters(database: Database, modelId: string): Promise<void> {
  const names = (await database.getAll('adapters')).flatMap(({ baseId, name }) => (baseId === modelId ? [name] : []));
  if (names.length === 0) return;
  throw new AppError({
    code: 'in-use',
    reason: 'model_has_adapters',
    message: `Adapters stand on this model: ${names.join(', ')}.`,
    remedy: 'Delete them first, or merge them into models of their own.',
    values: { adapters: names.join(', ') },
  });
}

export function adapterHandlers(context: DataContext): Handlers<Pick<DataCalls, 'listAdapters' | 'mergeAdapter' | 'deleteAdapter'>> {
  return {
    listAdapters: async () => {
      const stored = await context.database.getAll('adapters');
      return stored.sort((a, b) => b.addedAt - a.addedAt).map(adapterSummary);
    },
    mergeAdapter: async ({ adapterId, check }, emit, signal) =>
      mergeAdapter(context, await readAdapter(context.database, adapterId), check, emit, signal),
    deleteAdapter: async ({ adapterId }) => {
      await readAdapter(context.database, adapterId);
      await requireIdle(context, (run) => run.recipe.model.adapter === adapterId);
      await context.database.delete('adapters', adapterId);
      await context.files.delete(adapterFolder(adapterId));
      return null;
    },
  };
}

/** What the train worker asks about adapters. */
export function adapterCallHandlers(context: DataContext): Handlers<AdapterCalls> {
  return {
    openAdapter: async ({ adapterId, requests }, emit) => {
      const { name, settings, path, baseId } = await readAdapter(context.database, adapterId);
      const tokenizer = await context.tokenizer(baseId);
      // In the dialect, which asks for no chat template.
      const promptOf = (content: string) => renderPrompt({ messages: [{ role: 'user', content }], tools: [] }, tokenizer, 'function_call');
      const prompts = requests.map((content) => tokenizer.encode(promptOf(content)).ids);
      return { name, settings, path, model: await modelFiles(context, baseId, 0, emit), prompts };
    },
  };
}
