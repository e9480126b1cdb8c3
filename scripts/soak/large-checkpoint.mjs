// A random checkpoint of a large model (1.2 GB on disk in the shape of Qwen/Qwen3-0.6B), BF16, in shards, written tensor
// by tensor: a few megabytes in memory.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

const SHARD_BYTES = 400e6;
const PIECE = 1 << 20;

/** Values of about 0.02 as BF16 bits, the same for every tensor: only shapes and sizes matter here. @param {number} count */
function randomPiece(count) {
  const piece = new Uint16Array(count);
  let state = 1;
  for (let index = 0; index < count; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const float = new Float32Array([0.04 * (state / 2 ** 32 - 0.5)]);
    piece[index] = (new Uint32Array(float.buffer)[0] ?? 0) >>> 16;
  }
  return piece;
}

/** One is 0x3f80 in BF16. @param {number} count */
const ones = (count) => new Uint16Array(count).fill(0x3f80);

/**
 * Writes the folder.
 * @param {string} folder
 * @param {object} config of its config.json
 * @param {ReadonlyMap<string, readonly number[]>} shapes by name, in file order
 */
export async function writeLargeCheckpoint(folder, config, shapes) {
  await mkdir(folder, { recursive: true });
  const random = randomPiece(PIECE);
  /** @type {[string, readonly number[]][][]} */
  const shards = [[]];
  let bytes = 0;
  for (const [name, shape] of shapes) {
    const size = 2 * shape.reduce((product, extent) => product * extent, 1);
    if (bytes > 0 && bytes + size > SHARD_BYTES) {
      shards.push([]);
      bytes = 0;
    }
    shards.at(-1)?.push([name, shape]);
    bytes += size;
  }
  /** @param {number} count */
  const digits = (count) => String(count).padStart(5, '0');
  /** @type {Record<string, string>} */
  const map = {};
  for (const [index, tensors] of shards.entries()) {
    const fileName = `model-${digits(index + 1)}-of-${digits(shards.length)}.safetensors`;
    for (const [name] of tensors) map[name] = fileName;
    const file = createWriteStream(join(folder, fileName));
    let at = 0;
    const header = tensors.map(([name, shape]) => {
      const start = at;
      at += 2 * shape.reduce((product, extent) => product * extent, 1);
      return [name, { dtype: 'BF16', shape, data_offsets: [start, at] }];
    });
    const text = Buffer.from(JSON.stringify({ __metadata__: { format: 'pt' }, ...Object.fromEntries(header) }));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(text.length));
    file.write(Buffer.concat([length, text]));
    for (const [name, shape] of tensors) {
      const count = shape.reduce((product, extent) => product * extent, 1);
      const source = name.endsWith('norm.weight') ? ones(Math.min(PIECE, count)) : random;
      for (let from = 0; from < count; from += PIECE) {
        const piece = source.subarray(0, Math.min(PIECE, count - from));
        if (!file.write(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength))) await once(file, 'drain');
      }
    }
    file.end();
    await finished(file);
  }
  await writeFile(join(folder, 'model.safetensors.index.json'), JSON.stringify({ metadata: {}, weight_map: map }));
  // Last: a folder with it is whole.
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
}
