// Prompts that are processed together, before the answer to each is decoded token by token.

import { largest } from '../arithmetic';
import type { AttentionBlocks } from './batch';
import { commonPrefix, compactInputs, compactSize } from './compact';

/** B prompts with N inputs in all: padded on the right to the longest, or compact like a batch of examples. */
export interface PromptBatch {
  /** B */
  readonly batchSize: number;
  /** Tokens of the longest prompt. */
  readonly length: number;
  /** [N] */
  readonly ids: Int32Array;
  /** [N], position of each input in its prompt. */
  readonly positionIds: Int32Array;
  /** [B], tokens of each prompt. */
  readonly lengths: Int32Array;
  /** [B], index of the input that is each prompt's last token. */
  readonly ends: Int32Array;
  readonly blocks: AttentionBlocks | null;
}

/** @param prompts of at least one token each */
export function makePromptBatch(prompts: readonly Int32Array[]): PromptBatch {
  const lengths = Int32Array.from(prompts, (prompt) => prompt.length);
  const length = largest(lengths, 1);
  const common = { batchSize: prompts.length, length, lengths };
  // A prompt's last token is never shared: its state predicts the first token of the answer.
  const shared = commonPrefix(
    prompts,
    prompts.map((prompt) => prompt.length - 1),
  );
  const size = compactSize(shared, [...lengths]);
  if (!size) {
    const ids = new Int32Array(prompts.length * length);
    prompts.forEach((prompt, index) => {
      ids.set(prompt, index * length);
    });
    const positionIds = Int32Array.from(ids, (_, input) => input % length);
    return { ...common, ids, positionIds, ends: lengths.map((tokens, index) => index * length + tokens - 1), blocks: null };
  }
  const { ids, positionIds, starts, blocks } = compactInputs(prompts, size);
  return { ...common, ids, positionIds, ends: lengths.map((tokens, index) => (starts[index] ?? 0) + tokens - size.prefix - 1), blocks };
}
