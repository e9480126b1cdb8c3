// Which tokens are trained: those that start inside a trained span of the rendered text, and the one that a turn begins
// in: where an answer begins with newlines, a tokenizer merges them with the newline before it, and transformers' mask
// (`char_to_token` of the turn's first character) trains the merged token.

import type { Encoding, Rendering, TokenizedExample, Tokenizer, TrainedSpan } from '../tokenizer';

/**
 * Weight of each token, [T]: the weight of the span its first character lies in, else of a message's first span where
 * the token reaches into it, else 0. So what is left out between two spans of a message stays out with the tokens that
 * begin in it. Tokens that share one character have one range, so they are trained together or not at all.
 */
export function tokenWeights(encoding: Encoding, spans: readonly TrainedSpan[]): Float32Array {
  const ordered = [...spans].sort((a, b) => a.start - b.start);
  const weights = new Float32Array(encoding.starts.length);
  let next = 0;
  encoding.starts.forEach((start, token) => {
    while ((ordered[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next += 1;
    const span = ordered[next];
    if (!span) return;
    const reaches = (encoding.ends[token] ?? start) > span.start && ordered[next - 1]?.message !== span.message;
    if (span.start <= start || reaches) weights[token] = span.weight;
  });
  return weights;
}

/** A rendering as ids and weights, uncut. */
export function tokenizeExample(id: string, rendering: Rendering, tokenizer: Tokenizer): TokenizedExample {
  const encoding = tokenizer.encode(rendering.text);
  return { id, inputIds: encoding.ids, weights: tokenWeights(encoding, rendering.spans) };
}

/** The first `maxLength` tokens of a row, as TRL cuts; the same row when it is not longer. */
export function truncateExample(row: TokenizedExample, maxLength: number): TokenizedExample {
  if (row.inputIds.length <= maxLength) return row;
  return { id: row.id, inputIds: row.inputIds.slice(0, maxLength), weights: row.weights.slice(0, maxLength) };
}
