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

it('reads each prompt to its last token, whether compact or padded', () => {
  fc.assert(
    fc.property(promptsOf, (prompts) => {
      const { batchSize, length, ids, positionIds, lengths, ends, blocks } = makePromptBatch(prompts);
      expect({ batchSize, length }).toEqual({ batchSize: prompts.length, length: Math.max(...prompts.map((prompt) => prompt.length)) });
      prompts.forEach((prompt, row) => {
        const end = ends[row] ?? -1;
        expect(lengths[row]).toBe(prompt.length);
        expect(positionIds[end]).toBe(prompt.length - 1);
        const first = blocks ? (blocks.ofPrefix + row) * blocks.keys : 0;
        const seen = blocks
          ? [...blocks.keyInputs.subarray(first, first + prompt.length)]
          : Array.from(prompt, (_, index) => row * length + index);
        expect(seen.map((input) => ids[input])).toEqual([...prompt]);
        expect(seen.at(-1)).toBe(end);
      });
    }),
  );
});

it('holds what long prompts share once, but each of their last tokens', () => {
  const prompts = [1, 2, 3, 4].map((end) => Int32Array.from([...new Array(120).fill(7), ...new Array(end).fill(8)]));
  expect(makePromptBatch(prompts).blocks).toMatchObject({ prefix: 120, tokens: 120 + 1 + 2 + 3 + 4 });
  expect(makePromptBatch([prompts[0], prompts[0], prompts[0]].flatMap((prompt) => prompt ?? [])).blocks).toMatchObject({ prefix: 120 });
  expect(makePromptBatch(prompts.slice(0, 1)).blocks).toBeNull();
});
