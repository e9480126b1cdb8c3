import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import type { DataCalls } from '../../protocol';
import { dataCalls, type TestCalls } from '../../testing/calls';
import { testContext } from '../../testing/data-context';
import { readAsset } from '../../testing/page-assets';
import { CHATML_ROW, idsIn, importRows, PLAIN_ROW } from '../../testing/rows';
import type { DataContext } from '../project/context';

let context: DataContext;
let data: TestCalls<DataCalls>;
let count = 0;

const openContext = () => testContext({ databaseName: `edit-${count}`, readAsset });

beforeEach(async () => {
  count += 1;
  context = await openContext();
  data = dataCalls(context);
});

test('every edit can be undone and redone, and a reload remembers both', async () => {
  const { id: projectId } = await importRows(data, [CHATML_ROW, PLAIN_ROW]);
  const { record } = await data.record({ projectId, id: 'r2' });
  await data.edit({ projectId, edit: { kind: 'delete', ids: ['r1'] } });
  await data.edit({ projectId, edit: { kind: 'replace', records: [{ ...record, tags: ['seen'] }] } });
  const { ids: added } = await data.edit({ projectId, edit: { kind: 'add', records: [record] } });
  expect(added).toEqual(['r3']);
  const { view } = await data.edit({ projectId, edit: { kind: 'split', ids: ['r2', 'r3'], split: 'eval' } });
  expect(view).toMatchObject({ records: 2, train: 0, eval: 2, undo: { kind: 'split', split: 'eval', count: 2 } });
  for (let step = 0; step < 4; step += 1) await data.undo({ projectId });
  expect(await idsIn(data, projectId)).toEqual(['r1', 'r2']);
  await data.redo({ projectId });
  expect(await idsIn(data, projectId)).toEqual(['r2']);
  context.database.close();
  const reloaded = dataCalls(await openContext());
  const again = await reloaded.openProject({ projectId });
  expect(again).toMatchObject({ records: 1, undo: { kind: 'delete', count: 1 }, redo: { kind: 'edit', count: 1 } });
  const undone = await reloaded.undo({ projectId });
  expect(undone.records).toBe(2);
});

test('added records can replace those of the same source, and undo brings the old ones back', async () => {
  const { id: projectId } = await data.createProject({ name: 'Made' });
  const made = (content: string, file: string) => ({
    source: { file, line: 1, format: 'chatml' },
    tags: [],
    split: 'train' as const,
    tools: [],
    messages: [{ role: 'user' as const, content }],
  });
  const add = (contents: readonly string[], file: string) =>
    data.edit({ projectId, edit: { kind: 'add', records: contents.map((content) => made(content, file)), replacing: file } });
  const requests = async () => {
    const { lines } = await data.records({ projectId, filter: {}, from: 0, count: 10 });
    return lines.map(({ request }) => request);
  };
  await add(['a', 'b'], 'templates');
  await add(['typed'], 'examples');
  expect((await add(['c'], 'templates')).view).toMatchObject({ records: 2, undo: { kind: 'add', count: 1 } });
  expect(await requests()).toEqual(['typed', 'c']);
  await data.undo({ projectId });
  expect(await requests()).toEqual(['a', 'b', 'typed']);
});

test('windows and searches over 20,000 records answer at once', async () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => PLAIN_ROW.replace('你好"', `第${index}个问题"`));
  const view = await importRows(data, rows);
  expect(view.records).toBe(20_000);
  const started = performance.now();
  const window = await data.records({ projectId: view.id, filter: { search: '第19999个' }, from: 0, count: 100 });
  expect(window.lines.map((line) => line.id)).toEqual(['r20000']);
  expect(performance.now() - started).toBeLessThan(1_000);
});
