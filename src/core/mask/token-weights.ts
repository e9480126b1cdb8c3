// Which tokens are trained: those that start inside a trained span of the rendered text, and the token that a turn starts
// in. Where an answer begins with newlines, a tokenizer merges them with the newline before it, and transformers' mask
// (`char_to_token` of the turn's first character) trains the merged token.

import type { Encoding, Rendering, TokenizedExample, Tokenizer, TrainedSpan } from '../tokenizer';

/**
 * Returns the weight of each token, [T]. A token gets the weight of the span that its first character is in. If it starts
 * before a message's first span but reaches into it, it gets that span's weight. Any other token gets 0, so a part left
 * out between two spans of a message stays out, together with the token that crosses its end.
 * Tokens that share one character have the same range, so they are trained together or not at all.
 */
export function tokenWeights(encoding: Encoding, spans: readonly TrainedSpan[]): Float32Array {
  const ordered = [...spans].sort((a, b) => a.start - b.start);
  const weights = new Float32Array(encoding.starts.length);
  let next = 0;
  encoding.starts.forEach((start, token) => {
    while ((ordered[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next += 1;
    const span = ordered[next];
    if (!span) return;
    const reachesFirstSpan = (encoding.ends[token] ?? start) > span.start && ordered[next - 1]?.message !== span.message;
    if (span.start <= start || reachesFirstSpan) weights[token] = span.weight;
  });
  return weights;
}

/** Tokenizes a rendering, without truncating it. */
export function tokenizeExample(id: string, rendering: Rendering, tokenizer: Tokenizer): TokenizedExample {
  const encoding = tokenizer.encode(rendering.text);
  return { id, inputIds: encoding.ids, weights: tokenWeights(encoding, rendering.spans) };
}

/** Keeps the first `maxLength` tokens of an example, as TRL truncates. Returns the same object if it is not longer. */
export function truncateExample(example: TokenizedExample, maxLength: number): TokenizedExample {
  if (example.inputIds.length <= maxLength) return example;
  return { id: example.id, inputIds: example.inputIds.slice(0, maxLength), weights: example.weights.slice(0, maxLength) };
}
