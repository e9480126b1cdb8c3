import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TokenizedExample } from '../tokenizer';
import { type AttentionBlocks, type Batch, makeBatch, makeCompactBatch } from '.';

const VOCABULARY = 9;
const token = fc.integer({ min: 0, max: VOCABULARY });

/** Rows that begin alike for some tokens, of which the last ones may be trained. */
function rowsOf(prefix: fc.ArrayConstraints, rows: fc.ArrayConstraints): fc.Arbitrary<TokenizedExample[]> {
  const own = fc.record({ tokens: fc.array(token, { minLength: 2, maxLength: 30 }), trained: fc.integer({ min: 1, max: 32 }) });
  return fc.record({ prefix: fc.array(token, prefix), own: fc.array(own, rows) }).map(({ prefix, own }) =>
    own.map(({ tokens, trained }, index) => {
      const inputIds = Int32Array.from([...prefix, ...tokens]);
      const weights = Float32Array.from(inputIds, (_, at) => (at > 0 && at >= inputIds.length - trained ? 0.5 + at : 0));
      return { id: `${index}`, inputIds, weights };
    }),
  );
}
/** Now and then a compact batch, and always one. */
const anyRows = rowsOf({ maxLength: 40 }, { minLength: 1, maxLength: 9 });
const muchAlike = rowsOf({ minLength: 60, maxLength: 200 }, { minLength: 4, maxLength: 9 });

/** Of each trained position in order: what is predicted, with which weight, from which tokens at which places. */
function predictions(batch: Batch): unknown[] {
  return Array.from({ length: batch.trainedTokens }, (_, target) => {
    const position = batch.positions[target] ?? 0;
    const seen = batch.blocks ? seenInBlocks(batch.blocks, position) : seenInRow(batch, position);
    return {
      label: batch.labels[target],
      weight: batch.weights[target],
      tokens: seen.map((input) => batch.ids[input]),
      places: seen.map((input) => batch.positionIds[input]),
    };
  });
}

function seenInRow({ length }: Batch, position: number): number[] {
  const start = position - (position % length);
  return Array.from({ length: position - start + 1 }, (_, index) => start + index);
}

function seenInBlocks(blocks: AttentionBlocks, position: number): number[] {
  const place = blocks.queryPlaces[position] ?? -1;
  const block = Math.floor(place / blocks.queries);
  const count = blocks.seen[blocks.seen.length === blocks.queries ? place % blocks.queries : place] ?? 0;
  return Array.from(blocks.keyInputs.subarray(block * blocks.keys, block * blocks.keys + count));
}

describe('a compact batch', () => {
  it('predicts what the padded one predicts, each from the same tokens at the same places', () => {
    const same = (rows: TokenizedExample[]) => {
      const batch = makeCompactBatch(rows);
      expect(predictions(batch)).toEqual(predictions(makeBatch(rows)));
      const { batchSize, trainedTokens, totalWeight, tokens, longestExample } = makeBatch(rows);
      expect(batch).toMatchObject({ batchSize, trainedTokens, totalWeight, tokens, longestExample });
      return batch;
    };
    fc.assert(fc.property(anyRows, (rows) => void same(rows)));
    fc.assert(
      fc.property(muchAlike, (rows) => {
        expect(same(rows).blocks?.prefix).toBeGreaterThan(0);
      }),
    );
  });

  it('has every input in one place that asks, every own one in one that is seen, and padding in empty ones', () => {
    fc.assert(
      fc.property(muchAlike, (rows) => {
        const { blocks, ids } = makeCompactBatch(rows);
        if (!blocks) return expect.fail('padded');
        const { prefix, tokens, queryInputs, keyInputs, queryPlaces, keyPlaces } = blocks;
        ids.forEach((_, input) => {
          const [asks, seen] = [queryInputs[queryPlaces[input] ?? -1], keyInputs[keyPlaces[input - prefix] ?? -1]];
          const expected = input < tokens ? input : ids.length - 1;
          expect(asks).toBe(expected);
          if (input >= prefix) expect(seen).toBe(expected);
        });
        expect(tokens).toBeLessThan(ids.length);
        expect(queryInputs.filter((input) => input < tokens)).toHaveLength(tokens);
        expect(keyInputs.filter((input) => input >= prefix && input < tokens)).toHaveLength(tokens - prefix);
      }),
    );
  });

  it('holds what rows share once, but nothing that is trained', () => {
    const row = (id: string, end: number[], trained: number): TokenizedExample => {
      const inputIds = Int32Array.from([...new Array(100).fill(7), ...end]);
      return { id, inputIds, weights: Float32Array.from(inputIds, (_, at) => (at >= trained ? 1 : 0)) };
    };
    const whole = makeCompactBatch([row('a', [1, 2, 3], 101), row('b', [1, 4], 101), row('c', [2, 2], 101)]);
    expect(whole.blocks).toMatchObject({ prefix: 100, tokens: 100 + 2 + 1 + 1 });
    // The prediction of token 60 is made at position 59.
    expect(makeCompactBatch([row('a', [1, 2, 3], 60), row('b', [1, 4], 101), row('c', [2, 2], 101)]).blocks).toMatchObject({ prefix: 59 });
    // The last token of a row is no input.
    expect(makeCompactBatch([row('a', [], 99), row('b', [4], 99), row('c', [], 99)]).blocks).toMatchObject({ prefix: 98 });
  });

  it('is the padded one where little would be saved', () => {
    const row = (id: string, length: number): TokenizedExample => ({
      id,
      inputIds: Int32Array.from({ length }, (_, at) => Number(id) + at),
      weights: new Float32Array(length).fill(1),
    });
    expect(makeCompactBatch([row('1', 63), row('2', 64), row('3', 65)])).toEqual(makeBatch([row('1', 63), row('2', 64), row('3', 65)]));
    expect(makeCompactBatch([row('1', 15), row('2', 30), row('3', 200)]).blocks).toMatchObject({ prefix: 0 });
  });
});
