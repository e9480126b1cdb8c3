// The Qwen3 folder of the fixtures as large checkpoints come: BF16, two shards, an index.
import { readdirSync, readFileSync } from 'node:fs';
import { type NamedTensor, readSafetensors } from '../src/core/weights';

const FOLDER = new URL('fixtures/qwen3-folder/', import.meta.url);
export const SHARDS = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'] as const;

/** The upper halves of the floats: cut, not rounded, which is near enough for a test's weights. */
function bfloat16(data: Float32Array): Uint16Array {
  return Uint16Array.from(new Uint32Array(data.buffer, data.byteOffset, data.length), (bits) => bits >>> 16);
}

function safetensors(tensors: readonly NamedTensor[]): Buffer<ArrayBuffer> {
  let at = 0;
  const header: Record<string, object> = {};
  for (const { name, shape, data } of tensors) {
    header[name] = { dtype: 'BF16', shape, data_offsets: [at, at + 2 * data.length] };
    at += 2 * data.length;
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...tensors.map(({ data }) => Buffer.from(bfloat16(data).buffer))]);
}

/** File name → content. */
export function tinyCheckpoint(): Map<string, Buffer> {
  const files = new Map<string, Buffer>(readdirSync(FOLDER).map((name) => [name, readFileSync(new URL(name, FOLDER))]));
  const { tensors } = readSafetensors(files.get('model.safetensors') ?? Buffer.alloc(0));
  files.delete('model.safetensors');
  const half = Math.ceil(tensors.length / 2);
  const parts = [tensors.slice(0, half), tensors.slice(half)];
  const map: Record<string, string> = {};
  SHARDS.forEach((shard, index) => {
    const held = parts[index] ?? [];
    files.set(shard, safetensors(held));
    for (const { name } of held) map[name] = shard;
  });
  files.set('model.safetensors.index.json', Buffer.from(JSON.stringify({ metadata: {}, weight_map: map })));
  return files;
}
