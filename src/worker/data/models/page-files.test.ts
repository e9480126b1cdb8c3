import { describe, expect, test } from 'vitest';
import type { Progress } from '../../../core/notice';
import type { FileStore } from '../../../storage/files';
import type { TabLocks } from '../../../storage/locks';
import { memoryFiles } from '../../../storage/memory-files';
import { partsOf, startSha256 } from '../../../storage/sha256';
import { sharedLocks } from '../../testing/data-context';
import { pageFiles } from './page-files';

const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7) % 251);
const hash = await startSha256();
hash.update(bytes);
const file = { path: 'models/starter/model.safetensors', bytes: bytes.length, sha256: hash.digest() };

/** A host that answers with these contents one after another, and keeps answering with the last one. */
function hostOf(files: FileStore, ...contents: readonly Uint8Array<ArrayBuffer>[]) {
  return hostFor(files, sharedLocks()(), ...contents);
}

/** The same, in a tab of its own. */
function hostFor(files: FileStore, locks: TabLocks, ...contents: readonly Uint8Array<ArrayBuffer>[]) {
  const asked: boolean[] = [];
  const streamAsset = async (_path: string, fresh: boolean) => {
    asked.push(fresh);
    return partsOf(new Blob([contents[Math.min(asked.length, contents.length) - 1] ?? bytes]));
  };
  let time = 0;
  return { asked, open: pageFiles({ files, locks, streamAsset, now: () => (time += 1000) }) };
}

const contentOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

describe('a large file of the page', () => {
  test('a file is fetched once, with progress, and kept for later visits', async () => {
    const files = memoryFiles();
    const host = hostOf(files, bytes);
    const seen: Progress[] = [];
    const [first, second] = await Promise.all([host.open(file, (progress) => seen.push(progress)), host.open(file)]);
    expect(await contentOf(first)).toEqual(bytes);
    expect(await contentOf(second)).toEqual(bytes);
    expect(host.asked).toEqual([false]);
    expect(seen.at(-1)).toMatchObject({ phase: 'fetch', done: bytes.length, total: bytes.length });
    const later = hostOf(files, bytes);
    expect(await contentOf(await later.open(file))).toEqual(bytes);
    expect(later.asked).toEqual([]);
  });

  test('a kept file that is torn or belongs to another version is fetched again', async () => {
    for (const kept of [bytes.slice(0, 1000), bytes.toReversed()]) {
      const files = memoryFiles();
      await files.write(file.path, [kept]);
      const host = hostOf(files, bytes);
      expect(await contentOf(await host.open(file))).toEqual(bytes);
      expect(host.asked).toEqual([false]);
    }
  });

  test('a wrong file from the browser’s cache is fetched again, bypassing the cache', async () => {
    const host = hostOf(memoryFiles(), bytes.toReversed(), bytes);
    expect(await contentOf(await host.open(file))).toEqual(bytes);
    expect(host.asked).toEqual([false, true]);
  });

  test('a wrong file on the host is an error, is not kept, and can be fetched again later', async () => {
    const files = memoryFiles();
    const wrong = bytes.toReversed();
    const host = hostOf(files, wrong, wrong, bytes);
    await expect(host.open(file)).rejects.toMatchObject({ failure: { code: 'not-found', reason: 'asset_differs' } });
    expect(await files.list('models')).toEqual([]);
    expect(await contentOf(await host.open(file))).toEqual(bytes);
  });

  test('a full disk is an error and leaves no torn file', async () => {
    const files = memoryFiles();
    const full: FileStore = {
      ...files,
      async write(path, parts) {
        await files.write(path, parts);
        throw new DOMException('The disk is full.', 'QuotaExceededError');
      },
    };
    await expect(hostOf(full, bytes).open(file)).rejects.toThrow('The disk is full');
    expect(await files.list('models')).toEqual([]);
  });

  test('a file that two tabs need at once is fetched by one of them', async () => {
    const stored = memoryFiles();
    let writing = 0;
    const files: FileStore = {
      ...stored,
      async write(path, parts) {
        // Like a browser, allow one writer only.
        if (writing > 0) throw new DOMException('The file is open.', 'NoModificationAllowedError');
        writing += 1;
        await stored.write(path, parts).finally(() => (writing -= 1));
      },
    };
    const browser = sharedLocks();
    const [one, two] = [hostFor(files, browser(), bytes), hostFor(files, browser(), bytes)];
    for (const blob of await Promise.all([one.open(file), two.open(file)])) expect(await contentOf(blob)).toEqual(bytes);
    expect([...one.asked, ...two.asked]).toEqual([false]);
  });
});
