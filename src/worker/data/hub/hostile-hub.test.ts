// Hubs that send wrong or hostile data.

import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, test } from 'vitest';
import { memoryFiles } from '../../../storage/memory-files';
import { quietJob } from '../../testing/calls';
import { testContext } from '../../testing/data-context';
import { type MemoryHub, memoryHub, PART, SHARDS, tinyModel } from '../../testing/memory-hub';
import type { DataContext } from '../project/context';
import { downloadModel } from './download-model';
import { networkFailure } from './fetch';
import { lookUpModel } from './look-up';

const [first, second] = SHARDS;
let contents: Map<string, Uint8Array<ArrayBuffer>>;
let context: DataContext;
let remote: MemoryHub;
let waits: number[];
let count = 0;

beforeEach(async () => {
  count += 1;
  contents = new Map();
  waits = [];
  const files = memoryFiles(contents);
  context = await testContext({ databaseName: `hostile-${count}`, readAsset: async () => new Blob(), files });
  remote = memoryHub('owner/tiny', await tinyModel());
});

const wait = async (milliseconds: number) => {
  waits.push(milliseconds);
  if (waits.length > 20) throw new Error('endless retries');
};
const lookUp = (revision: string) => lookUpModel(remote.fetch, { hub: remote.hub, name: remote.name, revision }, wait, quietJob.signal);
const download = async (revision = 'main') =>
  downloadModel(context, { model: await lookUp(revision), fetch: remote.fetch, wait }, quietJob);
const reason = (name: string) => ({ failure: { reason: name } });

describe('a listing', () => {
  test('a listing of another commit than the requested one is an error', async () => {
    expect((await lookUp(remote.commit)).commit).toBe(remote.commit);
    remote.listed = 'd'.repeat(40);
    await expect(lookUp(remote.commit)).rejects.toMatchObject(reason('hub_commit'));
  });

  test('a small file of an impossible size is an error before it is fetched', async () => {
    const whole = remote.served.get('tokenizer.json') ?? new Uint8Array();
    Object.defineProperty(whole, 'length', { value: 2 ** 40 });
    await expect(lookUp('main')).rejects.toMatchObject(reason('file_too_long'));
    expect(remote.asked).toEqual(['listing 0', 'model.safetensors.index.json 0']);
  });

  test('an absurd number of layers is an error before the weights are fetched', async () => {
    const config = JSON.parse(new TextDecoder().decode(remote.served.get('config.json')));
    remote.served.set('config.json', new TextEncoder().encode(JSON.stringify({ ...config, num_hidden_layers: 9_000_000 })));
    await expect(download()).rejects.toThrow('num_hidden_layers');
    expect(remote.asked).not.toContain(`${first} 0`);
  });
});

describe('a download', () => {
  test('a download without ranges that breaks at the same byte each time gives up', async () => {
    remote.ranges = false;
    remote.onPart = (file, at) => {
      if (file === first && at >= PART) throw networkFailure('hub_unreachable', 'broke off', { host: 'localhost' });
    };
    await expect(download()).rejects.toMatchObject(reason('hub_unreachable'));
    expect(waits).toEqual([500, 2_000, 5_000, 15_000]);
  });

  test('files of an earlier commit of the revision do not become part of the model', async () => {
    const model = await lookUp('main');
    await context.database.put('downloads', { id: 'moved', model, startedAt: 0 });
    contents.set('models/moved/chat_template.jinja', new TextEncoder().encode('{{ unproved }}'));
    await downloadModel(context, { model, fetch: remote.fetch, wait }, quietJob);
    expect([...contents.keys()].toSorted()).toEqual([...remote.served.keys()].map((file) => `models/moved/${file}`).toSorted());
  });

  test('downloading a stored model again fetches and stores nothing', async () => {
    const { model } = await download();
    remote.asked = [];
    expect((await download()).model.id).toBe(model.id);
    expect(remote.asked).toEqual(['listing 0', 'model.safetensors.index.json 0']);
    expect(await context.database.getAll('models')).toHaveLength(1);
  });

  test('a download that fills the disk fails, and keeps what arrived', async () => {
    const write = context.files.write;
    const full = async (path: string, parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, from?: number) => {
      async function* until() {
        let room = PART;
        for await (const part of parts) {
          if (path.endsWith(second) && room <= 0) throw new DOMException('The disk is full.', 'QuotaExceededError');
          yield part;
          room -= part.byteLength;
        }
      }
      await write(path, until(), from);
    };
    context = { ...context, files: { ...context.files, write: full } };
    await expect(download()).rejects.toMatchObject({ name: 'QuotaExceededError' });
    context = { ...context, files: { ...context.files, write } };
    remote.asked = [];
    await download();
    expect(remote.asked).toEqual(['listing 0', 'model.safetensors.index.json 0', `${second} ${PART}`]);
  });
});
