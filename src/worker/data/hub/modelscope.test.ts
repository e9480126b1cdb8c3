// A download over HTTP from a hub with ModelScope's addresses and responses: it lists a branch instead of a commit, and
// may list a file without a hash.

import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type HubServer, MODEL, startHub } from '../../../../e2e/hub-server';
import { SHARDS, tinyCheckpoint } from '../../../../e2e/tiny-checkpoint';
import { type Hub, hubAt } from '../../../core/hub';
import { memoryFiles } from '../../../storage/memory-files';
import { partsOfStream } from '../../../storage/sha256';
import { quietJob } from '../../testing/calls';
import { testContext } from '../../testing/data-context';
import { sha256 } from '../../testing/memory-hub';
import { readAsset } from '../../testing/page-assets';
import type { DataContext } from '../project/context';
import { downloadModel } from './download-model';
import { type HubFetch, networkFailure } from './fetch';
import { findModel } from './look-up';

const [first, second] = SHARDS;
const wait = async () => undefined;
const brokenOff = (error: unknown) => networkFailure('hub_unreachable', String(error), { host: 'localhost' });

/** What the network frame does, in Node. */
const fetchBytes: HubFetch = async (url, from) => {
  const headers: HeadersInit = from > 0 ? { Range: `bytes=${from}-` } : {};
  const response = await fetch(url, { headers }).catch((error: unknown) => {
    throw brokenOff(error);
  });
  async function* parts() {
    try {
      if (response.body) yield* partsOfStream(response.body);
    } catch (error) {
      throw brokenOff(error);
    }
  }
  return { status: response.status, parts: parts() };
};

let content: Map<string, Buffer>;
let server: HubServer;
let hub: Hub;
let context: DataContext;
let count = 0;

beforeEach(async () => {
  count += 1;
  content = tinyCheckpoint();
  server = await startHub(content, 'modelscope');
  hub = { ...hubAt(server.address, server.files), layout: 'modelscope' };
  context = await testContext({ databaseName: `modelscope-${count}`, readAsset, files: memoryFiles() });
});
afterEach(() => server.close());

const find = () => findModel(fetchBytes, { hub, name: MODEL, revision: 'master' }, wait, quietJob.signal);
async function download() {
  const { model } = await find();
  return downloadModel(context, { model, fetch: fetchBytes, wait }, quietJob);
}

/** Returns the file with another last byte. */
function changed(file: string): Buffer {
  const bytes = Buffer.from(content.get(file) ?? Buffer.alloc(1));
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  return bytes;
}

test('a model is downloaded by the name of a branch, and continues at the byte where the connection broke', async () => {
  const after = Math.floor((content.get(second)?.length ?? 0) / 2);
  server.faults.breaks = { file: second, after, times: 1 };
  const { model } = await download();
  expect(model).toMatchObject({ name: MODEL, origin: { kind: 'hub', revision: 'master', commit: 'master' } });
  const stored = await context.database.get('models', model.id);
  for (const file of ['config.json', 'tokenizer.json', first, second]) {
    expect(stored?.sha256?.[`models/${model.id}/${file}`], file).toBe(sha256(content.get(file) ?? new Uint8Array()));
  }
  expect(server.hits.slice(0, 3)).toEqual([
    `GET /api/v1/models/${MODEL}/repo/files?Revision=master&Recursive=true`,
    `GET /models/${MODEL}/resolve/master/model.safetensors.index.json`,
    `GET /models/${MODEL}/resolve/master/config.json`,
  ]);
  expect(server.hits).toContain(`GET /blobs/${second} bytes=${after}-`);
});

test('a branch that moved between the listing and the download is detected by the hash', async () => {
  const { model } = await find();
  content.set(first, changed(first));
  await expect(downloadModel(context, { model, fetch: fetchBytes, wait }, quietJob)).rejects.toMatchObject({
    failure: { reason: 'hub_hash', values: { file: first } },
  });
});

test('a file without a hash is checked by its size alone', async () => {
  server.faults.listed = { file: first, sha256: null };
  const { model } = await find();
  expect(model.files.find(({ path }) => path === first)?.sha256).toBeNull();
  content.set(first, changed(first));
  const added = await downloadModel(context, { model, fetch: fetchBytes, wait }, quietJob);
  expect(added.model.name).toBe(MODEL);

  server.faults.listed = { file: first, sha256: null, size: 1000 };
  await expect(download()).rejects.toMatchObject({ failure: { reason: 'hub_size', values: { file: first, bytes: 1000 } } });
});
