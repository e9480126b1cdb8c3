import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { trainingSequences } from './order';
import { packExamples } from './pack';

const numbers = z.array(z.number());
const goldens = z
  .object({ packed: z.array(z.object({ lengths: numbers, capacity: z.number(), sequences: z.array(numbers) })) })
  .parse(JSON.parse(await readFile(new URL('goldens/order.json', import.meta.url), 'utf8')));

const settings = { max_length: 30, packing: true, shuffle_dataset: false, train_sampling_strategy: 'random' as const, seed: 42 };

describe('packing', () => {
  it.each(goldens.packed)('packs $lengths.length examples into the sequences of TRL', ({ lengths, capacity, sequences }) => {
    expect(packExamples(lengths, capacity)).toEqual(sequences);
  });

  it('packs every example once and never exceeds the capacity', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 80 }), fc.boolean(), (lengths, shuffle) => {
        const sequences = trainingSequences(lengths, { ...settings, shuffle_dataset: shuffle });
        expect(sequences.flat().sort((a, b) => a - b)).toEqual([...lengths.keys()]);
        for (const sequence of sequences)
          expect(sequence.reduce((total, index) => total + (lengths[index] ?? 0), 0)).toBeLessThanOrEqual(30);
      }),
    );
  });
});
