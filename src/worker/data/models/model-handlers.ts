// Handlers for stored models and adapters.

import { isBuiltIn } from '../../../core/built-in-models';
import { renderPrompt } from '../../../core/chat-template';
import { AppError } from '../../../core/failure';
import type { Database, StoredRun } from '../../../storage/schema';
import type { DataCalls } from '../../protocol';
import type { Handlers } from '../../rpc';
import type { AdapterCalls } from '../../run-protocol';
import type { DataContext } from '../project/context';
import { adapterFolder, adapterSummary, readAdapter } from './adapters';
import { addModel, inspectModel } from './add-model';
import { starterCard } from './built-in-files';
import { modelFolder } from './folder-text';
import { mergeAdapter } from './merge-adapter';
import { listModels, modelFiles, readStoredModel } from './model-files';

type ModelCalls = Pick<DataCalls, 'listModels' | 'starterCard' | 'inspectModel' | 'addModel' | 'deleteModel'>;

export function modelHandlers(context: DataContext): Handlers<ModelCalls> {
  return {
    listModels: () => listModels(context),
    starterCard: () => starterCard(context),
    inspectModel: ({ files }) => inspectModel(files),
    addModel: (request, emit, signal) => addModel(context, request, { emit, signal }),
    deleteModel: async ({ modelId }) => {
      if (isBuiltIn(modelId)) {
        throw new AppError({ code: 'bad-input', message: `The model ${modelId} is built in and cannot be deleted.` });
      }
      await readStoredModel(context.database, modelId);
      await requireIdle(context, (run) => run.modelId === modelId);
      await requireNoAdapters(context.database, modelId);
      await context.database.delete('models', modelId);
      await context.files.delete(modelFolder(modelId));
      return null;
    },
  };
}

export function adapterHandlers(context: DataContext): Handlers<Pick<DataCalls, 'listAdapters' | 'mergeAdapter' | 'deleteAdapter'>> {
  return {
    listAdapters: async () => {
      const stored = await context.database.getAll('adapters');
      return stored.sort((a, b) => b.addedAt - a.addedAt).map(adapterSummary);
    },
    mergeAdapter: async ({ adapterId, check }, emit, signal) =>
      mergeAdapter(context, await readAdapter(context.database, adapterId), check, { emit, signal }),
    deleteAdapter: async ({ adapterId }) => {
      await readAdapter(context.database, adapterId);
      await requireIdle(context, (run) => run.recipe.model.adapter === adapterId);
      await context.database.delete('adapters', adapterId);
      await context.files.delete(adapterFolder(adapterId));
      return null;
    },
  };
}

/** Handlers of the train worker's calls about adapters. */
export function adapterCallHandlers(context: DataContext): Handlers<AdapterCalls> {
  return {
    openAdapter: async ({ adapterId, requests }, emit) => {
      const { name, settings, path, baseId } = await readAdapter(context.database, adapterId);
      const tokenizer = await context.tokenizer(baseId);
      // The function_call format needs no chat template, so every base model has these prompts.
      const promptOf = (content: string) => renderPrompt({ messages: [{ role: 'user', content }], tools: [] }, tokenizer, 'function_call');
      const prompts = requests.map((content) => tokenizer.encode(promptOf(content)).ids);
      return { name, settings, path, model: await modelFiles(context, baseId, 0, emit), prompts };
    },
  };
}

/**
 * Requires that no run under training needs what will be deleted. Runs of other tabs count: they are stored as running,
 * and their tab has the project open.
 * @param uses returns whether a run needs it
 * @throws AppError `in-use` that names the run
 */
async function requireIdle({ database, training, locks }: DataContext, uses: (run: StoredRun) => boolean): Promise<void> {
  for (const run of (await database.getAll('runs')).filter(uses)) {
    const elsewhere = run.state === 'running' && (await locks.heldElsewhere(run.projectId));
    if (!training.has(run.id) && !elsewhere) continue;
    throw new AppError({
      code: 'in-use',
      reason: 'needed_by_run',
      message: `The run "${run.name}" is being trained and needs it.`,
      remedy: 'Stop the run first. It may be in another tab.',
      values: { run: run.name },
    });
  }
}

/** @throws AppError `in-use` that names the adapters of the model */
async function requireNoAdapters(database: Database, modelId: string): Promise<void> {
  const names = (await database.getAll('adapters')).flatMap(({ baseId, name }) => (baseId === modelId ? [name] : []));
  if (names.length === 0) return;
  throw new AppError({
    code: 'in-use',
    reason: 'model_has_adapters',
    message: `These adapters need this model: ${names.join(', ')}.`,
    remedy: 'Delete them first. To keep what they learned, merge them first: a merged model does not need its base.',
    values: { adapters: names.join(', ') },
  });
}
