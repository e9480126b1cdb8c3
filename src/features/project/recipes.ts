// `config.yaml` as text: read over the project's recipe, and shown on the Train screen when somebody offers one.

import { create } from 'zustand';
import { parseRecipe } from '../../core/recipe';
import type { ModelSource, Recipe } from '../../core/recipe/recipe';

export interface ReadRecipe {
  readonly recipe: Recipe;
  /** Settings that were understood and mean nothing here. */
  readonly ignored: readonly string[];
  /** The model it names and that is not stored here; the project's own stays then. */
  readonly missingModel: string | null;
}

function missing(model: ModelSource, knownModels: readonly string[]): string | null {
  if ('source' in model) return null;
  if ('hub' in model) return model.hub;
  return knownModels.includes(model.folder) ? null : model.folder;
}

/**
 * The settings of a `config.yaml` for this project, which keeps its own files and, where the recipe names a model that
 * is not stored here, its own model.
 * @throws AppError with the line
 */
export function readRecipe(text: string, current: Recipe, knownModels: readonly string[]): ReadRecipe {
  const { recipe, ignored } = parseRecipe(text);
  const missingModel = missing(recipe.model, knownModels);
  const model = missingModel === null ? recipe.model : current.model;
  return { recipe: { ...recipe, dataset: current.dataset, model }, ignored, missingModel };
}

/** The text in the Train screen's editor; null = it is closed. */
export const useRecipeText = create<{ readonly text: string | null }>(() => ({ text: null }));

export function showRecipeText(text: string | null): void {
  useRecipeText.setState({ text });
}
