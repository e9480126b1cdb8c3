// `config.yaml` as text: read over the project's recipe, and shown on the Train screen when somebody offers one.

import { create } from 'zustand';
import { fromHub } from '../../core/model-info';
import type { ModelSource, Recipe } from '../../core/recipe';
import { parseRecipe } from '../../core/recipe';
import type { ProjectState } from './state';

export interface ReadRecipe {
  readonly recipe: Recipe;
  /** Settings that were understood and mean nothing here. */
  readonly ignored: readonly string[];
  /** The model it names and that is not stored here; the project's own stays then. */
  readonly missingModel: string | null;
}

export type StoredHere = Pick<ProjectState, 'models' | 'adapters'>;

/** What the model's section names and is not stored here. */
function missing(model: ModelSource, { models, adapters }: StoredHere): string | null {
  if ('hub' in model && !models.some(({ origin }) => fromHub(origin, model))) return model.hub;
  if ('folder' in model && !models.some(({ id }) => id === model.folder)) return model.folder;
  return model.adapter === undefined || adapters.some(({ id }) => id === model.adapter) ? null : model.adapter;
}

/**
 * The settings of a `config.yaml` for this project, which keeps its own files and, where the recipe names a model that
 * is not stored here, its own model.
 * @throws AppError with the line
 */
export function readRecipe(text: string, current: Recipe, stored: StoredHere): ReadRecipe {
  const { recipe, ignored } = parseRecipe(text);
  const missingModel = missing(recipe.model, stored);
  const model = missingModel === null ? recipe.model : current.model;
  return { recipe: { ...recipe, dataset: current.dataset, model }, ignored, missingModel };
}

/** The text in the Train screen's editor; null = it is closed. */
export const useRecipeText = create<{ readonly text: string | null }>(() => ({ text: null }));

export function showRecipeText(text: string | null): void {
  useRecipeText.setState({ text });
}
