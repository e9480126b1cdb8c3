import { expect, test } from 'vitest';
import { planShards, shardIndex, withDtype } from './save-pretrained';
import { parseWeightIndex, weightFiles } from './weight-index';

const tensors = [
  { name: 'a', shape: [10] },
  { name: 'b', shape: [2, 10] },
  { name: 'c', shape: [3] },
  { name: 'd', shape: [100] },
];

test('weights that fit into one file get one, without a number', () => {
  expect(planShards(tensors, 'F32').map(({ fileName }) => fileName)).toEqual(['model.safetensors']);
});

test('shards are filled in order up to the limit; a larger tensor gets its own', () => {
  const shards = planShards(tensors, 'BF16', 60);
  expect(shards.map((shard) => [shard.fileName, shard.tensors.map(({ name }) => name).join('')])).toEqual([
    ['model-00001-of-00003.safetensors', 'ab'],
    ['model-00002-of-00003.safetensors', 'c'],
    ['model-00003-of-00003.safetensors', 'd'],
  ]);
  const map = parseWeightIndex(shardIndex(shards, 'BF16'));
  expect(map.get('c')).toBe('model-00002-of-00003.safetensors');
  expect(
    weightFiles(
      shards.map(({ fileName }) => fileName),
      map,
    ),
  ).toHaveLength(3);
  expect(JSON.parse(shardIndex(shards, 'BF16')).metadata.total_size).toBe(266);
});

test('config.json gets the dtype of the weights and keeps the text of its numbers', () => {
  const text = '{"model_type": "qwen3", "torch_dtype": "bfloat16", "rope_theta": 1000000.0}';
  expect(withDtype(text, 'BF16')).toBe(text);
  expect(withDtype(text, 'F16')).toBe('{"model_type": "qwen3", "rope_theta": 1000000.0, "torch_dtype": "float16"}\n');
  expect(withDtype('{}', 'F32')).toBe('{"dtype": "float32"}\n');
});
