import { fromHub } from '../../core/model-origin';
import type { Recipe } from '../../core/recipe/recipe';
import type { ModelSummary } from '../../worker/protocol';

/** Id of the model a recipe names: the starter, or a stored one by id or name. */
export function modelIdOf(recipe: Recipe | undefined, models: readonly ModelSummary[]): string {
  if (!recipe || 'source' in recipe.model) return 'starter';
  const { model: wanted } = recipe;
  const isWanted = ({ id, name, origin }: ModelSummary) =>
    'hub' in wanted ? fromHub(origin, wanted) : id === wanted.folder || name === wanted.folder;
  return models.find(isWanted)?.id ?? 'starter';
}
