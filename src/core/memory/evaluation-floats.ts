// Floats of an evaluation beside what always stands: losses of held-out rows, and answers to a few of their requests. No
// gradient is wanted, so one layer's activations are there at a time.

import { LONGEST_SAMPLE } from '../generation';
import { type ModelConfig, vocabularyShardRows } from '../weights';
import { paddedBatch } from './largest-batch';
import { layerFloats } from './layer-floats';
import type { MemoryPeak, MemoryRequest } from './plan-memory';

/** Logits of a chunk of rows, see linear-cross-entropy.ts. */
const CHUNK_LOGITS = 8 * 1024 * 1024;
const CHUNK_MULTIPLE = 16;

/** Rows whose logits are there at a time. */
export function chunkRows({ vocabularySize }: ModelConfig, trainedPositions: number): number {
  const most = Math.max(CHUNK_MULTIPLE, Math.floor(CHUNK_LOGITS / vocabularySize / CHUNK_MULTIPLE) * CHUNK_MULTIPLE);
  return Math.min(most, Math.ceil(trainedPositions / CHUNK_MULTIPLE) * CHUNK_MULTIPLE);
}

export function evaluationPeaks({ config, method, lora, evaluation, maxTensorBytes }: MemoryRequest): MemoryPeak[] {
  if (!evaluation) return [];
  const shardRows = vocabularyShardRows(config, maxTensorBytes ?? Number.POSITIVE_INFINITY);
  const { batchSize, length, trainedPositions, promptLength } = evaluation;
  const adapter = method === 'lora' ? lora : null;
  const tables = (positions: number) => positions * (positions + 2 * config.headDim);
  const hidden = batchSize * length * config.hiddenSize;
  const losses = [
    { activations: tables(length) + hidden + layerFloats(config, paddedBatch(config, batchSize, length), adapter).alone },
    {
      activations: tables(length) + 2 * trainedPositions * config.hiddenSize,
      logits: chunkRows(config, trainedPositions) * (config.vocabularySize + shardRows),
    },
  ];
  if (promptLength === 0) return losses;
  const perPosition = 2 * config.keyValueHeads * config.headDim;
  const end = promptLength + LONGEST_SAMPLE;
  const prompt =
    tables(promptLength) + promptLength * config.hiddenSize + layerFloats(config, paddedBatch(config, 1, promptLength), adapter).alone;
  return [
    ...losses,
    { activations: prompt, cache: (config.layers - 1) * perPosition * promptLength },
    // A layer's keys and values are copied to be one position longer.
    { cache: (config.layers + 1) * perPosition * end, logits: config.vocabularySize },
  ];
}
