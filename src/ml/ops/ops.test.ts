import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDevice } from '../device';
import { tf } from '../tensorflow';
import { difference } from '../testing/golden';
import { wasmPath } from '../testing/wasm-path';
import { batchedMatMul } from './batched-mat-mul';
import { chosenRows } from './chosen-rows';
import { flatPart } from './flat-part';
import { gatherRows } from './gather-rows';
import { linearCrossEntropy, linearCrossEntropyLoss } from './linear-cross-entropy';
import { planSegments, segmentSum } from './segment-sum';

describe.each(['wasm', 'cpu'] as const)('on %s', (backend) => {
  beforeAll(async () => {
    await openDevice(backend, { wasmPath });
  });

  it('gathers rows', async () => {
    const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
    const rows = gatherRows(x, Int32Array.of(2, 0, 2));
    expect([...(await rows.data())]).toEqual([5, 6, 1, 2, 5, 6]);
    expect(() => gatherRows(x, Int32Array.of(3))).toThrow();
    tf.dispose([x, rows]);
  });

  it('sums rows of one id, as a plain loop does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 5 }), { minLength: 1, maxLength: 40 }), (ids) => {
        const values = ids.map((_, index) => [index + 1, index * index]);
        const wanted = Array.from({ length: 6 }, () => [0, 0]);
        ids.forEach((id, row) => {
          if (id >= 0) wanted[id] = wanted[id]?.map((sum, column) => sum + (values[row]?.[column] ?? 0)) ?? [];
        });
        const sums = tf.tidy(() => [...segmentSum(tf.tensor2d(values), planSegments(Int32Array.from(ids), 6)).dataSync()]);
        expect(sums).toEqual(wanted.flat());
      }),
      { numRuns: 30 },
    );
  });

  it('multiplies stacks of matrices, either side transposed', async () => {
    const wave = (shape: number[]) =>
      tf.tensor(
        Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, index) => Math.sin(index)),
        shape,
      );
    for (const [transposeA, transposeB] of [
      [false, false],
      [true, false],
      [false, true],
    ]) {
      const a = wave(transposeA ? [3, 7, 5] : [3, 5, 7]);
      const b = wave(transposeB ? [3, 4, 7] : [3, 7, 4]);
      const before = tf.memory().numTensors;
      const product = batchedMatMul(a, b, transposeA, transposeB);
      expect(tf.memory().numTensors).toBe(before + 1);
      const plain = tf.matMul(a, b, transposeA, transposeB);
      expect(product.shape).toEqual([3, 5, 4]);
      expect(difference(await product.data(), await plain.data())).toBeLessThan(1e-6);
      tf.dispose([a, b, product, plain]);
    }
  });

  it('takes a part of a flat tensor, and none beyond its end', async () => {
    const x = tf.tensor1d([1, 2, 3, 4, 5]);
    const before = tf.memory().numTensors;
    const parts = [flatPart(x, 0, 5), flatPart(x, 1, 3), flatPart(x, 4, 1)];
    expect(await Promise.all(parts.map(async (part) => [...(await part.data())]))).toEqual([[1, 2, 3, 4, 5], [2, 3, 4], [5]]);
    expect(() => flatPart(x, 3, 3)).toThrow();
    tf.dispose(parts);
    expect(tf.memory().numTensors).toBe(before);
    x.dispose();
  });

  it('takes chosen rows, and gives a gradient to them alone: padding has none', async () => {
    const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
    const dy = tf.tensor2d([1, 2, 3, 4, 90, 90], [3, 2]);
    // The last one stands for padding, and points at a row that is chosen.
    const positions = Int32Array.from([2, 0, 0]);
    const before = tf.memory().numTensors;
    const rows = tf.tidy(() => chosenRows(x, positions, 2));
    const dx = tf.grad((input: tf.Tensor) => chosenRows(input, positions, 2))(x, dy);
    expect([...(await rows.data())]).toEqual([5, 6, 1, 2, 1, 2]);
    expect([...(await dx.data())]).toEqual([3, 4, 0, 0, 1, 2]);
    tf.dispose([rows, dx]);
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([x, dy]);
  });

  it('computes the loss in chunks as in one piece', async () => {
    const vocabulary = 60;
    const hidden = tf.tensor2d(
      Float32Array.from({ length: 40 }, (_, index) => Math.sin(index)),
      [20, 2],
    );
    const weight = tf.tensor2d(
      Float32Array.from({ length: 2 * vocabulary }, (_, index) => Math.cos(index * 0.7)),
      [vocabulary, 2],
    );
    const targets = {
      labels: Int32Array.from({ length: 20 }, (_, index) => (index * 7919) % 40),
      weights: new Float32Array(20).fill(0.05),
    };
    const { value, grads } = tf.valueAndGrads((h: tf.Tensor, w: tf.Tensor) => linearCrossEntropy(h, [w], targets, { logitsAtATime: 1 }))([
      hidden,
      weight,
    ]);
    const alone = linearCrossEntropyLoss(hidden, [weight], targets, 1);
    const plain = (h: tf.Tensor, w: tf.Tensor) => {
      const chosen = tf.sum(tf.mul(h, tf.matMul(tf.oneHot(tf.tensor1d(targets.labels, 'int32'), vocabulary), w)), -1);
      return tf.mean(tf.sub(tf.logSumExp(tf.matMul(h, w, false, true), -1), chosen));
    };
    const wanted = tf.valueAndGrads(plain)([hidden, weight]);
    expect(difference(await value.data(), await wanted.value.data())).toBeLessThan(1e-5);
    expect(difference(await alone.data(), await wanted.value.data())).toBeLessThan(1e-5);
    for (const [index, gradient] of grads.entries()) {
      expect(difference(await gradient.data(), (await wanted.grads[index]?.data()) ?? [])).toBeLessThan(1e-5);
    }
    const frozen = tf.valueAndGrad((h: tf.Tensor) => linearCrossEntropy(h, [weight], targets, { logitsAtATime: 1, trained: false }))(
      hidden,
    );
    expect([...(await frozen.grad.data())]).toEqual([...((await grads[0]?.data()) ?? [])]);
    tf.dispose([frozen.value, frozen.grad, hidden, weight, value, alone, wanted.value, ...grads, ...wanted.grads]);
  });
});
