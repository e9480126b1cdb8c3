// The token lens: what a rendering looks like to the model, token by token.

import type { Rendering, Tokenizer } from '../tokenizer';
import { tokenWeights } from './token-weights';

/** The token lens's view of one rendering. Arrays are per token. */
export interface TokenViewData {
  readonly text: string;
  readonly tokenizerId: string;
  readonly ids: Int32Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly weights: Float32Array;
  /** 1 = special token. */
  readonly special: Uint8Array;
  /** Token texts as shown; bytes that are no whole character as `\xNN`. */
  readonly tokens: readonly string[];
  readonly trained: number;
  readonly maxLength: number;
}

/** All tokens of a rendering, those beyond `maxLength` too; `trained` counts what is left after the cut. */
export function tokenView(rendering: Rendering, tokenizer: Tokenizer, maxLength: number): TokenViewData {
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
