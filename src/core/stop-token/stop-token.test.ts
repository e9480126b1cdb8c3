import { describe, expect, it } from 'vitest';
import { endIds, stopTokenNotices, taughtStop, trainedShare } from '.';

describe('the stop token', () => {
  it('is the last trained special token of an example', () => {
    const isSpecial = (id: number) => id >= 100;
    const example = (ids: number[], weights: number[]) => ({
      id: 'r',
      inputIds: Int32Array.from(ids),
      weights: Float32Array.from(weights),
    });
    expect(taughtStop([example([1, 2], [0, 1]), example([100, 5, 101, 7, 102], [1, 1, 1, 1, 0])], { isSpecial })).toBe(101);
    expect(taughtStop([example([1, 101], [1, 0])], { isSpecial })).toBeNull();
  });

  it('is read from generation_config.json, else from config.json', () => {
    expect(endIds('{"eos_token_id": 1}', '{"eos_token_id": [2, 3]}')).toEqual([2, 3]);
    expect(endIds('{"eos_token_id": 1}', '{"temperature": 1}')).toEqual([1]);
    expect(endIds('{"eos_token_id": 1}', undefined)).toEqual([1]);
    expect(endIds('{"eos_token_id": null}', undefined)).toEqual([]);
  });

  it('is reported if the model ends texts with another token, or never trained it', () => {
    const codes = (facts: Partial<Parameters<typeof stopTokenNotices>[0]>) =>
      stopTokenNotices({ token: '<|im_end|>', ends: ['<|im_end|>'], share: null, method: 'full', ...facts }).map(({ code }) => code);
    expect(codes({})).toEqual([]);
    expect(codes({ ends: [] })).toEqual([]);
    expect(codes({ share: 0.3, method: 'lora' })).toEqual([]);
    expect(codes({ ends: ['<|endoftext|>'] })).toEqual(['stop_token_other']);
    expect(codes({ share: 0.02 })).toEqual(['stop_token_untrained']);
    expect(codes({ ends: ['<|endoftext|>'], share: 0, method: 'lora' })).toEqual([
      'stop_token_other',
      'stop_token_untrained',
      'stop_token_frozen',
    ]);
  });
});

/** Values between -1 and 1 that depend only on the seed. */
function noise(seed: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, channel) => Math.sin(seed * 37.7 * (channel + 1) ** 2));
}

/** Moves `from` by `length` in a direction that depends only on the seed. */
function moved(from: Float32Array, seed: number, length: number): Float32Array {
  const direction = noise(seed);
  const norm = Math.hypot(...direction);
  return from.map((value, channel) => value + (length * (direction[channel] ?? 0)) / norm);
}

/** Rounds to BF16, the type of published checkpoints. */
function rounded(row: Float32Array): Float32Array {
  return new Float32Array(new Uint32Array(row.buffer).map((bits) => (bits + 0x8000) & 0xffff0000).buffer);
}

describe('the trained share of a row', () => {
  const seeds = Array.from({ length: 32 }, (_, index) => index + 10);
  const zero = new Float32Array(256);

  it('tells an untrained token from a trained one for a tied model like Qwen3', () => {
    // As measured on Qwen3-4B: unused rows within 0.012 of a centre with norm 0.37, ordinary ones about 1 away from it.
    const centre = moved(zero, 1, 0.37);
    const reserved = seeds.slice(0, 8).map((seed) => rounded(moved(centre, seed, 0.01)));
    const ordinary = seeds.map((seed) => rounded(moved(centre, seed + 100, 0.8 + 0.01 * seed)));
    const share = (length: number) => trainedShare(rounded(moved(centre, 5, length)), reserved, ordinary);
    expect(share(0.01)).toBeLessThan(0.02);
    // Moved a little: five times as far as the unused rows spread.
    expect(share(0.05)).toBeLessThan(0.1);
    expect(share(0.5)).toBeGreaterThan(0.4);
    expect(share(1)).toBeGreaterThan(0.9);
  });

  it('tells them apart if weight decay brought unused rows to zero, as in untied Qwen2 and Qwen2.5', () => {
    // As measured on Qwen2-57B-A14B and Qwen2.5-7B: ordinary rows 0.79 ± 0.2, unused ones 0 to 0.04.
    const ordinary = seeds.map((seed) => moved(zero, seed + 100, 0.4 + 0.02 * seed));
    const reserved = [zero, zero, zero];
    expect(trainedShare(moved(zero, 5, 0.03), reserved, ordinary)).toBeLessThan(0.1);
    expect(trainedShare(moved(zero, 5, 0.6), reserved, ordinary)).toBeGreaterThan(0.5);
    expect(trainedShare(zero, [], ordinary)).toBe(0);
  });

  it('is null if unused rows are few or far apart, or if nothing is trained', () => {
    const ordinary = seeds.map(noise);
    expect(trainedShare(noise(1), [], ordinary)).toBeNull();
    expect(trainedShare(noise(1), [noise(1)], ordinary)).toBeNull();
    expect(trainedShare(noise(1), [noise(2), noise(3), noise(4)], ordinary)).toBeNull();
    expect(trainedShare(noise(1), [zero, zero], [zero, zero])).toBeNull();
  });
});
