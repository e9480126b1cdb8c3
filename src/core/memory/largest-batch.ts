// What the largest batch of a run makes a model compute, in numbers that need no rows.

import { blockShape, compactSize } from '../batches/compact';
import type { ModelConfig } from '../weights';

export interface BatchSize {
  /** N, inputs that are computed, padding among them. */
  readonly inputs: number;
  /** Places where attention asks, and where an input is seen: N each unless the batch is compact. */
  readonly queries: number;
  readonly keys: number;
  /** Of one head. */
  readonly scores: number;
  /** Floats of the mask and of the rotary tables. */
  readonly tables: number;
  readonly compact: boolean;
}

export interface BatchRequest {
  /** B */
  readonly batchSize: number;
  /** T, inputs of the longest row. */
  readonly length: number;
  /** Inputs that all rows begin with; 0 where rows of a batch may not share them. */
  readonly prefix: number;
  readonly packing: boolean;
}

/** Of B rows, each as long as the longest. */
export function largestBatch(config: ModelConfig, request: BatchRequest): BatchSize {
  return compactBatch(config, request) ?? paddedBatch(config, request.batchSize, request.length, request.packing);
}

/** Of B sequences padded to T inputs; packed ones have masks and positions of their own. */
export function paddedBatch({ headDim }: ModelConfig, rows: number, length: number, packed = false): BatchSize {
  const inputs = rows * length;
  const tables = (packed ? rows : 1) * length * (length + 2 * headDim);
  return { inputs, queries: inputs, keys: inputs, scores: inputs * length, tables, compact: false };
}

function compactBatch({ headDim }: ModelConfig, { batchSize, length, prefix, packing }: BatchRequest): BatchSize | null {
  const shared = packing ? 0 : Math.min(prefix, length - 1);
  const sizeOf = (rows: number) => compactSize(shared, new Array<number>(rows).fill(length));
  const size = sizeOf(batchSize);
  if (!size || size.prefix === 0) return null;
  // The last batch of an epoch has fewer rows: it may save too little to be compact, and be larger then.
  for (let rows = 1; rows < batchSize; rows++) if (!sizeOf(rows) && rows * length > size.count) return null;
  const { count, queries, keys } = blockShape(size.prefix, new Array<number>(batchSize).fill(length));
  const scores = count * queries * keys;
  return {
    inputs: size.count,
    queries: count * queries,
    keys: count * keys,
    scores,
    tables: scores + 2 * size.count * headDim,
    compact: true,
  };
}
