// Bytes a training run takes on the device, by part, known before it starts. Everything is 32-bit. A step is fullest
// at one of a few moments; the plan is that of the largest. plan-memory.test.ts holds it to the bytes sampled where the
// backends allocate.

import type { LoraSettings } from '../recipe/recipe';
import { type ModelConfig, parameterCount, parameterShapes, sizeOf } from '../weights';
import { layerFloats, linearShapes } from './layer-floats';

export interface MemoryRequest {
  readonly config: ModelConfig;
  readonly method: 'full' | 'lora';
  readonly lora: LoraSettings;
  /** B */
  readonly batchSize: number;
  /** Batches whose gradients are added up for one optimizer step. */
  readonly accumulation: number;
  /** T, inputs of the longest row of a batch. */
  readonly length: number;
  /** Trained positions of a batch. */
  readonly trainedPositions: number;
  readonly packing: boolean;
  readonly checkpointing: boolean;
}

export const MEMORY_PARTS = ['weights', 'adapter', 'gradients', 'optimizer', 'activations', 'logits'] as const;
export type MemoryPart = (typeof MEMORY_PARTS)[number];
/** Bytes by part. */
export type MemoryParts = Readonly<Record<MemoryPart, number>>;

export interface MemoryPlan {
  /** At the fullest moment of a step. */
  readonly parts: MemoryParts;
  /** Their sum. */
  readonly total: number;
}

/** Floats by part beside those that always stand. */
type Moment = Partial<Record<MemoryPart, number>>;

const FLOAT_BYTES = 4;
/** Logits of a chunk of rows, see linear-cross-entropy.ts. */
const CHUNK_LOGITS = 8 * 1024 * 1024;
const CHUNK_MULTIPLE = 16;
/** Copies of a tensor that its AdamW update makes beside gradient and moments, see adamw.ts. */
const UPDATE_COPIES = 8;

export function planMemory(request: MemoryRequest): MemoryPlan {
  const { config, method, lora } = request;
  const weights = parameterCount(config);
  const adapter = method === 'lora' ? adapterCount(config, lora) : 0;
  const trained = method === 'lora' ? adapter : weights;
  const standing: Moment = { weights, adapter, optimizer: 2 * trained };
  const accumulated = request.accumulation > 1 ? trained : 0;
  const backward = momentsOfBackward(request, trained).map((moment) => ({ ...moment, gradients: accumulated + (moment.gradients ?? 0) }));
  const plans = [...backward, momentOfUpdate(request, trained)].map((moment) => planOf(standing, moment));
  return plans.reduce((largest, plan) => (plan.total > largest.total ? plan : largest));
}

/** Floats of the A and B of all adapted layers. */
export function adapterCount(config: ModelConfig, lora: LoraSettings): number {
  const adapted = linearShapes(config).filter(({ module }) => lora.target_modules.includes(module));
  return config.layers * adapted.reduce((total, { inputs, outputs }) => total + lora.r * (inputs + outputs), 0);
}

function momentsOfBackward(request: MemoryRequest, trained: number): Moment[] {
  const { config, method, checkpointing, batchSize, length } = request;
  const full = method === 'full';
  const layer = layerFloats(config, batchSize, length, full ? null : request.lora);
  const hidden = batchSize * length * config.hiddenSize;
  const head = full ? config.vocabularySize * config.hiddenSize : 0;
  const tables = (request.packing ? batchSize : 1) * length * (length + 2 * config.headDim);
  // A tied embedding's gradient is the sum of the head's and its own.
  const ends = trained + (config.tied ? 2 * head : 0);
  const loss = lossFloats(request) + 3 * hidden;
  if (checkpointing) {
    return [
      { activations: tables + (config.layers + 1) * hidden, logits: loss },
      // The top layer, with the inputs of all below it; and the lowest, with all gradients of parameters.
      { activations: tables + (config.layers + 1) * hidden + layer.fullest, gradients: head },
      { activations: tables + 2 * hidden + layer.fullest, gradients: trained },
      { activations: tables + 2 * hidden, gradients: ends },
    ];
  }
  const above = tables + 4 * hidden + (config.layers - 1) * layer.backward;
  return [
    { activations: tables + hidden + config.layers * layer.forward, logits: loss },
    { activations: above + layer.fullest, gradients: trained, logits: head },
    { activations: above + layer.backward, gradients: ends, logits: head },
  ];
}

/** Workspace of the loss: the logits of a chunk of rows and their shares, or copies of the head beside them. */
function lossFloats({ config, method, trainedPositions }: MemoryRequest): number {
  const { vocabularySize, hiddenSize } = config;
  const most = Math.max(CHUNK_MULTIPLE, Math.floor(CHUNK_LOGITS / vocabularySize / CHUNK_MULTIPLE) * CHUNK_MULTIPLE);
  const rows = Math.min(most, Math.ceil(trainedPositions / CHUNK_MULTIPLE) * CHUNK_MULTIPLE);
  const logits = rows * vocabularySize;
  const head = vocabularySize * hiddenSize;
  if (method === 'lora') return Math.max(2 * logits, rows < hiddenSize ? 0 : logits + head);
  return Math.max(2 * logits, logits + 2 * head, 3 * head) + (trainedPositions > most ? head : 0);
}

function momentOfUpdate({ config, method, lora }: MemoryRequest, trained: number): Moment {
  const sizes =
    method === 'full'
      ? [...parameterShapes(config).values()].map(sizeOf)
      : linearShapes(config).map(({ inputs, outputs }) => lora.r * Math.max(inputs, outputs));
  return { gradients: trained, optimizer: UPDATE_COPIES * Math.max(...sizes) };
}

function planOf(standing: Moment, moment: Moment): MemoryPlan {
  const of = (part: MemoryPart) => FLOAT_BYTES * ((standing[part] ?? 0) + (moment[part] ?? 0));
  const parts = {
    weights: of('weights'),
    adapter: of('adapter'),
    gradients: of('gradients'),
    optimizer: of('optimizer'),
    activations: of('activations'),
    logits: of('logits'),
  };
  return { parts, total: Object.values(parts).reduce((sum, bytes) => sum + bytes, 0) };
}
