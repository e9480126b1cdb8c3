// The token view: a rendering token by token, as the model sees it.

import type { Rendering, Tokenizer } from '../tokenizer';
import { tokenWeights } from './token-weights';

/** The token view of one rendering. Arrays hold one entry for each token, [T]. */
export interface TokenViewData {
  readonly text: string;
  readonly tokenizerId: string;
  readonly ids: Int32Array;
  /** Token i covers characters [starts[i], ends[i]) of the text. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly weights: Float32Array;
  /** 1 = special token. */
  readonly special: Uint8Array;
  /** Texts of the tokens as shown. Bytes that are not a whole character appear as `\xNN`. */
  readonly tokens: readonly string[];
  /** Number of trained tokens among the first `maxLength`. */
  readonly trained: number;
  readonly maxLength: number;
}

/** Builds the view of all tokens of a rendering, including those after `maxLength`. */
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
