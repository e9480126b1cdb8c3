import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { ADAPTER_CONFIG, ADAPTER_WEIGHTS, adapterShapes, writeAdapterConfig } from '../../../core/adapter';
import type { ExportCheck } from '../../../core/exports';
import type { LoraSettings } from '../../../core/recipe';
import { defaultLoraSettings } from '../../../core/recipe/defaults';
import { parseModelConfig, writeSafetensors } from '../../../core/weights';
import { memoryFiles } from '../../../storage/memory-files';
import { quietJob } from '../../testing/calls';
import { testContext } from '../../testing/data-context';
import { type MemoryHub, memoryHub, sha256, tinyModel } from '../../testing/memory-hub';
import { readAsset } from '../../testing/page-assets';
import { readAdapter } from '../models/adapters';
import { mergeAdapter } from '../models/merge-adapter';
import { modelIdOf } from '../models/model-id';
import type { DataContext } from '../project/context';
import { downloadModel } from './download-model';
import { lookUpModel } from './look-up';

const settings: LoraSettings = { ...defaultLoraSettings, r: 2, target_modules: ['q_proj', 'up_proj'] };
const wait = async () => undefined;
const bytesOf = (text: string) => new TextEncoder().encode(text);

let contents: Map<string, Uint8Array<ArrayBuffer>>;
let context: DataContext;
let base: MemoryHub;
let adapter: MemoryHub;
let count = 0;

async function fetchFrom(remote: MemoryHub) {
  const model = await lookUpModel(remote.fetch, { hub: remote.hub, name: remote.name, revision: 'main' }, wait, quietJob.signal);
  return downloadModel(context, { model, fetch: remote.fetch, wait }, quietJob);
}

/** An adapter's repository as people publish it, with a card and no config.json. */
function adapterFiles(rank: number): Map<string, Uint8Array<ArrayBuffer>> {
  const config = parseModelConfig(new TextDecoder().decode(base.served.get('config.json')));
  const tensors = [...adapterShapes(config, { ...settings, r: rank })].map(([name, shape]) => ({
    name,
    shape,
    data: new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(0.5),
  }));
  return new Map([
    ['README.md', bytesOf('An adapter.')],
    [ADAPTER_CONFIG, bytesOf(writeAdapterConfig(settings, base.name))],
    [ADAPTER_WEIGHTS, writeSafetensors(tensors, {})],
  ]);
}

beforeEach(async () => {
  count += 1;
  contents = new Map();
  context = await testContext({ databaseName: `hub-adapter-${count}`, readAsset, files: memoryFiles(contents) });
  base = memoryHub('owner/base', await tinyModel());
  adapter = memoryHub('someone/weather', adapterFiles(settings.r));
});

test('a downloaded adapter is added to the base model it names, and leaves no files of the download', async () => {
  const { model } = await fetchFrom(base);
  const added = await fetchFrom(adapter);
  expect(added.model.id).toBe(model.id);
  expect(added.adapter).toMatchObject({
    name: 'someone/weather',
    baseId: model.id,
    settings,
    origin: { kind: 'hub', commit: adapter.commit },
  });
  expect(adapter.asked).toEqual(['listing 0', `${ADAPTER_CONFIG} 0`, `${ADAPTER_WEIGHTS} 0`]);
  const stored = await context.database.get('adapters', added.adapter?.id ?? '');
  expect(stored?.sha256).toBe(sha256(adapter.served.get(ADAPTER_WEIGHTS) ?? new Uint8Array()));
  expect(contents.get(stored?.path ?? '')).toEqual(adapter.served.get(ADAPTER_WEIGHTS));
  expect(await context.database.getAll('downloads')).toEqual([]);
  expect([...contents.keys()].filter((path) => path.startsWith('models/') && !path.includes(model.id))).toEqual([]);
});

test('an adapter merged into its base model is a new model that does not count as the hub’s', async () => {
  await fetchFrom(base);
  const { adapter: stored } = await fetchFrom(adapter);
  const check: ExportCheck = { dtype: 'F32', positions: 1, sameNextToken: 1, largestDifference: 0, largestLogit: 1 };
  const merged = await mergeAdapter(context, await readAdapter(context.database, stored?.id ?? ''), check, quietJob);
  expect(merged).toMatchObject({ name: 'owner/base + someone/weather', origin: { kind: 'merged' } });
  const recipe = { model: { hub: adapter.name, revision: adapter.commit } };
  await expect(modelIdOf(context.database, recipe)).rejects.toMatchObject({ failure: { reason: 'hub_not_stored' } });
});

test('an adapter without its base model fails with the name before its weights are fetched, and continues once that model is stored', async () => {
  await expect(fetchFrom(adapter)).rejects.toMatchObject({
    failure: { reason: 'adapter_base_missing', values: { base: 'owner/base' }, remedy: expect.stringContaining('owner/base') },
  });
  expect(adapter.asked).not.toContain(`${ADAPTER_WEIGHTS} 0`);
  await fetchFrom(base);
  adapter.asked = [];
  expect((await fetchFrom(adapter)).adapter?.name).toBe('someone/weather');
  expect(adapter.asked).toEqual(['listing 0', `${ADAPTER_WEIGHTS} 0`]);
});

test('an adapter that does not fit its base model is an error and leaves nothing behind', async () => {
  await fetchFrom(base);
  const before = [...contents.keys()];
  for (const [file, bytes] of adapterFiles(3)) adapter.served.set(file, bytes);
  await expect(fetchFrom(adapter)).rejects.toMatchObject({ failure: { reason: 'adapter_misfit' } });
  expect([...contents.keys()]).toEqual(before);
  expect(await context.database.getAll('adapters')).toEqual([]);
  expect(await context.database.getAll('downloads')).toEqual([]);
});

test('an adapter in another file format is an error before anything is fetched', async () => {
  adapter.served.delete(ADAPTER_WEIGHTS);
  await expect(fetchFrom(adapter)).rejects.toMatchObject({ failure: { reason: 'no_adapter_weights' } });
  expect(adapter.asked).toEqual(['listing 0']);
});
