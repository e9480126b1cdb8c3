// The memory plan beside the bytes sampled where a backend allocates.

import { type Batch, makeCompactBatch } from '../../core/batches';
import { LONGEST_SAMPLE } from '../../core/generation';
import { type MemoryRequest, planMemory } from '../../core/memory';
import { defaultRecipe } from '../../core/recipe';
import type { TokenizedExample } from '../../core/tokenizer';
import type { ModelConfig } from '../../core/weights';
import { allocations, resetPeak } from '../allocations';
import { capBuffers } from '../buffer-pool';
import { generate } from '../generation/generate';
import { createModel } from '../model/create-model';
import { AdamW } from '../optimizer/adamw';
import { tf } from '../tensorflow';
import { accumulate } from '../training/gradient-sum';
import { plainSettings } from './golden';
import { tinyConfig } from './tiny';

export interface PeakShape {
  readonly config: ModelConfig;
  readonly batchSize: number;
  readonly length: number;
  readonly accumulation: number;
  /** Inputs that all rows begin with. */
  readonly prefix?: number;
  /** Inputs at each row's beginning of which nothing is predicted; the shared ones where it is absent. */
  readonly request?: number;
  readonly maxTensorBytes?: number;
}

const small = { ...tinyConfig, vocabularySize: 64 };
export const PEAK_SHAPES: Readonly<Record<string, PeakShape>> = {
  'many layers': { config: { ...small, layers: 8 }, batchSize: 4, length: 64, accumulation: 1 },
  'long rows': { config: small, batchSize: 1, length: 512, accumulation: 2 },
  'wide states': { config: { ...small, hiddenSize: 256, layers: 4 }, batchSize: 4, length: 64, accumulation: 1 },
  'wide inner states': { config: { ...small, intermediateSize: 512, layers: 4 }, batchSize: 4, length: 64, accumulation: 1 },
  'wide heads': { config: { ...small, headDim: 64 }, batchSize: 4, length: 64, accumulation: 2 },
  'large vocabulary': { config: { ...small, vocabularySize: 20_000 }, batchSize: 4, length: 64, accumulation: 1 },
  'large vocabulary, untied, in chunks': {
    config: { ...small, vocabularySize: 60_000, tied: false },
    batchSize: 4,
    length: 64,
    accumulation: 2,
  },
  'large vocabulary in row shards': {
    config: { ...small, vocabularySize: 20_000, tied: false },
    batchSize: 4,
    length: 64,
    accumulation: 1,
    maxTensorBytes: 2 ** 18,
  },
  'the proportions of Qwen3': {
    config: { ...small, vocabularySize: 4000, hiddenSize: 128, intermediateSize: 384, headDim: 32, layers: 6 },
    batchSize: 2,
    length: 128,
    accumulation: 2,
  },
  'the proportions of Qwen2': {
    config: {
      ...small,
      architecture: 'qwen2',
      attentionBias: true,
      queryKeyNorm: false,
      vocabularySize: 4000,
      hiddenSize: 112,
      intermediateSize: 608,
      headDim: 28,
      layers: 6,
    },
    batchSize: 2,
    length: 128,
    accumulation: 1,
  },
  'the proportions of Qwen3, a shared prompt': {
    config: { ...small, vocabularySize: 4000, hiddenSize: 128, intermediateSize: 384, headDim: 32, layers: 6 },
    batchSize: 4,
    length: 128,
    prefix: 90,
    accumulation: 2,
  },
  'many layers, a shared prompt': { config: { ...small, layers: 8 }, batchSize: 8, length: 128, prefix: 60, accumulation: 1 },
  'wide heads, a shared prompt': { config: { ...small, headDim: 64 }, batchSize: 2, length: 256, prefix: 200, accumulation: 1 },
  'wide states, a shared prompt': {
    config: { ...small, hiddenSize: 256, layers: 4, keyValueHeads: 4 },
    batchSize: 8,
    length: 64,
    prefix: 32,
    accumulation: 1,
  },
  'long requests, short answers': { config: { ...small, layers: 3 }, batchSize: 4, length: 96, request: 80, accumulation: 1 },
  'long requests, short answers, wide inner states': {
    config: { ...small, hiddenSize: 64, intermediateSize: 512, layers: 2 },
    batchSize: 4,
    length: 64,
    request: 48,
    accumulation: 1,
  },
  'long requests, short answers, wide states': {
    config: { ...small, hiddenSize: 128, intermediateSize: 384, headDim: 32, layers: 2 },
    batchSize: 4,
    length: 96,
    request: 72,
    accumulation: 1,
  },
  'the proportions of the starter, a shared prompt': {
    config: { ...small, vocabularySize: 1000, hiddenSize: 128, heads: 4, keyValueHeads: 4, headDim: 32, intermediateSize: 336, layers: 4 },
    batchSize: 8,
    length: 96,
    prefix: 60,
    request: 80,
    accumulation: 1,
  },
};
const settings = { ...defaultRecipe().lora, r: 4 };

