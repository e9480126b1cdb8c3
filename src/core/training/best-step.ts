import type { EvalPoint, Run } from './run';

/** The step among `steps` with the lowest held-out loss, the earliest of equal ones; null when none was evaluated. */
export function bestStep(evaluations: readonly EvalPoint[], steps: readonly number[]): number | null {
  const measured = evaluations.filter(({ step, loss }) => steps.includes(step) && Number.isFinite(loss));
  const best = measured.reduce<EvalPoint | null>((lowest, next) => (lowest && lowest.loss <= next.loss ? lowest : next), null);
  return best?.step ?? null;
}

/**
 * The checkpoint whose weights are compared and exported: the newest, or with `load_best_model_at_end` the best once the
 * run is over. null when the run has none.
 */
export function selectedCheckpoint(run: Pick<Run, 'recipe' | 'state' | 'evalPoints' | 'checkpoints'>): number | null {
  const newest = run.checkpoints[0] ?? null;
  const over = run.state === 'done' || run.state === 'stopped';
  if (!over || !run.recipe.train.load_best_model_at_end) return newest;
  return bestStep(run.evalPoints, run.checkpoints) ?? newest;
}
