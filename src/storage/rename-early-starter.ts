import type { Upgrade } from './complete-recipes';
import type { StoredProject } from './schema';

const EARLY = 'starter';
const NOW = 'from-zero';

type Recipe = StoredProject['recipe'];

function renamed(recipe: Recipe): Recipe {
  return 'source' in recipe.model && recipe.model.source === EARLY ? { ...recipe, model: { source: NOW } } : recipe;
}

/** Before the pretrained starter, `starter` was the model that learns from nothing: stored projects and runs keep that one. */
export async function renameEarlyStarter(transaction: Upgrade): Promise<void> {
  const projects = transaction.objectStore('projects');
  for (const project of await projects.getAll()) await projects.put({ ...project, recipe: renamed(project.recipe) });
  const runs = transaction.objectStore('runs');
  for (const run of await runs.getAll()) {
    await runs.put({ ...run, recipe: renamed(run.recipe), modelId: run.modelId === EARLY ? NOW : run.modelId });
  }
}
