// The token lens: what a rendering looks like to the model, token by token.

import type { LensView } from '../report';
import type { Rendering, Tokenizer } from '../tokenizer';
import { tokenWeights } from './token-weights';

/** All tokens of a rendering, those beyond `maxLength` too; `trained` counts what is left after the cut. */
export function lensView(rendering: Rendering, tokenizer: Tokenizer, maxLength: number): LensView {
  const { ids, starts, ends } = tokenizer.encode(rendering.text);
  const weights = tokenWeights({ ids, starts, ends }, rendering.spans);
  return {
    text: rendering.text,
    tokenizerId: tokenizer.id,
    ids,
    starts,
    ends,
    weights,
    special: Uint8Array.from(ids, (id) => (tokenizer.isSpecial(id) ? 1 : 0)),
    tokens: Array.from(ids, (id) => tokenizer.tokenText(id)),
    trained: weights.subarray(0, maxLength).reduce((count, weight) => count + (weight === 0 ? 0 : 1), 0),
    maxLength,
  };
}
