// The recipe's model as the select shows it.

import { continuedRecipe } from '../../core/adapter';
import { isBuiltIn } from '../../core/built-in-models';
import { fromHub } from '../../core/model-info';
import type { ModelSource, Recipe } from '../../core/recipe';
import type { AdapterSummary, ModelSummary } from '../../worker/protocol';

/** Id of the model a recipe names: a built-in one's, a stored model's id, or what is not stored here. */
export function modelIdOf(model: ModelSource, models: readonly ModelSummary[]): string {
  if ('source' in model) return model.source;
  if ('folder' in model) return model.folder;
  return models.find(({ origin }) => fromHub(origin, model))?.id ?? `${model.hub}@${model.revision}`;
}

/** A model as a recipe names it: by hub and commit where it has one, so that the recipe means the same elsewhere. */
function sourceOf({ id, origin }: Pick<ModelSummary, 'id' | 'origin'>): ModelSource {
  if (isBuiltIn(id)) return { source: id };
  return origin?.kind === 'hub' ? { hub: origin.name, revision: origin.commit } : { folder: id };
}

/** The same recipe on another model. A model without a template of its own uses the function_call format. */
export function withModel(recipe: Recipe, model: Pick<ModelSummary, 'id' | 'hasChatTemplate' | 'origin'>): Recipe {
  return {
    ...recipe,
    model: sourceOf(model),
    format: model.hasChatTemplate ? recipe.format : 'function_call',
  };
}

type Adapter = Pick<AdapterSummary, 'id' | 'settings'>;

/** The same recipe going on with an adapter of its model; null: it begins with a fresh one. */
export function withAdapter(recipe: Recipe, adapter: Adapter | null): Recipe {
  const { adapter: _before, ...base } = recipe.model;
  if (!adapter) return { ...recipe, model: base };
  return heldToAdapter({ ...recipe, model: { ...base, adapter: adapter.id } }, [adapter]);
}

/** A recipe that goes on with a stored adapter trains it as it is, whatever a preset or another run's settings say. */
export function heldToAdapter(recipe: Recipe, adapters: readonly Adapter[]): Recipe {
  const adapter = adapters.find(({ id }) => id === recipe.model.adapter);
  if (!adapter) return recipe;
  return continuedRecipe({ ...recipe, train: { ...recipe.train, method: 'lora' } }, adapter.settings);
}
