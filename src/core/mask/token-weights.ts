// Which tokens are trained: those that start inside a trained span of the rendered text.

import type { Encoding, Rendering, TokenizedRow, Tokenizer, TrainedSpan } from '../tokenizer';

/**
 * Weight of each token, [T]: the weight of the span its first character lies in, 0 outside of all spans. Tokens that
 * share one character have one start, so they are trained together or not at all.
 */
export function tokenWeights(encoding: Encoding, spans: readonly TrainedSpan[]): Float32Array {
  const ordered = [...spans].sort((a, b) => a.start - b.start);
  const weights = new Float32Array(encoding.starts.length);
  let next = 0;
  encoding.starts.forEach((start, token) => {
    while ((ordered[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next += 1;
    const span = ordered[next];
    if (span && span.start <= start) weights[token] = span.weight;
  });
  return weights;
}

/** A rendering as ids and weights, uncut. */
export function tokenizeRow(id: string, rendering: Rendering, tokenizer: Tokenizer): TokenizedRow {
  const encoding = tokenizer.encode(rendering.text);
  return { id, inputIds: encoding.ids, weights: tokenWeights(encoding, rendering.spans) };
}

/** The first `maxLength` tokens of a row, as TRL cuts; the same row when it is not longer. */
export function cutRow(row: TokenizedRow, maxLength: number): TokenizedRow {
  if (row.inputIds.length <= maxLength) return row;
  return { id: row.id, inputIds: row.inputIds.slice(0, maxLength), weights: row.weights.slice(0, maxLength) };
}