/** Bytes planned over the most bytes held, in one optimizer step. */
export async function peakRatio(shape: PeakShape, method: 'full' | 'lora', checkpointing: boolean): Promise<number> {
  return (await measured(shape, method, checkpointing, null)).ratio;
}

/** The same for rows of mixed lengths, the shortest about a third of the shape's: they are compact, and planned as if they were not. */
export async function mixedPeakRatio(shape: PeakShape, method: 'full' | 'lora', checkpointing: boolean): Promise<number> {
  const lengths = Array.from({ length: shape.batchSize }, (_, row) => Math.round(shape.length * (1 - (5 * row) / (6 * shape.batchSize))));
  const batch = makeCompactBatch(lengths.map((length, row) => rowOf(row, length, 0)));
  if (!batch.blocks) throw new Error('The batch is not compact.');
  return (await measured(shape, method, checkpointing, null, batch)).ratio;
}

/** The same for a loss and an answer without a step: those of an evaluation, where they take more than any step. */
export function evaluationRatio(shape: PeakShape, promptLength: number): Promise<{ readonly ratio: number; readonly cacheBytes: number }> {
  return measured({ ...shape, batchSize: 1, length: 8 }, 'lora', true, {
    ...shape,
    trainedPositions: shape.batchSize * shape.length,
    promptLength,
  });
}

async function measured(
  shape: PeakShape,
  method: 'full' | 'lora',
  checkpointing: boolean,
  evaluation: MemoryRequest['evaluation'],
  batch = batchOf(shape),
) {
  const { config, batchSize, length, accumulation, prefix = 0, request = prefix, maxTensorBytes = Number.POSITIVE_INFINITY } = shape;
  const trainedPositions = batchSize * (length - request);
  const sizes = { batchSize, length, prefix, accumulation, trainedPositions, maxTensorBytes };
  const plan = planMemory({ config, method, lora: settings, ...sizes, packing: false, checkpointing, evaluation });
  // Free buffers of the shape before give way; what other backends hold is no part of it.
  capBuffers(plan.total);
  const before = tf.getBackend() === 'webgpu' ? 0 : (allocations()?.bytes ?? Number.NaN);
  const options = { checkpointing, maxTensorBytes, ...(method === 'lora' ? { lora: { settings, seed: 1 } } : {}) };
  const model = await createModel(config, { seed: 1 }, options);
  const optimizer = new AdamW(model, plainSettings);
  resetPeak();
  if (evaluation) {
    tf.dispose(model.loss(batchOf(evaluation), 1));
    const prompts = evaluation.promptLength > 0 ? [new Int32Array(evaluation.promptLength)] : [];
    await generate(model, prompts, { maxNewTokens: LONGEST_SAMPLE + 1, stopIds: [], batchSize: 1 });
  } else {
    const { loss, gradients } = accumulate(model, new Array(accumulation).fill(batch), accumulation * batch.totalWeight, 0);
    tf.dispose([loss, optimizer.step(gradients, loss, 1, 1e-3)]);
  }
  const peak = (allocations()?.peak ?? Number.NaN) - before;
  optimizer.dispose();
  model.dispose();
  capBuffers(null);
  return { ratio: plan.total / peak, cacheBytes: plan.parts.cache };
}

function batchOf({ batchSize, length, prefix = 0, request }: Pick<PeakShape, 'batchSize' | 'length' | 'prefix' | 'request'>): Batch {
  const batch = makeCompactBatch(Array.from({ length: batchSize }, (_, row) => rowOf(row, length, prefix, request)));
  if ((batch.blocks?.prefix ?? 0) !== prefix) throw new Error(`The batch shares ${batch.blocks?.prefix} inputs.`);
  return batch;
}

/** All is trained but the request. */
function rowOf(row: number, length: number, prefix: number, request = prefix): TokenizedExample {
  return {
    id: `${row}`,
    inputIds: Int32Array.from({ length: length + 1 }, (_, index) => ((index < prefix ? 0 : row) + index) % 50),
    weights: Float32Array.from({ length: length + 1 }, (_, index) => (index > request ? 1 : 0)),
  };
}
