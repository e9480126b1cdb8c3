import { describe, expect, it } from 'vitest';
import type { TokenizedExample } from '../tokenizer';
import { makeBatch, makePackedBatch } from '.';

/** An example whose tokens from `trainedFrom` on are trained. */
function example(id: string, length: number, trainedFrom: number): TokenizedExample {
  return {
    id,
    inputIds: Int32Array.from({ length }, (_, index) => index + 1),
    weights: Float32Array.from({ length }, (_, index) => (index >= trainedFrom ? 1 : 0)),
  };
}

describe('a padded batch', () => {
  it('predicts each trained token from the input before it', () => {
    const batch = makeBatch([example('a', 4, 2), { ...example('b', 3, 1), weights: Float32Array.of(1, 0.5, 0) }]);
    expect(batch).toMatchObject({ batchSize: 2, length: 8, trainedTokens: 3, tokens: 7, totalWeight: 2.5 });
    expect([...batch.ids]).toEqual([1, 2, 3, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0]);
    expect([...batch.positions.subarray(0, 4)]).toEqual([1, 2, 8, 0]);
    expect([...batch.labels.subarray(0, 4)]).toEqual([3, 4, 2, 0]);
    expect([...batch.weights.subarray(0, 4)]).toEqual([1, 1, 0.5, 0]);
    expect([...batch.lengths]).toEqual([3, 2]);
    expect(batch.positions.length % 16).toBe(0);
  });

  it('restarts positions at every packed example and keeps the examples apart', () => {
    const batch = makePackedBatch([[example('a', 4, 2), example('b', 3, 1)], [example('c', 6, 5)]]);
    expect(batch).toMatchObject({ batchSize: 2, length: 8, packed: true, trainedTokens: 5, tokens: 13, totalWeight: 5 });
    expect([...batch.ids]).toEqual([1, 2, 3, 1, 2, 0, 0, 0, 1, 2, 3, 4, 5, 0, 0, 0]);
    expect([...batch.positionIds]).toEqual([0, 1, 2, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 5, 6, 7]);
    expect([...batch.segments]).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect([...batch.lengths]).toEqual([5, 5]);
    // The first token of b is not a target: the end of a must not predict it.
    expect([...batch.positions.subarray(0, 5)]).toEqual([1, 2, 3, 4, 12]);
    expect([...batch.labels.subarray(0, 5)]).toEqual([3, 4, 2, 3, 6]);
    expect(makeBatch([example('a', 4, 2)]).packed).toBe(false);
  });
});
