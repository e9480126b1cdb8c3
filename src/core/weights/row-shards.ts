// Row shards of embedding and head. A device limits the size of one buffer, and the embedding [V, C] of a large vocabulary
// may exceed it. Then the device holds embedding and head as several tensors, each with a range of their rows.

import type { ModelConfig } from './model-config';
import { parameterShapes } from './parameter-shapes';

export const EMBEDDING = 'model.embed_tokens.weight';
export const HEAD = 'lm_head.weight';

const FLOAT_BYTES = 4;
/** The rows of a shard are a multiple of this if the limit allows it, as matrix products work in tiles of 32. */
const ROW_MULTIPLE = 32;
const MARK = '#';

interface RowShard {
  /** Name on the device: the tensor's own if it is whole, else NAME#0, NAME#1, … */
  readonly name: string;
  /** Rows [from, to) of the tensor. */
  readonly from: number;
  readonly to: number;
}

/** The name of the matrix [V, C] that computes logits. A tied model uses its embedding. */
export function headName({ tied }: Pick<ModelConfig, 'tied'>): string {
  return tied ? EMBEDDING : HEAD;
}

/** Name in files of a tensor or shard on the device. */
export function nameInFiles(name: string): string {
  return name.split(MARK)[0] ?? name;
}

/**
 * The shards of each parameter by its name in files, in file order. Only embedding and head are divided, into as few
 * shards of similar size as the limit allows. A limit below one row gives shards of one row.
 * @param maxTensorBytes most bytes of one 32-bit tensor
 */
export function rowShards(config: ModelConfig, maxTensorBytes: number): Map<string, readonly RowShard[]> {
  const size = vocabularyShardRows(config, maxTensorBytes);
  return new Map(
    [...parameterShapes(config)].map(([name, [rows = 1]]) => [
      name,
      (name === EMBEDDING || name === HEAD) && size < rows ? divided(name, rows, size) : [{ name, from: 0, to: rows }],
    ]),
  );
}

/** Rows of the first and largest shard of embedding and head; V if they need not be divided. */
export function vocabularyShardRows({ vocabularySize, hiddenSize }: ModelConfig, maxTensorBytes: number): number {
  const fitting = Math.max(1, Math.floor(maxTensorBytes / FLOAT_BYTES / hiddenSize));
  if (fitting >= vocabularySize) return vocabularySize;
  const most = fitting < ROW_MULTIPLE ? fitting : fitting - (fitting % ROW_MULTIPLE);
  const even = Math.ceil(vocabularySize / Math.ceil(vocabularySize / most) / ROW_MULTIPLE) * ROW_MULTIPLE;
  return Math.min(most, even);
}

function divided(name: string, rows: number, size: number): RowShard[] {
  return Array.from({ length: Math.ceil(rows / size) }, (_, index) => ({
    name: `${name}${MARK}${index}`,
    from: index * size,
    to: Math.min(rows, (index + 1) * size),
  }));
}
