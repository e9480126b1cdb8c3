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

/** The eval point with the lower loss, `best` if they are equal; a loss that is not finite never wins. */
export function betterPoint(best: EvalPoint | null, next: EvalPoint): EvalPoint | null {
  if (!Number.isFinite(next.loss)) return best;
  return best && best.loss <= next.loss ? best : next;
}

/** The step among `steps` with the lowest held-out loss, the earliest of equal ones; null when none was evaluated. */
export function bestStep(evalPoints: readonly EvalPoint[], steps: readonly number[]): number | null {
  return evalPoints.filter(({ step }) => steps.includes(step)).reduce(betterPoint, null)?.step ?? null;
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
