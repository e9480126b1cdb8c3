import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hubAt } from '../../src/core/hub';
import { memoryFiles } from '../../src/storage/memory-files';
import { downloadFile } from '../../src/worker/data/hub/download-file';
import { type HubFetch, networkFailure } from '../../src/worker/data/hub/fetch';
import { cachePath, type HubCache, servedCache, throughCache } from '../../src/worker/data/hub/hub-cache';
import { startServer } from '../server.mjs';
import { answerFromCache } from './hub-cache.mjs';

const PART = 1_000_000;
/** Longer than two of the blocks that a cache is written in. */
const content = new Uint8Array(9_500_000).map((_, at) => (at * 31) % 251);
const file = {
  path: 'model.safetensors',
  bytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
};
const hub = hubAt('http://localhost:1/mirror/', '');
const path = cachePath({ hub, name: 'owner/tiny', revision: 'main', commit: 'refs/pr/1', files: [] }, file.path);

let folder: string;
let cache: HubCache;
let close: () => Promise<void>;
/** First byte of each request to the hub. */
let requests: number[];
/** Called before each part; throws to break the download off. */
let onPart: (at: number) => void;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tooltune-cache-'));
  const server = await startServer({
    root: folder,
    route: async (request, response, below) => {
      await answerFromCache(folder, request, response, below.slice('/cache/'.length));
      return true;
    },
  });
  close = server.close;
  cache = servedCache(`${server.origin}/cache/`);
  requests = [];
  onPart = () => undefined;
});

afterEach(async () => {
  await close();
  await rm(folder, { recursive: true });
});

const fetch: HubFetch = async (_url, from) => {
  requests.push(from);
  async function* parts() {
    for (let at = from; at < content.length; at += PART) {
      onPart(at);
      yield content.slice(at, at + PART);
    }
  }
  return { status: from > 0 ? 206 : 200, parts: parts() };
};

/** Downloads the file in a new browser. */
async function visit(): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const contents = new Map<string, Uint8Array<ArrayBuffer>>();
  requests = [];
  const files = throughCache(memoryFiles(contents), cache, path, () => undefined);
  const { signal } = new AbortController();
  const wait = async () => undefined;
  await downloadFile({ files, fetch, url: 'http://localhost:1/x', path: 'models/a/x', file, onBytes: () => undefined, signal, wait });
  return contents;
}

const onDisk = () => readFile(join(folder, path));
const isWhole = async () => Buffer.compare(await onDisk(), content) === 0;
const broken = () => networkFailure('hub_unreachable', 'broke off', { host: 'localhost' });

test('stores a file under its host, name and revision, in names that any file system accepts', () => {
  expect(path).toBe('localhost_1_mirror/owner/tiny/refs_pr_1/model.safetensors');
});

test('downloads nothing in a second browser', async () => {
  await visit();
  expect(requests).toEqual([0]);
  expect(await isWhole()).toBe(true);
  const contents = await visit();
  expect(requests).toEqual([]);
  expect(Buffer.compare(contents.get('models/a/x') ?? new Uint8Array(), content)).toBe(0);
});

test('does not download again what came before a failure', async () => {
  onPart = (at) => {
    if (at >= 6 * PART) throw broken();
  };
  await expect(visit()).rejects.toThrow('broke off');
  onPart = () => undefined;
  await visit();
  expect(requests).toEqual([6 * PART]);
  expect(await isWhole()).toBe(true);
});

test.each([
  ['damaged', (bytes: Buffer) => bytes.fill(bytes.readUInt8(5_000_000) ^ 1, 5_000_000, 5_000_001), [0]],
  ['longer', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('x')]), [0]],
  ['cut', (bytes: Buffer) => bytes.subarray(0, 7), [7]],
  ['cut and damaged', (bytes: Buffer) => bytes.fill(9, 0, 1).subarray(0, 7), [7, 0]],
])('notices that a file is %s and downloads it again', async (_what, change, fetched) => {
  await visit();
  await writeFile(join(folder, path), change(await onDisk()));
  await visit();
  expect(requests).toEqual(fetched);
  expect(await isWhole()).toBe(true);
});

test('continues without the cache when another run shortens the file', async () => {
  onPart = (at) => {
    if (at === 5 * PART) void cache.delete(path);
  };
  const contents = await visit();
  expect(Buffer.compare(contents.get('models/a/x') ?? new Uint8Array(), content)).toBe(0);
  expect(await onDisk()).toHaveLength(0);
});

test('reports a folder that cannot be written, with a remedy', async () => {
  await writeFile(join(folder, 'localhost_1_mirror'), 'a file in the way');
  await expect(visit()).rejects.toMatchObject({ failure: { code: 'storage', remedy: expect.stringContaining('--cache') } });
});
