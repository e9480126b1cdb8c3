import type { Recipe } from '../../core/recipe/recipe';
import type { ModelSummary } from '../../worker/protocol';

/** Id of the model a recipe names: the starter, or a stored one by id or name. */
export function modelIdOf(recipe: Recipe | undefined, models: readonly ModelSummary[]): string {
  if (!recipe || 'source' in recipe.model) return 'starter';
  const wanted = 'folder' in recipe.model ? recipe.model.folder : recipe.model.hub;
  return models.find((model) => model.id === wanted || model.name === wanted)?.id ?? 'starter';
}
