import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makePromptBatch } from '.';

const token = fc.integer({ min: 0, max: 9 });
const promptsOf = fc
  .record({
    prefix: fc.array(token, { maxLength: 200 }),
    own: fc.array(fc.array(token, { minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 9 }),
  })
  .map(({ prefix, own }) => own.map((tokens) => Int32Array.from([...prefix, ...tokens])));

it('ends each prompt at its last token, compact or padded', () => {
  fc.assert(
    fc.property(promptsOf, (prompts) => {
      const { batchSize, length, ids, positionIds, lengths, ends, blocks } = makePromptBatch(prompts);
      expect({ batchSize, length }).toEqual({ batchSize: prompts.length, length: Math.max(...prompts.map((prompt) => prompt.length)) });
      prompts.forEach((prompt, index) => {
        const end = ends[index] ?? -1;
        expect(lengths[index]).toBe(prompt.length);
        expect(positionIds[end]).toBe(prompt.length - 1);
        const first = blocks ? (blocks.prefixBlocks + index) * blocks.keys : 0;
        const seen = blocks
          ? [...blocks.keyInputs.subarray(first, first + prompt.length)]
          : Array.from(prompt, (_, position) => index * length + position);
        expect(seen.map((input) => ids[input])).toEqual([...prompt]);
        expect(seen.at(-1)).toBe(end);
      });
    }),
  );
});

it('shares the prefix of long prompts, but never their last tokens', () => {
  const prompts = [1, 2, 3, 4].map((end) => Int32Array.from([...new Array(120).fill(7), ...new Array(end).fill(8)]));
  expect(makePromptBatch(prompts).blocks).toMatchObject({ prefix: 120, tokens: 120 + 1 + 2 + 3 + 4 });
  expect(makePromptBatch([prompts[0], prompts[0], prompts[0]].flatMap((prompt) => prompt ?? [])).blocks).toMatchObject({ prefix: 120 });
  expect(makePromptBatch(prompts.slice(0, 1)).blocks).toBeNull();
});
