import { describe, expect, test } from 'vitest';
import { parseWeightIndex, weightFiles } from './weight-index';

const index = (map: Record<string, string>) => JSON.stringify({ metadata: { total_size: 8 }, weight_map: map });
const [first, second] = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'] as const;

describe('the index of sharded weights', () => {
  test('maps each tensor to its file', () => {
    expect(parseWeightIndex(index({ a: first, b: second })).get('b')).toBe(second);
  });

  test.each([
    ['{', 'not JSON'],
    ['{"weight_map": {"a": 1}}', 'no weight_map'],
    [index({}), 'names no tensor'],
    [index({ a: '../other.safetensors' }), 'not a .safetensors file in the folder'],
  ])('rejects %s', (text, problem) => {
    expect(() => parseWeightIndex(text)).toThrow(problem);
  });

  test('names a missing and an extra shard', () => {
    const map = parseWeightIndex(index({ a: first, b: second }));
    expect(weightFiles([second, first], map)).toEqual([first, second]);
    expect(() => weightFiles([first], map)).toThrow(`${second} is missing`);
    expect(() => weightFiles([first, second, 'other.safetensors'], map)).toThrow('other.safetensors is not named');
  });

  test('the names tell the number of shards without an index', () => {
    expect(weightFiles(['model.safetensors'], null)).toEqual(['model.safetensors']);
    expect(() => weightFiles([second], null)).toThrow(`${first} is missing`);
  });
});
