import { describe, expect, it } from 'vitest';
import { endIds, isUntrainedRow, stopTokenNotices, taughtStop } from '.';

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
      stopTokenNotices({ token: '<|im_end|>', ends: ['<|im_end|>'], untrained: null, method: 'full', ...facts }).map(({ code }) => code);
    expect(codes({})).toEqual([]);
    expect(codes({ ends: [] })).toEqual([]);
    expect(codes({ untrained: false, method: 'lora' })).toEqual([]);
    expect(codes({ ends: ['<|endoftext|>'] })).toEqual(['stop_token_other']);
    expect(codes({ untrained: true })).toEqual(['stop_token_untrained']);
    expect(codes({ ends: ['<|endoftext|>'], untrained: true, method: 'lora' })).toEqual([
      'stop_token_other',
      'stop_token_untrained',
      'stop_token_frozen',
    ]);
  });
});

describe('an untrained row', () => {
  // Rows that only the softmax ever pushed: one direction, a little noise of the start.
  const pushed = (seed: number) =>
    Float32Array.from({ length: 64 }, (_, channel) => Math.cos(channel) + 0.1 * Math.sin(seed * (channel + 1)));
  const reserved = [1, 2, 3, 4, 5].map(pushed);

  it('points where the rows point that no text reaches', () => {
    expect(isUntrainedRow(pushed(2.5), [...reserved, pushed(2.6), pushed(2.4)])).toBe(true);
    expect(
      isUntrainedRow(
        Float32Array.from({ length: 64 }, (_, channel) => Math.sin(channel * channel)),
        reserved,
      ),
    ).toBe(false);
    expect(isUntrainedRow(new Float32Array(64), reserved)).toBe(true);
  });

  it('cannot be told where those rows are few or point anywhere', () => {
    expect(isUntrainedRow(pushed(2), [])).toBeNull();
    expect(isUntrainedRow(pushed(2), [pushed(2)])).toBeNull();
    const random = [1, 2, 3].map((seed) => Float32Array.from({ length: 64 }, (_, channel) => Math.sin(seed * 37 * (channel + 1) ** 2)));
    expect(isUntrainedRow(pushed(2), random)).toBeNull();
    expect(isUntrainedRow(pushed(2), [new Float32Array(64), new Float32Array(64)])).toBeNull();
  });
});
