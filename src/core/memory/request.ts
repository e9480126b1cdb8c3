// What a recipe asks of the device, from the rows it trains on.

import { inputsOf, LENGTH_MULTIPLE, roundUp, TARGET_MULTIPLE } from '../batches/batch';
import { sharedPrefix } from '../batches/compact';
import { trainableExamples, trainedTokens } from '../batches/plan';
import type { Recipe } from '../recipe';
import { dropsInputs } from '../recipe/dropout';
import type { TokenizedExample } from '../tokenizer';
import type { ModelConfig } from '../weights';
import type { EvaluationSize, MemoryRequest } from './plan-memory';

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
  const learned =
    lengths.reduce((sum, { trained }) => sum + trained, 0) /
    Math.max(
      1,
      lengths.reduce((sum, { inputs }) => sum + inputs, 0),
    );
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
    promptLength: rows.reduce((most, { inputIds }) => Math.max(most, inputIds.length), 0),
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
  return lengths.reduce((most, { inputs }) => Math.max(most, inputs), 1);
}

/** Trained tokens of the `count` rows with the most. */
function mostTrained(lengths: readonly RowLength[], count: number): number {
  const most = lengths.map(({ trained }) => trained).sort((a, b) => b - a);
  return most.slice(0, count).reduce((sum, trained) => sum + trained, 0);
}
