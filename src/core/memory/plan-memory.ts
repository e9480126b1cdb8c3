// Bytes a training run takes on the device, by part, known before it starts. Everything is 32-bit. A run is fullest
// at one of a few moments, of a step or of an evaluation; the plan is that of the largest. peak.test.ts holds it to the
// bytes sampled where the backends allocate.

import { adapterShapes } from '../adapter';
import { roundUp, TARGET_MULTIPLE } from '../batches/batch';
import { LONGEST_SAMPLE } from '../generation';
import type { LoraSettings } from '../recipe';
import { sum } from '../statistics';
import { chunkPositions, updateGroups } from '../training';
import { type ModelConfig, parameterCount, parameterShapes, rowShards, vocabularyShardRows } from '../weights';
import { layerFloats, linearShapes } from './layer-floats';
import { largestBatch, type MemoryRequest, paddedBatch } from './request';

export const MEMORY_PARTS = ['weights', 'adapter', 'gradients', 'optimizer', 'activations', 'logits', 'cache'] as const;
export type MemoryPart = (typeof MEMORY_PARTS)[number];
/** Bytes by part. */
export type MemoryParts = Readonly<Record<MemoryPart, number>>;

export interface MemoryPlan {
  /** At the fullest moment. */
  readonly parts: MemoryParts;
  /** Their sum. */
  readonly total: number;
}

/** Floats by part beside those that always stand. */
export type MemoryPeak = Partial<Record<MemoryPart, number>>;

const FLOAT_BYTES = 4;
/** Copies of a group's tensors that its AdamW update makes beside gradient and moments, see adamw.ts. */
const UPDATE_COPIES = 5;
/** One more where tensors are joined: the parameters. */
const JOINED_COPIES = 6;

export function planMemory(request: MemoryRequest): MemoryPlan {
  const { config, method, lora } = request;
  const weights = parameterCount(config);
  const adapter = method === 'lora' ? adapterCount(config, lora) : 0;
  const trained = method === 'lora' ? adapter : weights;
  const standing: MemoryPeak = { weights, adapter, optimizer: 2 * trained };
  const accumulated = request.accumulation > 1 ? trained : 0;
  const backward = momentsOfBackward(request, trained).map((moment) => ({ ...moment, gradients: accumulated + (moment.gradients ?? 0) }));
  const moments = [...backward, momentOfUpdate(request, trained), ...evaluationPeaks(request)];
  const plans = moments.map((moment) => planOf(standing, moment));
  return plans.reduce((largest, plan) => (plan.total > largest.total ? plan : largest));
}

/** Floats of the A and B of all adapted layers. */
export function adapterCount(config: ModelConfig, lora: LoraSettings): number {
  const adapted = linearShapes(config).filter(({ module }) => lora.target_modules.includes(module));
  return config.layers * sum(adapted.map(({ inputs, outputs }) => lora.r * (inputs + outputs)));
}

function momentsOfBackward(request: MemoryRequest, trained: number): MemoryPeak[] {
  const { config, method, checkpointing } = request;
  const full = method === 'full';
  const batch = largestBatch(config, request);
  const lora = full ? null : request.lora;
  // How many of packed rows' positions are trained is a mean: some batch has more.
  const predicted = request.packing ? batch.inputs : request.trainedPositions;
  const layer = layerFloats(config, batch, lora);
  const top = layerFloats(config, batch, lora, predicted);
  const below = config.layers - 1;
  const hidden = batch.inputs * config.hiddenSize;
  const last = predicted * config.hiddenSize;
  const head = full ? config.vocabularySize * config.hiddenSize : 0;
  const { tables } = batch;
  // A tied embedding's gradient is the sum of the head's and its own.
  const ends = trained + (config.tied ? 2 * head : 0);
  const loss = lossFloats(request) + 3 * last;
  const lowest = below > 0 ? layer : top;
  if (checkpointing) {
    return [
      { activations: tables + config.layers * hidden + last, logits: loss },
      // The top layer, with the inputs of all below it; the one below; and the lowest, with all gradients of parameters.
      { activations: tables + config.layers * hidden + last + top.fullest, gradients: head },
      { activations: tables + config.layers * hidden + (below > 0 ? layer.fullest : 0), gradients: head },
      { activations: tables + 2 * hidden + lowest.fullest, gradients: trained },
      { activations: tables + 2 * hidden, gradients: ends },
    ];
  }
  // All layers above the lowest one, or the only one.
  const above = tables + 4 * hidden + (below > 0 ? top.backward + (below - 1) * layer.backward : 0);
  return [
    { activations: tables + hidden + below * layer.forward + top.forward, logits: loss },
    { activations: above + lowest.fullest, gradients: trained, logits: head },
    { activations: above + lowest.backward, gradients: ends, logits: head },
  ];
}

