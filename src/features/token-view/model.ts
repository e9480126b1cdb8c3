import { defaultModel } from '../../core/built-in-models';
import { fromHub } from '../../core/model-info';
import type { Recipe } from '../../core/recipe';
import type { ModelSummary } from '../../worker/protocol';

/** Id of the model a recipe names: a built-in one, or a stored one by id or name. */
export function modelIdOf(recipe: Recipe | undefined, models: readonly ModelSummary[]): string {
  if (!recipe) return defaultModel;
  if ('source' in recipe.model) return recipe.model.source;
  const { model: wanted } = recipe;
  const isWanted = ({ id, name, origin }: ModelSummary) =>
    'hub' in wanted ? fromHub(origin, wanted) : id === wanted.folder || name === wanted.folder;
  return models.find(isWanted)?.id ?? defaultModel;
}
