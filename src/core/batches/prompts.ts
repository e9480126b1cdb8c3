// Prompts that are read at once, before an answer to each is decoded token by token.

import { largest } from '../statistics';
import type { AttentionBlocks } from './batch';
import { commonStart, compactInputs, compactSize } from './compact';

/** B prompts of N inputs in all: padded on the right to the longest, or compact as a batch of rows is. */
export interface PromptBatch {
  /** B */
  readonly batchSize: number;
  /** Tokens of the longest prompt. */
  readonly length: number;
  /** [N] */
  readonly ids: Int32Array;
  /** [N], place of each input in its prompt. */
  readonly positionIds: Int32Array;
  /** [B], tokens of each prompt. */
  readonly lengths: Int32Array;
  /** [B], the input that is each prompt's last token. */
  readonly ends: Int32Array;
  readonly blocks: AttentionBlocks | null;
}

/** @param prompts of at least one token each */
export function makePromptBatch(prompts: readonly Int32Array[]): PromptBatch {
  const lengths = Int32Array.from(prompts, (prompt) => prompt.length);
  const length = largest(lengths, 1);
  const common = { batchSize: prompts.length, length, lengths };
  // A prompt's last token is its own: the answer begins with what follows it.
  const shared = commonStart(
    prompts,
    prompts.map((prompt) => prompt.length - 1),
  );
  const size = compactSize(shared, [...lengths]);
  if (!size) {
    const ids = new Int32Array(prompts.length * length);
    prompts.forEach((prompt, row) => {
      ids.set(prompt, row * length);
    });
    const positionIds = Int32Array.from(ids, (_, index) => index % length);
    return { ...common, ids, positionIds, ends: lengths.map((own, row) => row * length + own - 1), blocks: null };
  }
  const { ids, positionIds, starts, blocks } = compactInputs(prompts, size);
  return { ...common, ids, positionIds, ends: lengths.map((own, row) => (starts[row] ?? 0) + own - size.prefix - 1), blocks };
}
