// Teaching: a short training of the project's model on its rows, then the held-out requests before and after.

import { presets } from '../../core/recipe';
import type { Recipe } from '../../core/recipe/recipe';
import { evaluateRun, resumeTraining, setRecipe, startTraining, useProject } from '../project';

/**
 * The preset for quick results on this model, in the dialect without a list of tools: prompts are a third as long, and
 * the tools are learned into the weights, so that the model calls them without being told of them.
 * @param steps optimizer steps
 */
export function teachingRecipe(recipe: Recipe, steps: number): Recipe {
  const quick = presets.find(({ id }) => id === 'quick')?.apply({ ...recipe, format: 'function_call' });
  if (!quick) throw new RangeError('there is no preset "quick"');
  return { ...quick, train: { ...quick.train, max_steps: steps } };
}

/** @param memoryBudget bytes that training may take */
export async function teach(steps: number, memoryBudget: number): Promise<void> {
  const { view } = useProject.getState();
  if (!view) return;
  const recipe = teachingRecipe(view.recipe, steps);
  if (!(await setRecipe(recipe))) return;
  const run = await startTraining(recipe, memoryBudget);
  if (run?.state === 'done') await evaluateRun(run.id);
}

/** Goes on with a run that was stopped or broke off. */
export async function teachOn(runId: string): Promise<void> {
  const run = await resumeTraining(runId);
  if (run?.state === 'done') await evaluateRun(run.id);
}
