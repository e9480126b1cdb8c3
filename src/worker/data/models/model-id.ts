import { AppError } from '../../../core/failure';
import { fromHub } from '../../../core/model-info';
import type { Recipe } from '../../../core/recipe';
import type { Database } from '../../../storage/schema';

/**
 * Id of the model a recipe trains: a built-in one, a stored one, or the one that was fetched from a hub by this name and
 * revision (branch, tag or commit; the newest, if several were).
 * @throws AppError `not-found` when a hub's model is not stored
 */
export async function modelIdOf(database: Database, { model }: Pick<Recipe, 'model'>): Promise<string> {
  if ('source' in model) return model.source;
  if ('folder' in model) return model.folder;
  const stored = (await database.getAll('models')).toSorted((a, b) => b.addedAt - a.addedAt);
  const found = stored.find(({ origin }) => fromHub(origin, model));
  if (found) return found.id;
  throw new AppError({
    code: 'not-found',
    reason: 'hub_not_stored',
    message: `The recipe's model ${model.hub} (${model.revision}) is not in this browser.`,
    remedy: 'Press "Download" in the Train step, or drop its folder and choose it there.',
    values: { model: model.hub, revision: model.revision },
  });
}
