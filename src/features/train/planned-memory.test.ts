import { describe, expect, it } from 'vitest';
import type { UndecidedRequest } from '../../core/memory';
import { defaultRecipe } from '../../core/recipe';
import { testDevice } from '../../core/testing/runs';
import { parseModelConfig } from '../../core/weights';
import { QWEN3_06B } from '../../core/weights/testing/qwen3-0.6b';
import { plannedMemory } from './planned-memory';

const { train, lora } = defaultRecipe();
const request: UndecidedRequest = {
  config: parseModelConfig(JSON.stringify(QWEN3_06B)),
  method: 'full',
  lora,
  batchSize: 1,
  accumulation: 1,
  length: 64,
  prefix: 0,
  trainedPositions: 16,
  packing: false,
  evaluation: null,
};
const gpu = { ...testDevice, maxTensorBytes: 128 * 2 ** 20 };

describe('the plan of the Train step', () => {
  it('knows the largest tensor of the device: embedding and head in row shards take less', () => {
    const whole = plannedMemory(request, train, null, 1e12);
    const shards = plannedMemory(request, train, gpu, 1e12);
    expect(whole).toMatchObject({ fits: true, checkpointing: false, proposal: null });
    expect(shards.plan.total).toBeLessThan(whole.plan.total);
    const between = (whole.plan.total + shards.plan.total) / 2;
    const chosen = { ...train, gradient_checkpointing: false };
    expect(plannedMemory(request, chosen, gpu, between)).toMatchObject({ fits: true, checkpointing: false });
    expect(plannedMemory(request, chosen, null, between).fits).toBe(false);
  });

  it('recomputes by itself before it says that nothing fits, and as the person chose', () => {
    const needed = plannedMemory(request, train, gpu, 1e12).plan.total;
    expect(plannedMemory(request, train, gpu, needed - 1).checkpointing).toBe(true);
    const never = plannedMemory(request, { ...train, gradient_checkpointing: false }, gpu, needed - 1);
    expect(never).toMatchObject({ checkpointing: false, fits: false });
    expect(never.proposal?.settings.gradient_checkpointing).toBe(true);
    expect(never.proposal?.plan.total).toBeLessThan(needed);
  });
});
