import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TokenizedExample } from '../tokenizer';
import { type AttentionBlocks, type Batch, makeBatch, makeCompactBatch } from '.';
import { sharedPrefix } from './compact';

const VOCABULARY = 9;
const token = fc.integer({ min: 0, max: VOCABULARY });

/** Examples with a shared prefix; their last tokens are trained. */
function examplesOf(prefix: fc.ArrayConstraints, count: fc.ArrayConstraints): fc.Arbitrary<TokenizedExample[]> {
  const own = fc.record({ tokens: fc.array(token, { minLength: 2, maxLength: 30 }), trained: fc.integer({ min: 1, max: 32 }) });
  return fc.record({ prefix: fc.array(token, prefix), own: fc.array(own, count) }).map(({ prefix, own }) =>
    own.map(({ tokens, trained }, index) => {
      const inputIds = Int32Array.from([...prefix, ...tokens]);
      const weights = Float32Array.from(inputIds, (_, at) => (at > 0 && at >= inputIds.length - trained ? 0.5 + at : 0));
      return { id: `${index}`, inputIds, weights };
    }),
  );
}
/** Some of these make a compact batch; all of the next ones do. */
const anyExamples = examplesOf({ maxLength: 40 }, { minLength: 1, maxLength: 9 });
const similarExamples = examplesOf({ minLength: 60, maxLength: 200 }, { minLength: 4, maxLength: 9 });

/** For each target in order: its label and weight, and the tokens it is predicted from with their positions. */
function predictions(batch: Batch): unknown[] {
  return Array.from({ length: batch.trainedTokens }, (_, target) => {
    const position = batch.positions[target] ?? 0;
    const seen = batch.blocks ? seenInBlocks(batch.blocks, position) : seenInSequence(batch, position);
    return {
      label: batch.labels[target],
      weight: batch.weights[target],
      tokens: seen.map((input) => batch.ids[input]),
      positions: seen.map((input) => batch.positionIds[input]),
    };
  });
}

function seenInSequence({ length }: Batch, position: number): number[] {
  const start = position - (position % length);
  return Array.from({ length: position - start + 1 }, (_, index) => start + index);
}

function seenInBlocks(blocks: AttentionBlocks, position: number): number[] {
  const slot = blocks.querySlots[position] ?? -1;
  const block = Math.floor(slot / blocks.queries);
  const count = blocks.seen[blocks.seen.length === blocks.queries ? slot % blocks.queries : slot] ?? 0;
  return Array.from(blocks.keyInputs.subarray(block * blocks.keys, block * blocks.keys + count));
}

describe('a compact batch', () => {
  it('predicts the same labels as the padded batch, from the same tokens at the same positions', () => {
    const same = (examples: TokenizedExample[]) => {
      const batch = makeCompactBatch(examples);
      expect(predictions(batch)).toEqual(predictions(makeBatch(examples)));
      const { batchSize, trainedTokens, totalWeight, tokens, longestExample } = makeBatch(examples);
      expect(batch).toMatchObject({ batchSize, trainedTokens, totalWeight, tokens, longestExample });
      return batch;
    };
    fc.assert(fc.property(anyExamples, (examples) => void same(examples)));
    fc.assert(
      fc.property(similarExamples, (examples) => {
        expect(same(examples).blocks?.prefix).toBeGreaterThan(0);
      }),
    );
  });

  it('gives every input one query slot, every input after the prefix one key slot, and padding empty slots', () => {
    fc.assert(
      fc.property(similarExamples, (examples) => {
        const { blocks, ids } = makeCompactBatch(examples);
        if (!blocks) return expect.fail('the batch is padded');
        const { prefix, tokens, queryInputs, keyInputs, querySlots, keySlots } = blocks;
        ids.forEach((_, input) => {
          const [query, key] = [queryInputs[querySlots[input] ?? -1], keyInputs[keySlots[input - prefix] ?? -1]];
          const expected = input < tokens ? input : ids.length - 1;
          expect(query).toBe(expected);
          if (input >= prefix) expect(key).toBe(expected);
        });
        expect(tokens).toBeLessThan(ids.length);
        expect(queryInputs.filter((input) => input < tokens)).toHaveLength(tokens);
        expect(keyInputs.filter((input) => input >= prefix && input < tokens)).toHaveLength(tokens - prefix);
      }),
    );
  });

  it('shares the longest common prefix without a target', () => {
    const example = (id: string, end: number[], trained: number): TokenizedExample => {
      const inputIds = Int32Array.from([...new Array(100).fill(7), ...end]);
      return { id, inputIds, weights: Float32Array.from(inputIds, (_, at) => (at >= trained ? 1 : 0)) };
    };
    const whole = makeCompactBatch([example('a', [1, 2, 3], 101), example('b', [1, 4], 101), example('c', [2, 2], 101)]);
    expect(whole.blocks).toMatchObject({ prefix: 100, tokens: 100 + 2 + 1 + 1 });
    // Input 59 predicts token 60, so it cannot be shared.
    expect(makeCompactBatch([example('a', [1, 2, 3], 60), example('b', [1, 4], 101), example('c', [2, 2], 101)]).blocks).toMatchObject({
      prefix: 59,
    });
    // The last token of an example is not an input.
    expect(makeCompactBatch([example('a', [], 99), example('b', [4], 99), example('c', [], 99)]).blocks).toMatchObject({ prefix: 98 });
  });

  it('is padded when it would save little', () => {
    const example = (id: string, length: number): TokenizedExample => ({
      id,
      inputIds: Int32Array.from({ length }, (_, at) => Number(id) + at),
      weights: new Float32Array(length).fill(1),
    });
    expect(makeCompactBatch([example('1', 63), example('2', 64), example('3', 65)])).toEqual(
      makeBatch([example('1', 63), example('2', 64), example('3', 65)]),
    );
    expect(makeCompactBatch([example('1', 15), example('2', 30), example('3', 200)]).blocks).toMatchObject({ prefix: 0 });
  });
});

it('finds the shared prefix of a large dataset', () => {
  const example = { id: 'a', inputIds: Int32Array.of(1, 2, 3, 4), weights: Float32Array.of(0, 0, 0, 1) };
  expect(sharedPrefix(new Array(200_000).fill(example))).toBe(2);
});
