import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { readZip, safePath } from './read-zip';

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const part of stream) text += new TextDecoder().decode(part);
  return text;
}

function archive(files: Record<string, string>, level: 0 | 6 = 6): Uint8Array<ArrayBuffer> {
  return zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])), { level });
}

describe('readZip', () => {
  test.each([0, 6] as const)('reads stored and deflated files (level %i)', async (level) => {
    const entries = await readZip(new Blob([archive({ 'a.txt': 'a'.repeat(5000), 'folder/b.txt': '北京', 'empty/': '' }, level)]));
    expect(entries.map(({ path, bytes }) => [path, bytes])).toEqual([
      ['a.txt', 5000],
      ['folder/b.txt', 6],
    ]);
    expect(await Promise.all(entries.map((entry) => textOf(entry.stream())))).toEqual(['a'.repeat(5000), '北京']);
  });

  test.each(['../evil', 'a/../../evil', '/etc/passwd', 'C:\\evil', 'a\\..\\b', './a', 'a\0b'])('rejects the path %j', (path) => {
    expect(() => safePath(path)).toThrow('leaves the folder');
  });

  test('stops reading a file that is longer than the directory says', async () => {
    const bytes = archive({ 'bomb.txt': 'x'.repeat(100_000) });
    const view = new DataView(bytes.buffer);
    for (let at = 0; at < bytes.length - 4; at += 1) if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 10, true);
    const [entry] = await readZip(new Blob([bytes]));
    await expect(textOf(entry?.stream() ?? (async function* () {})())).rejects.toThrow('longer than the 10 bytes');
  });

  test('rejects at once a size that deflate cannot reach', async () => {
    const bytes = archive({ 'bomb.txt': 'x'.repeat(100_000) });
    const view = new DataView(bytes.buffer);
    for (let at = 0; at < bytes.length - 4; at += 1)
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 4_000_000_000, true);
    await expect(readZip(new Blob([bytes]))).rejects.toThrow('claims to grow');
  });

  test('rejects a directory of gigabytes without reading it', async () => {
    const claimed = 2_900_000_000;
    const end = archive({});
    new DataView(end.buffer).setUint32(12, claimed, true);
    const read: number[] = [];
    const slice = (from: number, to: number) => {
      read.push(to - from);
      return new Blob([new Uint8Array(Math.min(to - from, 100_000) - end.length), end]);
    };
    const large = Object.defineProperty(Object.assign(new Blob(), { slice }), 'size', { value: claimed + end.length });
    await expect(readZip(large)).rejects.toThrow('its directory is damaged');
    expect(Math.max(...read)).toBeLessThan(100_000);
  });

  test('an archive that is cut off anywhere is an AppError, and no other error', async () => {
    const bytes = archive({ 'a.txt': 'some text', 'b.txt': 'b'.repeat(300) });
    for (let end = 0; end < bytes.length; end += 1) {
      const reading = readZip(new Blob([bytes.slice(0, end)])).then((entries) =>
        Promise.all(entries.map((entry) => textOf(entry.stream()))),
      );
      await expect(reading).rejects.toMatchObject({ name: 'AppError', failure: { code: 'bad-input' } });
    }
  });
});
