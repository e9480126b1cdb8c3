// What a run requires of the device: its settings and its largest batches, from the examples it trains on.

import { largest, roundUp, sum } from '../arithmetic';
import { inputsOf, LENGTH_MULTIPLE, TARGET_MULTIPLE, tokensOf } from '../batches/batch';
import { blockShape, compactSize, sharedPrefix } from '../batches/compact';
import { trainableExamples, trainedTokens } from '../batches/plan';
import type { LoraSettings, Recipe } from '../recipe';
import { dropsInputs } from '../recipe/dropout';
import type { TokenizedExample } from '../tokenizer';
import type { ModelConfig } from '../weights';

interface BatchRequest {
  /** B */
  readonly batchSize: number;
  /** T, inputs of the longest sequence. */
  readonly length: number;
  /** P, inputs that all examples start with; 0 if examples of a batch may not share them. */
  readonly prefix: number;
  readonly packing: boolean;
}

export interface MemoryRequest extends BatchRequest {
  readonly config: ModelConfig;
  readonly method: 'full' | 'lora';
  readonly lora: LoraSettings;
  /** Batches whose gradients are accumulated for one optimizer step. */
  readonly accumulation: number;
  /** M, positions of a batch with a target. */
  readonly trainedPositions: number;
  readonly checkpointing: boolean;
  /** The largest batch of an evaluation, and its sample answers; null if nothing is evaluated. */
  readonly evaluation: EvaluationSize | null;
  /** Most bytes of one tensor on the device, see row-shards.ts; no limit if it is not known. */
  readonly maxTensorBytes?: number | undefined;
}

interface EvaluationSize {
  /** B */
  readonly batchSize: number;
  /** T */
  readonly length: number;
  /** M */
  readonly trainedPositions: number;
  /** Tokens of the longest request that a sample answers; 0 if there are no samples. */
  readonly promptLength: number;
}

/** A request that leaves it open whether layers are recomputed. */
export type UndecidedRequest = Omit<MemoryRequest, 'checkpointing'>;

/**
 * Describes the largest batch the examples can make: as long as the longest example, and with as many targets as the
 * examples with the most.
 * @param evalExamples held-out examples. Samples answer some of their requests, which are no longer than the examples.
 */
export function memoryRequest(
  config: ModelConfig,
  recipe: Recipe,
  examples: readonly TokenizedExample[],
  evalExamples: readonly TokenizedExample[],
): UndecidedRequest {
  const { train, lora } = recipe;
  const kept = trainableExamples(examples, train.max_length);
  const sizes = kept.map(sizeOf);
  const batchSize = train.packing
    ? train.per_device_train_batch_size
    : Math.min(train.per_device_train_batch_size, Math.max(1, examples.length));
  const length = roundUp(train.packing ? train.max_length : longestOf(sizes), LENGTH_MULTIPLE);
  const trainedShare = sum(sizes.map(({ trained }) => trained)) / Math.max(1, sum(sizes.map(({ inputs }) => inputs)));
  const positions = train.packing ? batchSize * length * trainedShare : mostTrained(sizes, batchSize);
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
    evaluation: evaluationSize(evalExamples, train),
  };
}

function evaluationSize(examples: readonly TokenizedExample[], train: Recipe['train']): EvaluationSize | null {
  const sizes = trainableExamples(examples, train.max_length).map(sizeOf);
  if (sizes.length === 0) return null;
  const batchSize = Math.min(train.per_device_eval_batch_size, sizes.length);
  return {
    batchSize,
    length: roundUp(longestOf(sizes), LENGTH_MULTIPLE),
    trainedPositions: roundUp(mostTrained(sizes, batchSize), TARGET_MULTIPLE),
    promptLength: largest(examples.map(tokensOf), 0),
  };
}

interface ExampleSize {
  readonly inputs: number;
  readonly trained: number;
}

function sizeOf(example: TokenizedExample): ExampleSize {
  return { inputs: inputsOf(example), trained: trainedTokens(example) };
}

function longestOf(sizes: readonly ExampleSize[]): number {
  const inputs = sizes.map((size) => size.inputs);
  return largest(inputs, 1);
}

/** Trained tokens of the `count` examples that have the most. */
function mostTrained(sizes: readonly ExampleSize[], count: number): number {
  const descending = sizes.map(({ trained }) => trained).sort((a, b) => b - a);
  return sum(descending.slice(0, count));
}

/** What a model computes for one batch. */
export interface BatchSize {
  /** N, inputs that are computed, padding included. */
  readonly inputs: number;
  /** R·Q, query slots of attention; N unless the batch is compact. */
  readonly queries: number;
  /** R·S, key slots of attention; N unless the batch is compact. */
  readonly keys: number;
  /** R·Q·S, scores of one head. */
  readonly scores: number;
  /** Floats of the mask and of the rotary tables. */
  readonly tables: number;
  readonly compact: boolean;
}

/** The size of a batch of B examples, each as long as the longest. */
export function largestBatch(config: ModelConfig, request: BatchRequest): BatchSize {
  return compactBatch(config, request) ?? paddedBatch(config, request.batchSize, request.length, request.packing);
}

/** The size of B sequences padded to T inputs. Packed sequences have a mask and positions each; others share them. */
export function paddedBatch({ headDim }: ModelConfig, batchSize: number, length: number, packed = false): BatchSize {
  const inputs = batchSize * length;
  const tables = (packed ? batchSize : 1) * length * (length + 2 * headDim);
  return { inputs, queries: inputs, keys: inputs, scores: inputs * length, tables, compact: false };
}

function compactBatch({ headDim }: ModelConfig, { batchSize, length, prefix, packing }: BatchRequest): BatchSize | null {
  const shared = packing ? 0 : Math.min(prefix, length - 1);
  const sizeFor = (count: number) => compactSize(shared, new Array<number>(count).fill(length));
  const size = sizeFor(batchSize);
  if (!size || size.prefix === 0) return null;
  // The last batch of an epoch has fewer examples. It may save too little to be compact, and then be the larger one.
  for (let fewer = 1; fewer < batchSize; fewer++) if (!sizeFor(fewer) && fewer * length > size.inputs) return null;
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
