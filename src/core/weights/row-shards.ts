// A device may bind less at once than the embedding of a large vocabulary takes. Embedding and head then lie there in
// row shards: tensors that each hold a range of the rows.

import type { ModelConfig } from './model-config';
import { parameterShapes } from './parameter-shapes';

export const EMBEDDING = 'model.embed_tokens.weight';
export const HEAD = 'lm_head.weight';

const FLOAT_BYTES = 4;
/** Rows of a shard are a multiple of it, where the limit holds as many: matrix products work in tiles of 32. */
const ROW_MULTIPLE = 32;
const MARK = '#';

export interface RowShard {
  /** On the device: the tensor's own name where it is whole, else NAME#0, NAME#1, … */
  readonly name: string;
  /** First row, and the first one after it. */
  readonly from: number;
  readonly to: number;
}

/** The name of the matrix that makes logits: a tied model uses its embedding. */
export function headName({ tied }: Pick<ModelConfig, 'tied'>): string {
  return tied ? EMBEDDING : HEAD;
}

/** Name in files of a tensor on the device. */
export function nameInFiles(name: string): string {
  return name.split(MARK)[0] ?? name;
}

/**
 * The shards of each parameter by its name in files, in file order. Only embedding and head are ever divided, into as
 * few shards of like size as the limit allows; a limit below one row gives shards of one row.
 * @param maxTensorBytes most bytes of one tensor, 32-bit
 */
export function rowShards(config: ModelConfig, maxTensorBytes: number): Map<string, readonly RowShard[]> {
  return new Map(
    [...parameterShapes(config)].map(([name, [rows = 1, columns = 1]]) => {
      const most = name === EMBEDDING || name === HEAD ? mostRows(rows, columns, maxTensorBytes) : rows;
      return [name, most >= rows ? [{ name, from: 0, to: rows }] : divided(name, rows, most)];
    }),
  );
}

function mostRows(rows: number, columns: number, maxTensorBytes: number): number {
  const most = Math.max(1, Math.floor(maxTensorBytes / FLOAT_BYTES / columns));
  return most >= rows || most < ROW_MULTIPLE ? most : most - (most % ROW_MULTIPLE);
}

function divided(name: string, rows: number, most: number): RowShard[] {
  const even = Math.ceil(rows / Math.ceil(rows / most) / ROW_MULTIPLE) * ROW_MULTIPLE;
  const size = Math.min(most, even);
  return Array.from({ length: Math.ceil(rows / size) }, (_, index) => ({
    name: `${name}${MARK}${index}`,
    from: index * size,
    to: Math.min(rows, (index + 1) * size),
  }));
}
