// Chooses the next token from the logits of one answer as generate() of transformers 5.23 does: repetition penalty, then,
// if it samples, temperature, top_k and top_p, in this order (GenerationMixin._get_logits_processor).

import { numberedGenerator } from '../random';
import type { SamplingSettings } from './sampling-settings';

/**
 * Returns the most probable token, or one sampled with the probabilities of the warped logits.
 * @param logits [V]
 * @param history tokens of the prompt and of the answer so far
 * @param random uniform in [0, 1); called once, and only with `do_sample`
 */
export function chooseToken(logits: Float32Array, history: Iterable<number>, settings: SamplingSettings, random: () => number): number {
  const scores = warpLogits(logits, history, settings);
  return settings.do_sample ? sample(probabilitiesOf(scores), random()) : bestOf(scores);
}

/** The token with the highest score, the first of equal ones. */
function bestOf(scores: Float32Array): number {
  return scores.reduce((best, score, token) => (score > (scores[best] ?? Number.NEGATIVE_INFINITY) ? token : best), 0);
}

/** The token whose share of the cumulative probabilities contains `point`. */
function sample(probabilities: Float64Array, point: number): number {
  let remaining = point;
  let last = 0;
  for (let token = 0; token < probabilities.length; token++) {
    const probability = probabilities[token] ?? 0;
    if (probability === 0) continue;
    last = token;
    remaining -= probability;
    if (remaining < 0) break;
  }
  // Rounded probabilities may add up to slightly less than one; then it is the last possible token.
  return last;
}

/** Uniform numbers in [0, 1) of 32 bits. Each answer has its own sequence, which does not depend on the rest of its batch. */
export function randomOf(seed: number, answer: number): () => number {
  const generator = numberedGenerator(seed, answer);
  return () => (generator.next() >>> 0) / 2 ** 32;
}

/**
 * Applies the settings to the logits.
 * @param logits [V]
 * @param history tokens of the prompt and of the answer so far
 * @returns scores [V]; -Infinity for a token that cannot be chosen
 */
export function warpLogits(logits: Float32Array, history: Iterable<number>, settings: SamplingSettings): Float32Array {
  const penalized = penalizeRepeats(logits, history, settings.repetition_penalty);
  if (!settings.do_sample) return penalized;
  const scaled = penalized.map((score) => score / settings.temperature);
  return keepTopP(keepTopK(scaled, settings.top_k), settings.top_p);
}

/** Softmax of scores [V]. */
export function probabilitiesOf(scores: Float32Array): Float64Array {
  const most = scores.reduce((best, score) => Math.max(best, score), Number.NEGATIVE_INFINITY);
  const shares = Float64Array.from(scores, (score) => Math.exp(score - most));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}

/** RepetitionPenaltyLogitsProcessor: penalizes each token of the history once. */
function penalizeRepeats(logits: Float32Array, history: Iterable<number>, penalty: number): Float32Array {
  const scores = logits.slice();
  if (penalty === 1) return scores;
  for (const token of new Set(history)) {
    const score = scores[token];
    if (score !== undefined) scores[token] = score < 0 ? score * penalty : score / penalty;
  }
  return scores;
}

/** TopKLogitsWarper: keeps tokens tied with the last of the `count` best. */
function keepTopK(scores: Float32Array, count: number): Float32Array {
  if (count === 0 || count >= scores.length) return scores;
  const least = scores.toSorted()[scores.length - count] ?? Number.NEGATIVE_INFINITY;
  return scores.map((score) => (score < least ? Number.NEGATIVE_INFINITY : score));
}

/** TopPLogitsWarper: removes the least probable tokens while their total is at most 1 - top_p; always keeps the best one. */
function keepTopP(scores: Float32Array, topP: number): Float32Array {
  if (topP >= 1) return scores;
  const ascending = scores.toSorted();
  const shares = probabilitiesOf(ascending);
  let removed = 0;
  let total = 0;
  while (removed < shares.length - 1) {
    total += shares[removed] ?? 0;
    if (total > 1 - topP) break;
    removed += 1;
  }
  const least = ascending[removed] ?? Number.NEGATIVE_INFINITY;
  // Of scores tied at the threshold the first ones are removed, as with a stable sort.
  let tied = removed - ascending.indexOf(least);
  return scores.map((score) => (score < least || (score === least && tied-- > 0) ? Number.NEGATIVE_INFINITY : score));
}
