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
