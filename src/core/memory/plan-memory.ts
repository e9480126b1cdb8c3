// Bytes that a training run will hold on the device, by part, known before it starts. Everything is 32-bit. Memory peaks
// at one of a few moments of a step or an evaluation; the plan is the largest of these peaks. ml/training/peak.test.ts
// compares it with the bytes that the backends allocate.

import { adapterShapes } from '../adapter';
import { roundUp, sum } from '../arithmetic';
import { TARGET_MULTIPLE } from '../batches/batch';
import { LONGEST_SAMPLE } from '../generation';
import { chunkPositions, updateGroups } from '../training';
import { type ModelConfig, parameterCount, parameterShapes, rowShards, sizeOf, vocabularyShardRows } from '../weights';
import { layerFloats } from './layer-floats';
import { largestBatch, type MemoryRequest, paddedBatch } from './request';

export const MEMORY_PARTS = ['weights', 'adapter', 'gradients', 'optimizer', 'activations', 'logits', 'cache'] as const;
type MemoryPart = (typeof MEMORY_PARTS)[number];

export interface MemoryPlan {
  /** Bytes by part, at the largest peak. */
  readonly parts: Readonly<Record<MemoryPart, number>>;
  /** Their sum. */
  readonly total: number;
}

/** Floats by part. */
type MemoryFloats = Partial<Record<MemoryPart, number>>;

const FLOAT_BYTES = 4;
/** Copies of a group's tensors that its AdamW update makes in addition to gradient and moments, see adamw.ts. */
const UPDATE_COPIES = 5;
/** The same for joined tensors: their parameters are copied too. */
const JOINED_COPIES = 6;

export function planMemory(request: MemoryRequest): MemoryPlan {
  const { config, method, lora } = request;
  const weights = parameterCount(config);
  const adapter = method === 'lora' ? sum([...adapterShapes(config, lora).values()].map(sizeOf)) : 0;
  const trained = method === 'lora' ? adapter : weights;
  const resident: MemoryFloats = { weights, adapter, optimizer: 2 * trained };
  const accumulated = request.accumulation > 1 ? trained : 0;
  const backward = backwardPeaks(request, trained).map((peak) => ({ ...peak, gradients: accumulated + (peak.gradients ?? 0) }));
  const peaks = [...backward, updatePeak(request, trained), ...evaluationPeaks(request)];
  const plans = peaks.map((peak) => planOf(resident, peak));
  return plans.reduce((largest, plan) => (plan.total > largest.total ? plan : largest));
}

/** @param peak floats in addition to the resident ones */
function planOf(resident: MemoryFloats, peak: MemoryFloats): MemoryPlan {
  const bytesOf = (part: MemoryPart) => FLOAT_BYTES * ((resident[part] ?? 0) + (peak[part] ?? 0));
  const parts = {
    weights: bytesOf('weights'),
    adapter: bytesOf('adapter'),
    gradients: bytesOf('gradients'),
    optimizer: bytesOf('optimizer'),
    activations: bytesOf('activations'),
    logits: bytesOf('logits'),
    cache: bytesOf('cache'),
  };
  return { parts, total: sum(Object.values(parts)) };
}

/** Peaks of the forward and backward pass of one batch. @param trained number of trainable parameters */
function backwardPeaks(request: MemoryRequest, trained: number): MemoryFloats[] {
  const { config, method, checkpointing } = request;
  const full = method === 'full';
  const batch = largestBatch(config, request);
  const lora = full ? null : request.lora;
  // For packed examples the trained positions are a mean, and some batch has more.
  const targets = request.packing ? batch.inputs : request.trainedPositions;
  const layer = layerFloats(config, batch, lora);
  const top = layerFloats(config, batch, lora, targets);
  const below = config.layers - 1;
  const hidden = batch.inputs * config.hiddenSize;
  const last = targets * config.hiddenSize;
  const head = full ? config.vocabularySize * config.hiddenSize : 0;
  const { tables } = batch;
  // The gradient of a tied embedding is the sum of its own and the head's.
  const ends = trained + (config.tied ? 2 * head : 0);
  const loss = lossFloats(request) + 3 * last;
  const lowest = below > 0 ? layer : top;
  if (checkpointing) {
    return [
      { activations: tables + config.layers * hidden + last, logits: loss },
      // The top layer, with the inputs of all layers below it.
      { activations: tables + config.layers * hidden + last + top.backwardPeak, gradients: head },
      // The layer below the top.
      { activations: tables + config.layers * hidden + (below > 0 ? layer.backwardPeak : 0), gradients: head },
      // The lowest layer, with the gradients of all parameters.
      { activations: tables + 2 * hidden + lowest.backwardPeak, gradients: trained },
      { activations: tables + 2 * hidden, gradients: ends },
    ];
  }
  // Activations of all layers above the lowest.
  const above = tables + 4 * hidden + (below > 0 ? top.backward + (below - 1) * layer.backward : 0);
  return [
    { activations: tables + hidden + below * layer.forward + top.forward, logits: loss },
    { activations: above + lowest.backwardPeak, gradients: trained, logits: head },
    { activations: above + lowest.backward, gradients: ends, logits: head },
  ];
}

