// Merges an adapter as the page does, in Node on the wasm backend: checked first, and stored only when the check passes.

import { readdir, readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { ADAPTER_CONFIG, ADAPTER_WEIGHTS, writeAdapterConfig } from '../../core/adapter';
import { parseModelConfig, writeSafetensors } from '../../core/weights';
import { tinyAdapter } from '../../ml/testing/tiny-adapter';
import type { AdapterSummary } from '../protocol';
import { contents, openTab, type Tab } from '../testing/tab';

const BASE = new URL('../../../e2e/fixtures/qwen3-folder/', import.meta.url);
let tab: Tab;
let baseId = '';

beforeAll(async () => {
  tab = await openTab();
  const names = await readdir(BASE);
  const files = names.map(async (name) => ({ name, file: new Blob([new Uint8Array(await readFile(new URL(name, BASE)))]) }));
  baseId = (await tab.data.addModel({ files: await Promise.all(files) })).model.id;
});

/** Adds an adapter on every layer, with its values multiplied. */
async function addAdapter(name: string, factor: number): Promise<AdapterSummary> {
  const config = parseModelConfig(await readFile(new URL('config.json', BASE), 'utf8'));
  const { settings, tensors = [] } = tinyAdapter(config);
  const scaled = [...tensors].map((tensor) => ({ ...tensor, data: tensor.data.map((value) => factor * value) }));
  const files = [
    { name: `${name}/${ADAPTER_CONFIG}`, file: new Blob([writeAdapterConfig(settings, null)]) },
    { name: `${name}/${ADAPTER_WEIGHTS}`, file: new Blob([new Uint8Array(writeSafetensors(scaled, { format: 'pt' }))]) },
  ];
  const { adapter } = await tab.data.addModel({ files, baseId });
  return adapter ?? expect.fail('no adapter');
}

async function merge({ id: adapterId }: AdapterSummary) {
  const check = await tab.train.checkMerge({ adapterId, device: 'wasm' });
  return tab.data.mergeAdapter({ adapterId, check });
}

test('a merged model is listed with the result of its check, which differs no more than sums in another order', async () => {
  const { id } = await merge(await addAdapter('small', 1));
  const listed = (await tab.data.listModels(null)).find((model) => model.id === id);
  const check = listed?.mergeCheck ?? expect.fail('no check');
  expect(check).toMatchObject({ dtype: 'F32', sameNextToken: check.positions });
  expect(check.positions).toBeGreaterThan(20);
  expect(check.largestDifference).toBeGreaterThan(0);
  expect(check.largestDifference).toBeLessThan(1e-5 * check.largestLogit);
});

test('merging an adapter whose products exceed F32 fails with its name, keeps the adapter and stores nothing', async () => {
  const adapter = await addAdapter('large', 1e25);
  const before = [...contents.keys()];
  await expect(merge(adapter)).rejects.toMatchObject({ failure: { reason: 'merge_differs', values: { adapter: 'large' } } });
  expect([...contents.keys()]).toEqual(before);
  expect(await tab.data.listAdapters(null)).toContainEqual(adapter);
});

test('merging an adapter whose file is missing fails with the reason', async () => {
  const adapter = await addAdapter('gone', 1);
  contents.delete(`adapters/${adapter.id}/${ADAPTER_WEIGHTS}`);
  await expect(merge(adapter)).rejects.toMatchObject({ failure: { reason: 'weights_gone' } });
});
