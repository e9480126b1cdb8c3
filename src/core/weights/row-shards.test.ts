import { expect, test } from 'vitest';
import { rowShards } from '.';
import { parseModelConfig } from './model-config';
import { QWEN3_06B } from './testing/qwen3-0.6b';

const config = parseModelConfig(JSON.stringify({ ...QWEN3_06B, num_hidden_layers: 1, tie_word_embeddings: false }));
const MIB = 2 ** 20;

test('128 MiB divides embedding and head of Qwen3-0.6B into five shards of similar size', () => {
  const shards = rowShards(config, 128 * MIB);
  for (const name of ['model.embed_tokens.weight', 'lm_head.weight']) {
    const parts = shards.get(name) ?? [];
    expect(parts.map((part) => part.name)).toEqual([0, 1, 2, 3, 4].map((index) => `${name}#${index}`));
    expect(parts.map(({ from, to }) => to - from)).toEqual([30_400, 30_400, 30_400, 30_400, 30_336]);
    expect(parts.at(-1)?.to).toBe(151_936);
  }
  for (const [name, parts] of shards) if (name.includes('layers')) expect(parts.map((part) => part.name)).toEqual([name]);
});

test('without a limit every tensor is whole', () => {
  for (const [name, parts] of rowShards(config, Number.POSITIVE_INFINITY)) expect(parts.map((part) => part.name)).toEqual([name]);
});

test.each([1, 100, 5000, 1_000_000])('a limit of %i bytes covers every row once', (limit) => {
  const small = { ...config, vocabularySize: 1003, hiddenSize: 7 };
  const parts = rowShards(small, limit).get('lm_head.weight') ?? [];
  expect(parts.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, index) => from + index))).toEqual([...Array(1003).keys()]);
  for (const { from, to } of parts) expect((to - from) * 28).toBeLessThanOrEqual(Math.max(28, limit));
});
