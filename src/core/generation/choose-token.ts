// What generate() of transformers 5.23 makes of one row of logits before it chooses a token: repetition penalty, then,
// where it samples, temperature, top_k and top_p, in this order (GenerationMixin._get_logits_processor).

import { numberedGenerator } from '../random';
import type { SamplingSettings } from './sampling-settings';

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

/** Uniform numbers in [0, 1) of 32 bits, a stream of its own for each answer: it does not depend on what shares its batch. */
export function randomOf(seed: number, answer: number): () => number {
  const generator = numberedGenerator(seed, answer);
  return () => (generator.next() >>> 0) / 2 ** 32;
}

/**
 * @param logits [V]
 * @param history tokens of the prompt and of the answer so far
 * @returns scores [V]; -Infinity for a token that cannot be chosen
 */
export function warpLogits(logits: Float32Array, history: Iterable<number>, settings: SamplingSettings): Float32Array {
  const penalized = penalizeRepeats(logits, history, settings.repetition_penalty);
  if (!settings.do_sample) return penalized;
  const tempered = penalized.map((score) => score / settings.temperature);
  return keepTopP(keepTopK(tempered, settings.top_k), settings.top_p);
}

/** Softmax of scores, [V]. */
export function probabilitiesOf(scores: Float32Array): Float64Array {
  const most = scores.reduce((best, score) => Math.max(best, score), Number.NEGATIVE_INFINITY);
  const shares = Float64Array.from(scores, (score) => Math.exp(score - most));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}

/** RepetitionPenaltyLogitsProcessor: each token of the history counts once. */
function penalizeRepeats(logits: Float32Array, history: Iterable<number>, penalty: number): Float32Array {
  const scores = logits.slice();
  if (penalty === 1) return scores;
  for (const token of new Set(history)) {
    const score = scores[token];
    if (score !== undefined) scores[token] = score < 0 ? score * penalty : score / penalty;
  }
  return scores;
}

/** TopKLogitsWarper: tokens equal to the last one kept are kept too. */
function keepTopK(scores: Float32Array, count: number): Float32Array {
  if (count === 0 || count >= scores.length) return scores;
  const least = scores.toSorted()[scores.length - count] ?? Number.NEGATIVE_INFINITY;
  return scores.map((score) => (score < least ? Number.NEGATIVE_INFINITY : score));
}

/** TopPLogitsWarper: from the least probable on, tokens go while all gone hold at most 1 - top_p; the best one stays. */
function keepTopP(scores: Float32Array, topP: number): Float32Array {
  if (topP >= 1) return scores;
  const ascending = scores.toSorted();
  const shares = probabilitiesOf(ascending);
  let gone = 0;
  let reached = 0;
  while (gone < shares.length - 1) {
    reached += shares[gone] ?? 0;
    if (reached > 1 - topP) break;
    gone += 1;
  }
  const least = ascending[gone] ?? Number.NEGATIVE_INFINITY;
  // Of equal scores at the edge the first ones go, as in a stable sort.
  let equal = gone - ascending.indexOf(least);
  return scores.map((score) => (score < least || (score === least && equal-- > 0) ? Number.NEGATIVE_INFINITY : score));
}
