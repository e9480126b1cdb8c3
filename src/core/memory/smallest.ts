// Whether a model can be trained at all, said before there are rows to plan a run with.

import { defaultLoraSettings } from '../recipe/defaults';
import type { ModelConfig } from '../weights';
import { type MemoryPlan, planMemory } from './plan-memory';
import { SHORTEST } from './propose';

/**
 * What a step takes at least: the default LoRA, one row of 64 tokens, layers recomputed where that takes less.
 * @param maxTensorBytes of the device; no limit where it is not known
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
