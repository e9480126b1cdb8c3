import { describe, expect, test } from 'vitest';
import { encodeTensor, planSafetensors, writeSafetensors } from '../core/weights';
import { memoryFiles } from './memory-files';
import { streamRows, streamTensors } from './stored-tensors';

const tensor = (name: string, ...values: number[]) => ({ name, shape: [values.length], data: new Float32Array(values) });

/** A file that records how many bytes each read asks for. */
class CountingBlob extends Blob {
  readonly asked: number[] = [];
  override slice(start = 0, end = this.size): Blob {
    this.asked.push(end - start);
    return super.slice(start, end);
  }
}

async function collect(contents: Record<string, Uint8Array<ArrayBuffer>>, paths = Object.keys(contents)) {
  const found = [];
  for await (const { name, data } of streamTensors(memoryFiles(new Map(Object.entries(contents))), paths)) found.push([name, ...data]);
  return found;
}

describe('streamTensors', () => {
  test('yields the tensors of all files in order', async () => {
    const first = writeSafetensors([tensor('a', 1, 2), tensor('b', 3)], {});
    const second = writeSafetensors([tensor('c', 4)], {});
    expect(await collect({ first, second })).toEqual([
      ['a', 1, 2],
      ['b', 3],
      ['c', 4],
    ]);
  });

  test('reads a tensor only when it is requested, and never the whole file', async () => {
    const bytes = writeSafetensors([tensor('a', ...Array(1000).keys()), tensor('b', ...Array(500).keys())], {});
    const blob = new CountingBlob([bytes]);
    const tensors = streamTensors({ ...memoryFiles(), open: async () => blob }, ['file']);
    await tensors.next();
    expect(blob.asked.at(-1)).toBe(4000);
    await tensors.next();
    expect(blob.asked.at(-1)).toBe(2000);
    expect(Math.max(...blob.asked)).toBe(4000);
  });

  test('a wrong header in the last file is an error before the first tensor', async () => {
    const whole = writeSafetensors([tensor('a', 1)], {});
    const cut = writeSafetensors([tensor('late', 1, 2)], {}).slice(0, -4);
    const tensors = streamTensors(
      memoryFiles(
        new Map([
          ['whole', whole],
          ['cut', cut],
        ]),
      ),
      ['whole', 'cut'],
    );
    await expect(tensors.next()).rejects.toThrow('tensor late ends at byte');
  });

  test('an error names the file that is missing', async () => {
    await expect(collect({}, ['models/x/model.safetensors'])).rejects.toThrow('models/x/model.safetensors are missing');
  });
});

describe('streamRows', () => {
  test('reads the requested rows and no other byte of the data', async () => {
    const values = Float32Array.from({ length: 120 }, (_, index) => index);
    for (const type of ['F32', 'BF16'] as const) {
      const specs = [
        { name: 'first', shape: [4] },
        { name: 'table', shape: [30, 4] },
      ];
      const parts = [planSafetensors(specs, {}, type).header, encodeTensor(values.subarray(0, 4), type), encodeTensor(values, type)];
      const blob = new CountingBlob(parts.map((part) => new Uint8Array(part)));
      const tensors = streamRows({ ...memoryFiles(), open: async () => blob }, ['file']);
      await tensors.next();
      const { value: table } = await tensors.next();
      blob.asked.length = 0;
      expect([...((await table?.read(7, 9)) ?? [])]).toEqual([28, 29, 30, 31, 32, 33, 34, 35]);
      expect(blob.asked).toEqual([type === 'F32' ? 32 : 16]);
      expect(table).toMatchObject({ name: 'table', shape: [30, 4] });
    }
  });
});
