import { AppError } from '../../core/failure';
import type { Recipe } from '../../core/recipe/recipe';

/** Id of the model a recipe trains: `starter`, or a stored model. */
export function modelIdOf(recipe: Recipe): string {
  const { model } = recipe;
  if ('source' in model) return model.source;
  if ('folder' in model) return model.folder;
  throw new AppError({
    code: 'unsupported',
    reason: 'no_hub',
    message: `The tab makes no connection to a hub, so it cannot fetch ${model.hub}.`,
    remedy: 'Download the model and drop its folder here.',
  });
}
