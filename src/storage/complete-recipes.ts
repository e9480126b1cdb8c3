import type { IDBPTransaction, StoreNames } from 'idb';
import { completeRecipe } from '../core/recipe';
import type { StudioSchema } from './schema';

export type Upgrade = IDBPTransaction<StudioSchema, StoreNames<StudioSchema>[], 'versionchange'>;

/** Gives stored projects and runs the settings that came after them. */
export async function completeRecipes(transaction: Upgrade): Promise<void> {
  const projects = transaction.objectStore('projects');
  for (const project of await projects.getAll()) await projects.put({ ...project, recipe: completeRecipe(project.recipe) });
  const runs = transaction.objectStore('runs');
  for (const run of await runs.getAll()) {
    // The plan of a run that exists is shown by its steps alone; nothing was packed.
    const plan = { ...run.plan, sequences: run.plan.sequences ?? run.plan.rows, paddingShare: run.plan.paddingShare ?? 0 };
    await runs.put({ ...run, recipe: completeRecipe(run.recipe), plan });
  }
}
