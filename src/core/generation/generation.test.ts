import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { AppError } from '../failure';
import { chooseToken, probabilitiesOf, randomOf, warpLogits } from './choose-token';
import { parseSamplingSettings } from './sampling-settings';

interface Golden {
  config: Record<string, unknown>;
  steps: { history: number[]; logits: number[]; probabilities: number[] }[];
}
/** Written by reference/model/make_sampling.py. */
const goldens: Golden[] = JSON.parse(readFileSync(new URL('./goldens/sampling.json', import.meta.url), 'utf8'));
const parse = (config: object) => parseSamplingSettings(JSON.stringify(config));

describe('warped logits', () => {
  test.each(goldens.map((golden) => [JSON.stringify(golden.config), golden] as const))('match transformers: %s', (_, golden) => {
    for (const { history, logits, probabilities } of golden.steps) {
      const found = probabilitiesOf(warpLogits(Float32Array.from(logits), history, parse(golden.config)));
      expect([...found].map((share) => share === 0)).toEqual(probabilities.map((share) => share === 0));
      const worst = Math.max(...probabilities.map((wanted, token) => Math.abs((found[token] ?? Number.NaN) - wanted)));
      expect(worst).toBeLessThan(1e-6);
    }
  });
});

describe('the chosen token', () => {
  const logits = Float32Array.from([0, Math.log(3), Math.log(4), -30]);

  it('is the best one without sampling, after the repetition penalty', () => {
    const never = () => expect.fail('called the random number generator');
    expect(chooseToken(logits, [], parse({}), never)).toBe(2);
    expect(chooseToken(logits, [2], parse({ repetition_penalty: 1.5 }), never)).toBe(1);
  });

  it('is sampled in proportion to the probabilities, and repeats for the same seed', () => {
    const settings = parse({ do_sample: true, top_k: 3 });
    const sampled = (seed: number) => {
      const random = randomOf(seed, 0);
      return Array.from({ length: 8000 }, () => chooseToken(logits, [], settings, random));
    };
    const tokens = sampled(1);
    const shares = [0, 1, 2, 3].map((token) => tokens.filter((other) => other === token).length / tokens.length);
    // Three standard deviations of the largest share are 0.017.
    shares.forEach((share, token) => {
      expect(Math.abs(share - ([1, 3, 4, 0][token] ?? 0) / 8)).toBeLessThan(0.017);
    });
    expect(shares[3]).toBe(0);
    expect(sampled(1)).toEqual(tokens);
    expect(sampled(2)).not.toEqual(tokens);
  });

  it('is a possible one at both ends of the random range', () => {
    const settings = parse({ do_sample: true, top_k: 2 });
    expect(chooseToken(logits, [], settings, () => 0)).toBe(1);
    expect(chooseToken(logits, [], settings, () => 1 - 2 ** -32)).toBe(2);
  });
});

describe('generation_config.json', () => {
  it('has the defaults of GenerationConfig, and is greedy without the file', () => {
    const greedy = { do_sample: false, temperature: 1, top_k: 50, top_p: 1, repetition_penalty: 1 };
    expect(parseSamplingSettings(undefined)).toEqual(greedy);
    expect(parse({ eos_token_id: [1, 2], transformers_version: '5.23.0', min_p: null, num_beams: 1 })).toEqual(greedy);
    expect(parse({ do_sample: true, temperature: 0.6, top_k: 20, top_p: 0.95 })).toEqual({
      ...greedy,
      do_sample: true,
      temperature: 0.6,
      top_k: 20,
      top_p: 0.95,
    });
  });

  it.each([
    ['{', 'bad-input', /not JSON/],
    ['{"temperature": 0}', 'bad-input', /temperature/],
    ['{"top_p": 1.2}', 'bad-input', /top_p/],
    ['{"top_k": 1.5}', 'bad-input', /top_k/],
    ['{"repetition_penalty": -1}', 'bad-input', /repetition_penalty/],
    ['{"do_sample": "yes"}', 'bad-input', /do_sample/],
    ['{"num_beams": 4}', 'unsupported', /num_beams 4/],
    ['{"min_p": 0.1}', 'unsupported', /min_p 0.1/],
  ])('names the field that is wrong or unsupported: %s', (text, code, message) => {
    try {
      parseSamplingSettings(text);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      expect(error.failure).toMatchObject({ code, message: expect.stringMatching(message) });
      return;
    }
    expect.fail('no error');
  });
});
