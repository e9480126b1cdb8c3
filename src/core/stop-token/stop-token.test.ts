import { describe, expect, it } from 'vitest';
import { endIds, stopTokenNotices, taughtStop, trainedShare } from '.';

describe('the stop token', () => {
  it('is the last trained special token of a row', () => {
    const isSpecial = (id: number) => id >= 100;
    const row = (ids: number[], weights: number[]) => ({ id: 'r', inputIds: Int32Array.from(ids), weights: Float32Array.from(weights) });
    expect(taughtStop([row([1, 2], [0, 1]), row([100, 5, 101, 7, 102], [1, 1, 1, 1, 0])], { isSpecial })).toBe(101);
    expect(taughtStop([row([1, 101], [1, 0])], { isSpecial })).toBeNull();
  });

  it('is compared with what generation_config.json names, else with config.json', () => {
    expect(endIds('{"eos_token_id": 1}', '{"eos_token_id": [2, 3]}')).toEqual([2, 3]);
    expect(endIds('{"eos_token_id": 1}', '{"temperature": 1}')).toEqual([1]);
    expect(endIds('{"eos_token_id": 1}', undefined)).toEqual([1]);
    expect(endIds('{"eos_token_id": null}', undefined)).toEqual([]);
  });

  it('that a checkpoint does not end with, or never trained, is said', () => {
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

/** Values between -1 and 1, the same for the same seed. */
function noise(seed: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, channel) => Math.sin(seed * 37.7 * (channel + 1) ** 2));
}

/** `at` and `length` of something seeded in another direction. */
function moved(at: Float32Array, seed: number, length: number): Float32Array {
  const direction = noise(seed);
  const norm = Math.hypot(...direction);
  return at.map((value, channel) => value + (length * (direction[channel] ?? 0)) / norm);
}

/** BF16, as checkpoints come. */
function rounded(row: Float32Array): Float32Array {
  return new Float32Array(new Uint32Array(row.buffer).map((bits) => (bits + 0x8000) & 0xffff0000).buffer);
}

describe('the share of training a row has had', () => {
  const seeds = Array.from({ length: 32 }, (_, index) => index + 10);
  const zero = new Float32Array(256);

  it('tells a token nobody trained among rows like those of a tied Qwen3', () => {
    // As measured on Qwen3-4B: unused rows within 0.012 of a centre of norm 0.37, ordinary ones about 1 away from it.
    const centre = moved(zero, 1, 0.37);
    const reserved = seeds.slice(0, 8).map((seed) => rounded(moved(centre, seed, 0.01)));
    const ordinary = seeds.map((seed) => rounded(moved(centre, seed + 100, 0.8 + 0.01 * seed)));
    const share = (length: number) => trainedShare(rounded(moved(centre, 5, length)), reserved, ordinary);
    expect(share(0.01)).toBeLessThan(0.02);
    // It moved a little: five times as far as the unused ones spread.
    expect(share(0.05)).toBeLessThan(0.1);
    expect(share(0.5)).toBeGreaterThan(0.4);
    expect(share(1)).toBeGreaterThan(0.9);
  });

  it('tells it where weight decay brought unused rows to zero, as in the untied Qwen2 and Qwen2.5', () => {
    // As measured on Qwen2-57B-A14B and Qwen2.5-7B: ordinary rows 0.79 ± 0.2, unused ones 0 to 0.04.
    const ordinary = seeds.map((seed) => moved(zero, seed + 100, 0.4 + 0.02 * seed));
    const reserved = [zero, zero, zero];
    expect(trainedShare(moved(zero, 5, 0.03), reserved, ordinary)).toBeLessThan(0.1);
    expect(trainedShare(moved(zero, 5, 0.6), reserved, ordinary)).toBeGreaterThan(0.5);
    expect(trainedShare(zero, [], ordinary)).toBe(0);
  });

  it('tells nothing where unused rows are few, point anywhere, or nothing is trained', () => {
    const ordinary = seeds.map(noise);
    expect(trainedShare(noise(1), [], ordinary)).toBeNull();
    expect(trainedShare(noise(1), [noise(1)], ordinary)).toBeNull();
    expect(trainedShare(noise(1), [noise(2), noise(3), noise(4)], ordinary)).toBeNull();
    expect(trainedShare(noise(1), [zero, zero], [zero, zero])).toBeNull();
  });
});
