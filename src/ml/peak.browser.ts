// The memory plan against the bytes of all buffers that WebGPU holds, those of tfjs's pool among them.

import { beforeAll, describe, expect, it } from 'vitest';
import { allocations, resetPeak } from './allocations';
import { capBuffers } from './buffer-pool';
import { openDevice } from './device';
import { tf } from './tensorflow';
import { evaluationRatio, PEAK_SHAPES, peakRatio } from './testing/peaks';
import { tinyConfig } from './testing/tiny';

describe('webgpu', () => {
  beforeAll(async () => {
    await openDevice('webgpu', { wasmPath: '/wasm/', allowSoftware: true });
  });

  // First: reading back waits for all that was begun before, and a software adapter takes minutes for the steps below.
  it('free buffers give way to a bound, live ones do not, and what is computed stays right', async () => {
    const size = 100_000;
    const bound = 12 * size;
    capBuffers(bound);
    const fill = (extra: number) => tf.tidy(() => tf.square(tf.fill([size + extra], extra))).dispose();
    fill(1);
    fill(2);
    resetPeak();
    for (let extra = 3; extra <= 20; extra++) fill(extra);
    expect(allocations()?.peak).toBeLessThanOrEqual(bound + 200);
    const kept = tf.tidy(() => tf.add(tf.range(0, size), 0));
    const more = Array.from({ length: 4 }, (_, index) => tf.add(kept, index));
    expect(allocations()?.bytes).toBeGreaterThanOrEqual(20 * size);
    for (const [index, tensor] of more.entries()) expect((await tensor.data())[777]).toBe(777 + index);
    tf.dispose([kept, ...more]);
    capBuffers(null);
  });

  it('where nothing is planned free buffers take no more than half of those in use and 64 MB', async () => {
    const size = 1_000_000;
    const kept = tf.tidy(() => tf.add(tf.fill([5 * size], 1), 1));
    for (let extra = 1; extra <= 30; extra++) tf.tidy(() => tf.square(tf.fill([size + extra], extra))).dispose();
    // Each left two buffers of 4 MB that no other fits.
    expect((await kept.data())[777]).toBe(2);
    const inUse = 4 * 5 * size;
    expect(allocations()?.bytes).toBeGreaterThan(inUse);
    // Reading back takes a buffer more.
    expect(allocations()?.bytes).toBeLessThan(1.5 * 2 * inUse + 64e6 + 1e6);
    kept.dispose();
  });

  it.each([
    ['wide inner states', 'full', false],
    ['wide inner states', 'lora', true],
    ['wide heads', 'full', true],
    ['wide heads, a shared prompt', 'lora', false],
  ] as const)('a step is planned within a tenth: %s, %s, checkpointing %s', async (name, method, checkpointing) => {
    const ratio = await peakRatio(PEAK_SHAPES[name] ?? expect.fail(name), method, checkpointing);
    expect(Math.abs(ratio - 1), `planned ${ratio} of the peak`).toBeLessThan(0.1);
  });

  it('the loss of held-out rows is planned within a tenth where it is the fullest moment', async () => {
    const config = { ...tinyConfig, vocabularySize: 64 };
    const { ratio } = await evaluationRatio({ config, batchSize: 8, length: 64, accumulation: 1 }, 0);
    expect(Math.abs(ratio - 1), `planned ${ratio} of the peak`).toBeLessThan(0.1);
  });
});
