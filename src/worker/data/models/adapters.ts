// Stored adapters, and the parts of a run that an adapter determines.

import { continuedRecipe } from '../../../core/adapter';
import { AppError } from '../../../core/failure';
import type { Recipe } from '../../../core/recipe';
import type { Run } from '../../../core/training';
import type { Database, StoredAdapter } from '../../../storage/schema';
import type { Emit } from '../../progress';
import type { AdapterSummary } from '../../protocol';
import type { ModelFiles } from '../../run-protocol';
import type { DataContext } from '../project/context';
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
    remedy: 'Add its folder again in Models, or start with a new adapter.',
    values: { adapter: adapterId },
  });
}

export function adapterSummary({ baseName: _baseName, path: _path, sha256: _sha256, ...summary }: StoredAdapter): AdapterSummary {
  return summary;
}

/**
 * Copies the LoRA settings of the adapter that the recipe continues. A recipe without an adapter is returned unchanged.
 * @throws AppError `not-found`, or `blocked` when the adapter belongs to another model or the recipe trains all weights
 */
export async function withStoredAdapter(database: Database, recipe: Recipe): Promise<Recipe> {
  const { adapter: adapterId } = recipe.model;
  if (adapterId === undefined) return recipe;
  const adapter = await readAdapter(database, adapterId);
  if (adapter.baseId !== (await modelIdOf(database, recipe))) {
    throw new AppError({
      code: 'blocked',
      reason: 'adapter_of_other_model',
      message: `The adapter "${adapter.name}" was not trained on the recipe's model.`,
      remedy: 'Choose the model it was trained on, or start with a new adapter.',
      values: { adapter: adapter.name },
    });
  }
  return continuedRecipe(recipe, adapter.settings);
}

/** Returns the files of a run's model and of the adapter that the run continues. Fetches a built-in model's weights, if necessary. */
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
