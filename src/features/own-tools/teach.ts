// Teaching: a short training of the project's model on its rows, then the held-out requests before and after.

import { evaluateRun, resumeTraining, setRecipe, startTraining, useProject } from '../project';
import { teachingRecipe } from './teaching-recipe';

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
