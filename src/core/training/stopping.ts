// When a run stops early, and which of its checkpoints counts.

import type { EvalPoint, Run } from './run';

/** Fields of transformers' EarlyStoppingCallback; patience 0 = never. */
export interface EarlyStopping {
  readonly early_stopping_patience: number;
  readonly early_stopping_threshold: number;
}

/**
 * Whether the last of these evaluations ends the run, as EarlyStoppingCallback (transformers 5.23) decides it: a loss
 * counts as better when it is lower than the lowest before it by more than the threshold; without a better one
 * `early_stopping_patience` times in a row the run is over.
 * @param losses of all evaluations of the run, in order, nats per token
 */
export function stopsEarly(losses: readonly number[], settings: EarlyStopping): boolean {
  let lowest = Number.POSITIVE_INFINITY;
  let inVain = 0;
  for (const loss of losses) {
    // The first loss is better than none; one that is no number never is.
    inVain = lowest - loss > settings.early_stopping_threshold ? 0 : inVain + 1;
    if (loss < lowest) lowest = loss;
  }
  return settings.early_stopping_patience > 0 && inVain >= settings.early_stopping_patience;
}

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
