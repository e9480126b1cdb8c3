// Recomputing each layer gives the loss and gradients of one tape over all, in less memory.

import { beforeAll, describe, expect, it } from 'vitest';
import { makeBatch } from '../../core/batches';
import { allocations, resetPeak } from '../allocations';
import { openDevice } from '../device';
import { tf } from '../tensorflow';
import { difference } from '../testing/golden';
import { tinyConfig, tinyRows } from '../testing/tiny';
import { wasmPath } from '../testing/wasm-path';
import { createModel } from './create-model';

const batch = makeBatch(tinyRows(5));

describe.each(['wasm', 'cpu'] as const)('on %s', (backend) => {
  beforeAll(async () => {
    await openDevice(backend, { wasmPath });
  });

  it.each([
    ['tied', { ...tinyConfig, layers: 3 }],
    ['untied', { ...tinyConfig, layers: 3, tied: false }],
  ])('gives the same loss and gradients: %s', async (_, config) => {
    const whole = await createModel(config, { seed: 2 });
    const blocks = await createModel(config, { seed: 2 }, { checkpointing: true });
    const before = tf.memory().numTensors;
    const wanted = whole.lossAndGradients(batch, batch.totalWeight);
    const found = blocks.lossAndGradients(batch, batch.totalWeight);
    expect(tf.memory().numTensors).toBe(before + 2 + 2 * whole.trainables.size);
    expect([...found.gradients.keys()]).toEqual([...wanted.gradients.keys()]);
    expect(difference(await found.loss.data(), await wanted.loss.data())).toBeLessThan(1e-6);
    for (const [name, gradient] of found.gradients) {
      expect(difference(await gradient.data(), (await wanted.gradients.get(name)?.data()) ?? []), name).toBeLessThan(1e-6);
    }
    tf.dispose([found.loss, wanted.loss, ...found.gradients.values(), ...wanted.gradients.values()]);
    whole.dispose();
    blocks.dispose();
  });

  it('holds the activations of one layer, however many there are', async () => {
    const peakOf = async (layers: number, checkpointing: boolean) => {
      const model = await createModel({ ...tinyConfig, layers }, { seed: 2 }, { checkpointing });
      resetPeak();
      const standing = allocations()?.bytes ?? Number.NaN;
      const { loss, gradients } = model.lossAndGradients(batch, batch.totalWeight);
      const kept = [...gradients.values()].reduce((sum, { size }) => sum + 4 * size, 0);
      tf.dispose([loss, ...gradients.values()]);
      model.dispose();
      return (allocations()?.peak ?? Number.NaN) - standing - kept;
    };
    const whole = (await peakOf(12, false)) - (await peakOf(4, false));
    const blocks = (await peakOf(12, true)) - (await peakOf(4, true));
    expect(blocks).toBeLessThan(whole / 5);
  });
});
