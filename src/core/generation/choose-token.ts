import type { SamplingSettings } from './sampling-settings';
import { probabilitiesOf, warpLogits } from './warp-logits';

/**
 * The next token: the most probable one, or one drawn with the probabilities of the warped logits.
 * @param logits [V]
 * @param history tokens of the prompt and of the answer so far
 * @param random uniform in [0, 1); asked once, only where the settings say to sample
 */
export function chooseToken(logits: Float32Array, history: Iterable<number>, settings: SamplingSettings, random: () => number): number {
  const scores = warpLogits(logits, history, settings);
  return settings.do_sample ? draw(probabilitiesOf(scores), random()) : bestOf(scores);
}

/** The first of the best. */
function bestOf(scores: Float32Array): number {
  return scores.reduce((best, score, token) => (score > (scores[best] ?? Number.NEGATIVE_INFINITY) ? token : best), 0);
}

/** The token at `point` of the probabilities laid end to end. */
function draw(probabilities: Float64Array, point: number): number {
  let rest = point;
  let last = 0;
  for (let token = 0; token < probabilities.length; token++) {
    const probability = probabilities[token] ?? 0;
    if (probability === 0) continue;
    last = token;
    rest -= probability;
    if (rest < 0) break;
  }
  // The probabilities may add up to a little less than one.
  return last;
}