/** Workspace of the loss: the logits of a chunk of rows and their shares, or copies of a shard of the head beside them. */
function lossFloats(request: MemoryRequest): number {
  const { config, method, trainedPositions, maxTensorBytes } = request;
  const rows = positionsAtATime(config, trainedPositions);
  const shardRows = vocabularyShardRows(config, maxTensorBytes ?? Number.POSITIVE_INFINITY);
  const logits = rows * config.vocabularySize;
  const head = config.vocabularySize * config.hiddenSize;
  const shard = shardRows * config.hiddenSize;
  const softmax = logits + rows * shardRows;
  if (method === 'lora') return Math.max(softmax, rows < config.hiddenSize ? 0 : logits + shard);
  // With the first shard, and with the last one.
  const gradients = Math.max(logits + 2 * shard, head - shard + Math.max(rows * shardRows + 2 * shard, 3 * shard));
  return Math.max(softmax, gradients) + (trainedPositions > rows ? head : 0);
}

function momentOfUpdate({ config, method, lora, maxTensorBytes }: MemoryRequest, trained: number): MemoryPeak {
  const shapes = method === 'full' ? shardShapes(config, maxTensorBytes ?? Number.POSITIVE_INFINITY) : adapterShapes(config, lora);
  const copies = updateGroups(shapes).map(({ tensors, size }) => (tensors.length > 1 ? JOINED_COPIES : UPDATE_COPIES) * size);
  return { gradients: trained, optimizer: Math.max(...copies) };
}

/** Of the parameters as they lie on the device. */
function shardShapes(config: ModelConfig, maxTensorBytes: number): [name: string, shape: readonly number[]][] {
  const shapes = parameterShapes(config);
  return [...rowShards(config, maxTensorBytes)].flatMap(([whole, shards]) =>
    shards.map(({ name, from, to }): [string, readonly number[]] => [name, [to - from, ...(shapes.get(whole) ?? []).slice(1)]]),
  );
}

function planOf(standing: MemoryPeak, moment: MemoryPeak): MemoryPlan {
  const of = (part: MemoryPart) => FLOAT_BYTES * ((standing[part] ?? 0) + (moment[part] ?? 0));
  const parts = {
    weights: of('weights'),
    adapter: of('adapter'),
    gradients: of('gradients'),
    optimizer: of('optimizer'),
    activations: of('activations'),
    logits: of('logits'),
    cache: of('cache'),
  };
  return { parts, total: sum(Object.values(parts)) };
}

/** Positions whose logits are in memory at a time. */
function positionsAtATime({ vocabularySize }: ModelConfig, trainedPositions: number): number {
  return Math.min(chunkPositions(vocabularySize), roundUp(trainedPositions, TARGET_MULTIPLE));
}

function evaluationPeaks({ config, method, lora, evaluation, maxTensorBytes }: MemoryRequest): MemoryPeak[] {
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
      logits: positionsAtATime(config, trainedPositions) * (config.vocabularySize + shardRows),
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
