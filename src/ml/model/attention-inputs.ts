// Where the inputs of a batch stand in their rows, and what they see there.

import type { AttentionBlocks } from '../../core/batches';
import type { ModelConfig } from '../../core/weights';
import { causalMask } from '../ops/attention';
import { blockMask, type HeadLayout, headsInBlocks, paddedHeads } from '../ops/head-layout';
import { type RotaryTables, rotaryTables } from '../ops/rotary';
import type { tf } from '../tensorflow';

export interface AttentionInputs {
  readonly heads: HeadLayout;
  readonly tables: RotaryTables;
  /** [1 or R, 1, Q, S] */
  readonly mask: tf.Tensor;
}

export interface SequenceLayout {
  /** B */
  readonly batchSize: number;
  /** T of padded rows. */
  readonly length: number;
  readonly positionIds: Int32Array;
  readonly blocks: AttentionBlocks | null;
}

/** Of rows that are not packed. @param longest positions of the longest row: padding does not count */
export function attentionInputs(
  { batchSize: rows, length, positionIds, blocks }: SequenceLayout,
  config: ModelConfig,
  longest: number,
): AttentionInputs {
  if (blocks) {
    return {
      heads: headsInBlocks(blocks, config.headDim),
      tables: rotaryTables(positionIds, 1, config, longest),
      mask: blockMask(blocks),
    };
  }
  return {
    heads: paddedHeads(rows, length, config.headDim),
    // All rows share one table of positions and one mask.
    tables: rotaryTables(positionIds.subarray(0, length), 1, config, longest),
    mask: causalMask(length),
  };
}
