// What a recipe asks of the device, from the rows it trains on.

import { LENGTH_MULTIPLE, roundUp, TARGET_MULTIPLE } from '../batches/batch';
import { rowsToTrain, trainedTokens } from '../batches/plan';
import type { Recipe } from '../recipe/recipe';
import type { TokenizedRow } from '../tokenizer';
import type { ModelConfig } from '../weights';
import type { MemoryRequest } from './plan-memory';

/** A request whose recomputation is not decided yet. */
export type OpenRequest = Omit<MemoryRequest, 'checkpointing'>;

/** Of the largest batch that the rows can make: the longest row, and the rows with the most to learn. */
export function memoryRequest(config: ModelConfig, { train, lora }: Recipe, rows: readonly TokenizedRow[]): OpenRequest {
  const lengths = rowsToTrain(rows, train.max_length).map((row) => ({
    inputs: Math.min(row.inputIds.length, train.max_length) - 1,
    trained: trainedTokens(row, train.max_length),
  }));
  const longest = lengths.reduce((most, { inputs }) => Math.max(most, inputs), 1);
  const most = lengths.map(({ trained }) => trained).sort((a, b) => b - a);
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
  const positions = train.packing ? batchSize * length * learned : most.slice(0, batchSize).reduce((sum, trained) => sum + trained, 0);
  return {
    config,
    method: train.method,
    lora,
    batchSize,
    accumulation: train.gradient_accumulation_steps,
    length,
    trainedPositions: roundUp(positions, TARGET_MULTIPLE),
    packing: train.packing,
  };
}
