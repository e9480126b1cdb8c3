// When a run stops early, and which of its checkpoints counts.

import type { EvalPoint, Run } from './run';

/** Fields of transformers' EarlyStoppingCallback; patience 0 never stops. */
interface EarlyStopping {
  readonly early_stopping_patience: number;
  readonly early_stopping_threshold: number;
}

/**
 * Whether a run stops after the last of these evaluations, as EarlyStoppingCallback of transformers 5.23 decides: a loss
 * is better if it is lower than all before it by more than the threshold, and `early_stopping_patience` evaluations in a
 * row without a better loss stop the run.
 * @param losses of all evaluations so far, in order, nats per token
 */
export function stopsEarly(losses: readonly number[], settings: EarlyStopping): boolean {
  let lowest = Number.POSITIVE_INFINITY;
  let withoutGain = 0;
  for (const loss of losses) {
    // The first loss is always better, NaN never is.
    withoutGain = lowest - loss > settings.early_stopping_threshold ? 0 : withoutGain + 1;
    if (loss < lowest) lowest = loss;
  }
  return settings.early_stopping_patience > 0 && withoutGain >= settings.early_stopping_patience;
}

/** The eval point with the lower loss, `best` if they are equal; a loss that is not finite never wins. */
export function betterPoint(best: EvalPoint | null, next: EvalPoint): EvalPoint | null {
  if (!Number.isFinite(next.loss)) return best;
  return best && best.loss <= next.loss ? best : next;
}

/** The step among `steps` with the lowest held-out loss, the earliest of equal ones; null if none was evaluated. */
export function bestStep(evalPoints: readonly EvalPoint[], steps: readonly number[]): number | null {
  return evalPoints.filter(({ step }) => steps.includes(step)).reduce(betterPoint, null)?.step ?? null;
}

/**
 * The step of the checkpoint that is evaluated and exported: the newest, or with `load_best_model_at_end` the best as
 * soon as the run is over. null if the run has no checkpoint.
 */
export function selectedCheckpoint(run: Pick<Run, 'recipe' | 'state' | 'evalPoints' | 'checkpoints'>): number | null {
  const newest = run.checkpoints[0] ?? null;
  const over = run.state === 'done' || run.state === 'stopped';
  if (!over || !run.recipe.train.load_best_model_at_end) return newest;
  return bestStep(run.evalPoints, run.checkpoints) ?? newest;
}