/**
 * Workspace of the loss: the logits of one chunk of positions with their softmax, or with copies of a shard of the head
 * [V, C] if those are larger.
 */
function lossFloats({ config, method, trainedPositions, maxTensorBytes }: MemoryRequest): number {
  const positions = positionsAtATime(config, trainedPositions);
  const shardRows = vocabularyShardRows(config, maxTensorBytes ?? Number.POSITIVE_INFINITY);
  const logits = positions * config.vocabularySize;
  const head = config.vocabularySize * config.hiddenSize;
  const shard = shardRows * config.hiddenSize;
  const softmax = logits + positions * shardRows;
  if (method === 'lora') return Math.max(softmax, positions < config.hiddenSize ? 0 : logits + shard);
  // At the first shard, and at the last one.
  const gradients = Math.max(logits + 2 * shard, head - shard + Math.max(positions * shardRows + 2 * shard, 3 * shard));
  return Math.max(softmax, gradients) + (trainedPositions > positions ? head : 0);
}

/** Positions whose logits are in memory at a time. */
function positionsAtATime({ vocabularySize }: ModelConfig, trainedPositions: number): number {
  return Math.min(chunkPositions(vocabularySize), roundUp(trainedPositions, TARGET_MULTIPLE));
}

/** The peak of the optimizer's update of its largest group. @param trained number of trainable parameters */
function updatePeak({ config, method, lora, maxTensorBytes }: MemoryRequest, trained: number): MemoryFloats {
  const shapes = method === 'full' ? shardShapes(config, maxTensorBytes ?? Number.POSITIVE_INFINITY) : adapterShapes(config, lora);
  const copies = updateGroups(shapes).map(({ tensors, size }) => (tensors.length > 1 ? JOINED_COPIES : UPDATE_COPIES) * size);
  return { gradients: trained, optimizer: Math.max(...copies) };
}

/** Shapes of the parameters as the device holds them, in row shards. */
function shardShapes(config: ModelConfig, maxTensorBytes: number): [name: string, shape: readonly number[]][] {
  const shapes = parameterShapes(config);
  return [...rowShards(config, maxTensorBytes)].flatMap(([whole, shards]) =>
    shards.map(({ name, from, to }): [string, readonly number[]] => [name, [to - from, ...(shapes.get(whole) ?? []).slice(1)]]),
  );
}

/**
 * Peaks of an evaluation: losses of held-out examples, then sample answers to a few of their requests. It needs no
 * gradients, so the activations of one layer are in memory at a time.
 */
function evaluationPeaks({ config, method, lora, evaluation, maxTensorBytes }: MemoryRequest): MemoryFloats[] {
  if (!evaluation) return [];
  const shardRows = vocabularyShardRows(config, maxTensorBytes ?? Number.POSITIVE_INFINITY);
  const { batchSize, length, trainedPositions, promptLength } = evaluation;
  const adapter = method === 'lora' ? lora : null;
  const tables = (positions: number) => positions * (positions + 2 * config.headDim);
  const hidden = batchSize * length * config.hiddenSize;
  const losses = [
    { activations: tables(length) + hidden + layerFloats(config, paddedBatch(config, batchSize, length), adapter).inference },
    {
      activations: tables(length) + 2 * trainedPositions * config.hiddenSize,
      logits: positionsAtATime(config, trainedPositions) * (config.vocabularySize + shardRows),
    },
  ];
  if (promptLength === 0) return losses;
  const perPosition = 2 * config.keyValueHeads * config.headDim;
  const end = promptLength + LONGEST_SAMPLE;
  const prompt =
    tables(promptLength) + promptLength * config.hiddenSize + layerFloats(config, paddedBatch(config, 1, promptLength), adapter).inference;
  return [
    ...losses,
    { activations: prompt, cache: (config.layers - 1) * perPosition * promptLength },
    // Growing the cache by one position copies the keys and values of a layer.
    { cache: (config.layers + 1) * perPosition * end, logits: config.vocabularySize },
  ];
}
