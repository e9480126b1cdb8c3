// Two tabs that work on the same database and files.

import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { FileStore } from '../../storage/files';
import { memoryFiles } from '../../storage/memory-files';
import type { StoredRun } from '../../storage/schema';
import { project, run } from '../../storage/testing/project';
import { dataCalls, quietJob } from '../testing/calls';
import { sharedLocks, testContext } from '../testing/data-context';
import { type MemoryHub, memoryHub, SHARDS, tinyModel } from '../testing/memory-hub';
import { readAsset } from '../testing/page-assets';
import { downloadModel } from './hub/download-model';
import { discardDownload } from './hub/download-notes';
import { lookUpModel } from './hub/look-up';
import { modelFiles } from './models/model-files';
import { sweepFiles } from './sweep-files';

const wait = async () => undefined;

let contents: Map<string, Uint8Array<ArrayBuffer>>;
let newTab: (files?: FileStore) => ReturnType<typeof testContext>;
let remote: MemoryHub;
let count = 0;

beforeEach(async () => {
  count += 1;
  contents = new Map();
  const databaseName = `two-tabs-${count}`;
  const browser = sharedLocks();
  newTab = (files = memoryFiles(contents)) => testContext({ databaseName, readAsset, files, locks: browser() });
  remote = memoryHub('owner/tiny', await tinyModel());
});

type Tab = Awaited<ReturnType<typeof newTab>>;
async function fetchIn(tab: Tab) {
  const model = await lookUpModel(remote.fetch, { hub: remote.hub, name: remote.name, revision: 'main' }, wait, quietJob.signal);
  return downloadModel(tab, { model, fetch: remote.fetch, wait }, quietJob);
}
const paths = () => [...contents.keys()];

describe('two tabs', () => {
  test('a second tab can neither fetch nor discard a model that the first one is downloading', async () => {
    const [one, two] = [await newTab(), await newTab()];
    let arrived = () => {};
    let go = () => {};
    const inTheMiddle = new Promise<void>((resolve) => (arrived = resolve));
    const gate = new Promise<void>((resolve) => (go = resolve));
    const { fetch } = remote;
    const held = async (...[url, from, stop]: Parameters<typeof fetch>) => {
      if (url.endsWith(SHARDS[1])) {
        arrived();
        await gate;
      }
      return fetch(url, from, stop);
    };
    const model = await lookUpModel(fetch, { hub: remote.hub, name: remote.name, revision: 'main' }, wait, quietJob.signal);
    const first = downloadModel(one, { model, fetch: held, wait }, quietJob);
    await inTheMiddle;
    const inUse = { failure: { code: 'in-use', reason: 'download_in_use' } };
    await expect(fetchIn(two)).rejects.toMatchObject(inUse);
    const [note] = await two.database.getAll('downloads');
    const before = paths();
    await expect(discardDownload(two, note?.id ?? '')).rejects.toMatchObject(inUse);
    expect(paths()).toEqual(before);
    go();
    const { id } = (await first).model;
    expect(paths().toSorted()).toEqual([...remote.served.keys()].map((file) => `models/${id}/${file}`).toSorted());
    expect((await fetchIn(two)).model.id).toBe(id);
  });

  test('a model that another tab is training cannot be deleted until that tab has died', async () => {
    const [one, two] = [await newTab(), await newTab()];
    const { id: modelId } = (await fetchIn(one)).model;
    const running: StoredRun = { ...run, projectId: project.id, modelId, state: 'running' };
    await one.database.put('runs', running);
    await one.locks.take(project.id);
    const remove = () => dataCalls(two).deleteModel({ modelId });
    await expect(remove()).rejects.toMatchObject({ failure: { code: 'in-use', values: { run: run.name } } });
    expect((await modelFiles(two, modelId, 1)).weights).toHaveLength(2);
    one.locks.free(project.id);
    await remove();
    expect(paths()).toEqual([]);
  });
});

describe('sweepFiles', () => {
  test('orphaned files are deleted, and those of models, downloads, runs and the page are kept', async () => {
    const tab = await newTab();
    const { id } = (await fetchIn(tab)).model;
    const model = await lookUpModel(remote.fetch, { hub: remote.hub, name: remote.name, revision: 'main' }, wait, quietJob.signal);
    await tab.database.put('downloads', { id: 'unfinished', model, startedAt: 0 });
    const kept = [
      ...paths(),
      'models/unfinished/config.json',
      'models/starter/model.safetensors',
      `runs/${run.id}/checkpoint-1.safetensors`,
    ];
    await tab.database.put('runs', run);
    for (const path of [
      ...kept,
      'models/torn/model.safetensors',
      'adapters/torn/adapter_model.safetensors',
      'runs/torn/checkpoint-1.safetensors',
    ]) {
      if (!contents.has(path)) contents.set(path, new Uint8Array(1));
    }
    await sweepFiles(tab);
    expect(paths().toSorted()).toEqual(kept.toSorted());
    expect(kept.some((path) => path.includes(id))).toBe(true);
  });

  test('files that another tab is writing are kept', async () => {
    const files = memoryFiles(contents);
    const sweeper = await newTab();
    let swept = 0;
    const write: FileStore['write'] = async (path, parts, from) => {
      await files.write(path, parts, from);
      await sweepFiles(sweeper);
      swept += 1;
    };
    const writer = await newTab({ ...files, write });
    const folder = [...remote.served].map(([file, bytes]) => ({ name: file, file: new Blob([bytes]) }));
    const { model } = await dataCalls(writer).addModel({ files: folder });
    expect(swept).toBe(remote.served.size);
    expect(paths().every((path) => path.startsWith(`models/${model.id}/`))).toBe(true);
    expect(paths()).toHaveLength(remote.served.size);
  });
});
