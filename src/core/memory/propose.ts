// Proposes settings that fit a memory budget. First to change are those that leave the arithmetic as it is; last is the
// training method.

import { defaultLoraSettings } from '../recipe/defaults';
import type { ModelConfig } from '../weights';
import { type MemoryPlan, planMemory } from './plan-memory';
import type { MemoryRequest, UndecidedRequest } from './request';

/** The settings of a recipe's `train` that a proposal may change. */
export interface MemorySettings {
  readonly method: 'full' | 'lora';
  readonly gradient_checkpointing: boolean;
  readonly per_device_train_batch_size: number;
  readonly gradient_accumulation_steps: number;
  readonly max_length: number;
}

export interface Proposal {
  readonly settings: MemorySettings;
  readonly plan: MemoryPlan;
}

/** Bytes that training may use if the person sets no budget. Browsers do not report how much memory a device has. */
export const DEFAULT_BUDGET = 4e9;
/** Shortest length that is proposed, in tokens: fewer cannot hold a request with its tools. */
const SHORTEST = 64;

/**
 * The first settings that fit, in the order: recompute layers, smaller batches, shorter examples, LoRA in place of full
 * training. null if none fit.
 * @param maxLength `max_length` of the recipe, kept unless examples must be truncated further
 * @param budget bytes
 */
export function proposeSettings(request: MemoryRequest, maxLength: number, budget: number): Proposal | null {
  for (const method of request.method === 'full' ? (['full', 'lora'] as const) : (['lora'] as const)) {
    for (const length of lengthsFrom(request.length)) {
      for (const { batchSize, accumulation } of batchesFrom(request)) {
        for (const checkpointing of request.checkpointing ? [true] : [false, true]) {
          // Positions with a target shrink with the batch and the length.
          const share = (batchSize * length) / (request.batchSize * request.length);
          const trainedPositions = Math.ceil(request.trainedPositions * share);
          const evaluation = request.evaluation && { ...request.evaluation, length: Math.min(length, request.evaluation.length) };
          const plan = planMemory({ ...request, method, length, batchSize, accumulation, checkpointing, trainedPositions, evaluation });
          if (plan.total > budget) continue;
          const settings = {
            method,
            gradient_checkpointing: checkpointing,
            per_device_train_batch_size: batchSize,
            gradient_accumulation_steps: accumulation,
            max_length: length === request.length ? maxLength : length,
          };
          return { settings, plan };
        }
      }
    }
  }
  return null;
}

/** Whether to recompute layers if the recipe leaves it open: only if the run does not fit otherwise. */
export function choosesCheckpointing(request: UndecidedRequest, budget: number): boolean {
  return planMemory({ ...request, checkpointing: false }).total > budget;
}

function lengthsFrom(length: number): number[] {
  const lengths = [length];
  for (let half = Math.floor(length / 2); half >= SHORTEST; half = Math.floor(half / 2)) lengths.push(half);
  return lengths;
}

/** Batches halved step by step, with accumulation that keeps the number of examples of an optimizer step. */
function batchesFrom({ batchSize, accumulation }: MemoryRequest) {
  const batches = [{ batchSize, accumulation }];
  for (let size = batchSize; size > 1; ) {
    size = Math.ceil(size / 2);
    batches.push({ batchSize: size, accumulation: Math.ceil((batchSize * accumulation) / size) });
  }
  return batches;
}

/**
 * The least a step of a model needs, known before there are examples: the default LoRA settings, one example of 64
 * tokens, and layers recomputed if that needs less.
 * @param maxTensorBytes most bytes of one tensor on the device; no limit if it is not known
 */
export function smallestPlan(config: ModelConfig, maxTensorBytes?: number): MemoryPlan {
  const plans = [true, false].map((checkpointing) =>
    planMemory({
      config,
      method: 'lora',
      lora: defaultLoraSettings,
      batchSize: 1,
      accumulation: 1,
      length: SHORTEST,
      prefix: 0,
      trainedPositions: SHORTEST,
      packing: false,
      checkpointing,
      evaluation: null,
      maxTensorBytes,
    }),
  );
  return plans.reduce((smallest, plan) => (plan.total < smallest.total ? plan : smallest));
}
