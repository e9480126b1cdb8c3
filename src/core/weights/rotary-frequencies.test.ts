// Frequencies of reference/model/make_rope.py, which asks transformers for them.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseModelConfig } from './model-config';
import { rotaryFrequencies } from './rotary-frequencies';

/** One unit in the last place of a 32-bit float: powers differ by a few between libraries. */
const ULP = 2 ** -23;

interface Golden {
  config: { model_type: string; rope_parameters?: object; rope_scaling?: object };
  length: number;
  frequencies: number[];
  attentionFactor: number;
}
const goldens: Golden[] = JSON.parse(readFileSync(new URL('./goldens/rope.json', import.meta.url), 'utf8'));

test.each(
  goldens.map((golden) => {
    const { model_type, rope_parameters, rope_scaling } = golden.config;
    return [JSON.stringify({ model_type, length: golden.length, ...rope_parameters, ...rope_scaling }), golden] as const;
  }),
)('frequencies are those of transformers: %s', (_, { config, length, frequencies, attentionFactor }) => {
  const found = rotaryFrequencies(parseModelConfig(JSON.stringify(config)), length);
  expect(found.attentionFactor).toBeCloseTo(attentionFactor, 12);
  expect(found.frequencies.length).toBe(frequencies.length);
  const worst = Math.max(...frequencies.map((wanted, index) => Math.abs((found.frequencies[index] ?? Number.NaN) / wanted - 1)));
  expect(worst).toBeLessThanOrEqual(4 * ULP);
});
