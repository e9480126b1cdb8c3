import { describe, expect, it } from 'vitest';
import { AppError, toFailure } from '../core/failure';
import { allocations, resetPeak } from './allocations';
import { openDevice } from './device';
import { explainMemory } from './memory-failure';
import { heapBackend } from './ops/wasm-heap';
import { tf } from './tensorflow';
import { wasmPath } from './testing/wasm-path';

const full = { code: 'out-of-memory', reason: 'device_memory', remedy: expect.stringContaining('max_length') };

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('memory that runs out', () => {
  it('is told from other errors', () => {
    expect(toFailure(explainMemory(thrownBy(() => new Float32Array(2 ** 53))))).toMatchObject(full);
    expect(toFailure(explainMemory(new WebAssembly.RuntimeError('Aborted(Cannot enlarge memory arrays)')))).toMatchObject(full);
    for (const other of [new RangeError('row 3 of 2'), new Error('out of memory'), new AppError({ code: 'bug', message: '' }), 'x']) {
      expect(explainMemory(other)).toBe(other);
    }
  });

  it('is an error on cpu', async () => {
    await openDevice('cpu', { wasmPath });
    expect(toFailure(explainMemory(thrownBy(() => tf.zeros([2 ** 30, 2 ** 23]))))).toMatchObject(full);
  });

  it('is an error on wasm, and what is there stays right', async () => {
    await openDevice('wasm', { wasmPath });
    const x = tf.tensor1d([1, 2, 3]);
    expect(toFailure(explainMemory(thrownBy(() => heapBackend(tf.backend()).makeOutput([2 ** 30], 'float32'))))).toMatchObject(full);
    expect([...(await x.data())]).toEqual([1, 2, 3]);
    x.dispose();
  });

  it.each(['wasm', 'cpu'] as const)('counts bytes and their peak on %s', async (backend) => {
    await openDevice(backend, { wasmPath });
    resetPeak();
    const before = allocations()?.bytes ?? Number.NaN;
    const x = tf.ones([1000]);
    const view = tf.reshape(x, [10, 100]);
    const y = tf.tidy(() => tf.sum(tf.square(view)));
    expect((allocations()?.bytes ?? 0) - before).toBe(4004);
    expect((allocations()?.peak ?? 0) - before).toBe(8004);
    tf.dispose([x, view, y]);
    expect(allocations()?.bytes).toBe(before);
  });
});
