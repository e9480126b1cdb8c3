// What a recipe asks of the device, from the rows it trains on.

import { inputsOf, LENGTH_MULTIPLE, roundUp, TARGET_MULTIPLE, tokensOf } from '../batches/batch';
import { blockShape, compactSize, sharedPrefix } from '../batches/compact';
import { trainableExamples, trainedTokens } from '../batches/plan';
import type { LoraSettings, Recipe } from '../recipe';
import { dropsInputs } from '../recipe/dropout';
import { largest, sum } from '../statistics';
import type { TokenizedExample } from '../tokenizer';
import type { ModelConfig } from '../weights';

export interface BatchRequest {
  /** B */
  readonly batchSize: number;
  /** T, inputs of the longest row. */
  readonly length: number;
  /** Inputs that all rows begin with; 0 where rows of a batch may not share them. */
  readonly prefix: number;
  readonly packing: boolean;
}

export interface MemoryRequest extends BatchRequest {
  readonly config: ModelConfig;
  readonly method: 'full' | 'lora';
  readonly lora: LoraSettings;
  /** Batches whose gradients are added up for one optimizer step. */
  readonly accumulation: number;
  /** Trained positions of a batch. */
  readonly trainedPositions: number;
  readonly checkpointing: boolean;
  /** The largest batch of an evaluation, and the answers that are given beside it; null where nothing is measured. */
  readonly evaluation: EvaluationSize | null;
  /** Most bytes of a tensor on the device, see row-shards.ts; no limit where it is not known. */
  readonly maxTensorBytes?: number | undefined;
}

export interface EvaluationSize {
  readonly batchSize: number;
  readonly length: number;
  readonly trainedPositions: number;
  /** Tokens of the longest request to be answered; 0 where none is. */
  readonly promptLength: number;
}

/** A request whose recomputation is not decided yet. */
export type UndecidedRequest = Omit<MemoryRequest, 'checkpointing'>;

/**
 * Of the largest batch that the rows can make: the longest row, and the rows with the most to learn.
 * @param evalRows held out; their requests are answered in part, and are no longer than they
 */
export function memoryRequest(
  config: ModelConfig,
  recipe: Recipe,
  rows: readonly TokenizedExample[],
  evalRows: readonly TokenizedExample[],
): UndecidedRequest {
  const { train, lora } = recipe;
  const kept = trainableExamples(rows, train.max_length);
  const lengths = kept.map(lengthOf);
  const longest = longestOf(lengths);
  const batchSize = train.packing
    ? train.per_device_train_batch_size
    : Math.min(train.per_device_train_batch_size, Math.max(1, rows.length));
  const length = roundUp(train.packing ? train.max_length : longest, LENGTH_MULTIPLE);
  const learned = sum(lengths.map(({ trained }) => trained)) / Math.max(1, sum(lengths.map(({ inputs }) => inputs)));
  const positions = train.packing ? batchSize * length * learned : mostTrained(lengths, batchSize);
  return {
    config,
    method: train.method,
    lora,
    batchSize,
    accumulation: train.gradient_accumulation_steps,
    length,
    prefix: train.packing || dropsInputs(recipe) ? 0 : sharedPrefix(kept),
    trainedPositions: roundUp(positions, TARGET_MULTIPLE),
    packing: train.packing,
    evaluation: evaluationSize(evalRows, train),
  };
}

function evaluationSize(rows: readonly TokenizedExample[], train: Recipe['train']): EvaluationSize | null {
  const lengths = trainableExamples(rows, train.max_length).map(lengthOf);
  if (lengths.length === 0) return null;
  const batchSize = Math.min(train.per_device_eval_batch_size, lengths.length);
  return {
    batchSize,
    length: roundUp(longestOf(lengths), LENGTH_MULTIPLE),
    trainedPositions: roundUp(mostTrained(lengths, batchSize), TARGET_MULTIPLE),
    promptLength: largest(rows.map(tokensOf), 0),
  };
}

interface RowLength {
  readonly inputs: number;
  readonly trained: number;
}

function lengthOf(row: TokenizedExample): RowLength {
  return { inputs: inputsOf(row), trained: trainedTokens(row) };
}

function longestOf(lengths: readonly RowLength[]): number {
  return largest(
    lengths.map(({ inputs }) => inputs),
    1,
  );
}

/** Trained tokens of the `count` rows with the most. */
function mostTrained(lengths: readonly RowLength[], count: number): number {
  const most = lengths.map(({ trained }) => trained).sort((a, b) => b - a);
  return sum(most.slice(0, count));
}

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
  for (let rows = 1; rows < batchSize; rows++) if (!sizeOf(rows) && rows * length > size.inputs) return null;
  const { count, queries, keys } = blockShape(size.prefix, new Array<number>(batchSize).fill(length));
  const scores = count * queries * keys;
  return {
    inputs: size.inputs,
    queries: count * queries,
    keys: count * keys,
    scores,
    tables: scores + 2 * size.inputs * headDim,
    compact: true,
  };
}
