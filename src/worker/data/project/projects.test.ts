import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { AppError } from '../../../core/failure';
import type { DataCalls } from '../../protocol';
import { dataCalls, type TestCalls } from '../../testing/calls';
import { sharedLocks, testContext } from '../../testing/data-context';
import { readAsset } from '../../testing/page-assets';

let data: TestCalls<DataCalls>;
let count = 0;

beforeEach(async () => {
  count += 1;
  data = dataCalls(await testContext({ databaseName: `projects-${count}`, readAsset }));
});

test('projects are created, listed by last change, renamed and deleted with everything in them', async () => {
  const first = await data.createProject({ name: ' One ' });
  await data.createProject({ name: 'Two' });
  const renamed = await data.renameProject({ projectId: first.id, name: 'Uno' });
  expect(renamed.name).toBe('Uno');
  expect((await data.listProjects(null)).map((project) => project.name)).toEqual(['Uno', 'Two']);
  await data.deleteProject({ projectId: first.id });
  expect((await data.listProjects(null)).map((project) => project.name)).toEqual(['Two']);
  await expect(data.project({ projectId: first.id })).rejects.toThrow('no project');
});

test('a second tab cannot open the project until the first one dies', async () => {
  const browser = sharedLocks();
  const [one, two] = [browser(), browser()];
  const first = dataCalls(await testContext({ databaseName: 'tabs', readAsset, locks: one }));
  const second = dataCalls(await testContext({ databaseName: 'tabs', readAsset, locks: two }));
  const { id: projectId } = await first.createProject({ name: 'Shared' });
  await expect(second.openProject({ projectId })).rejects.toMatchObject({ failure: { code: 'in-use' } });
  one.die();
  // Calls that come together open it once.
  const views = await Promise.all([second.project({ projectId }), second.openProject({ projectId })]);
  expect(views.map((view) => view.name)).toEqual(['Shared', 'Shared']);
});

test('the sample opens, passes the checks and exports its first lines', async () => {
  const view = await data.openSample({ name: 'zh-tools', title: '示例' });
  expect(view).toMatchObject({ name: '示例' });
  expect(view.tools.map((tool) => tool.name)).toEqual(expect.arrayContaining(['get_weather', 'map_lookup', 'search']));
  expect(view.eval).toBeGreaterThanOrEqual(60);
  const report = await data.check({ projectId: view.id });
  expect(report.errors).toBe(0);
  const { fileName, blob, rows } = await data.exportDataset({ projectId: view.id, format: 'chatml', split: 'train' });
  expect([fileName, rows]).toEqual(['qwen_toolcall_train.jsonl', view.train]);
  const bytes = Buffer.from(await blob.arrayBuffer()).subarray(0, 850);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe('2304c2150502fa21e13af5773ffb4fa7c649c55b0e36a8dccf924a2684a76790');
  const tokens = await data.exportDataset({ projectId: view.id, format: 'tokens', split: 'train' });
  const [first = ''] = (await tokens.blob.text()).split('\n');
  expect(Object.keys(JSON.parse(first))).toEqual(['id', 'text', 'input_ids', 'weights']);
  const { lines } = await data.records({ projectId: view.id, filter: {}, from: 0, count: 1 });
  expect(lines[0]?.tokens).toBeGreaterThan(10);
});

test('an unknown sample is an error and leaves no project', async () => {
  await expect(data.openSample({ name: 'no-such' })).rejects.toThrow(AppError);
  expect(await data.listProjects(null)).toEqual([]);
});
