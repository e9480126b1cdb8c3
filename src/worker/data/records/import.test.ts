import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import type { Progress } from '../../../core/notice';
import type { DataCalls } from '../../protocol';
import { dataCalls, type TestCalls } from '../../testing/calls';
import { testContext } from '../../testing/data-context';
import { readAsset } from '../../testing/page-assets';
import { CHATML_ROW, idsIn, importRows, PLAIN_ROW } from '../../testing/rows';
import type { DataContext } from '../project/context';

let context: DataContext;
let data: TestCalls<DataCalls>;
let count = 0;

beforeEach(async () => {
  count += 1;
  context = await testContext({ databaseName: `import-${count}`, readAsset });
  data = dataCalls(context);
});

test('imported rows can be filtered, searched and read in windows', async () => {
  const view = await importRows(data, [CHATML_ROW, PLAIN_ROW, 'not a row']);
  expect(view).toMatchObject({ records: 2, train: 2, eval: 0, undo: { kind: 'import', count: 1, file: 'rows.jsonl' }, redo: null });
  expect(view.sources[0]).toMatchObject({ read: 3, accepted: 2, formats: { chatml: 1, openai: 1 } });
  expect(view.sources[0]?.rejected).toHaveLength(1);
  const { lines, counts, total } = await data.records({ projectId: view.id, filter: { search: '北京' }, from: 0, count: 9 });
  expect(total).toBe(1);
  expect(lines[0]).toMatchObject({ request: '查一下北京的天气', calls: ['get_weather(city="北京")'], turns: 1, split: 'train' });
  expect(counts).toMatchObject({ all: 2, noCall: 1 });
  for (const [filter, ids] of [
    [{ kind: 'no_call' }, ['r2']],
    [{ tool: 'get_weather', split: 'eval' }, []],
  ] as const) {
    expect(await idsIn(data, view.id, filter)).toEqual(ids);
    expect(await data.recordIds({ projectId: view.id, filter })).toEqual(ids);
  }
});

test('a second import adds its records to a filter that is in use', async () => {
  const { id: projectId } = await importRows(data, [CHATML_ROW]);
  expect(await idsIn(data, projectId)).toEqual(['r1']);
  await data.importFiles({ projectId, files: [{ name: 'more.jsonl', file: new Blob([PLAIN_ROW]) }] });
  expect(await idsIn(data, projectId)).toEqual(['r1', 'r2']);
});

test('an import that is stopped leaves nothing behind', async () => {
  const { id: projectId } = await data.createProject({ name: 'Stop' });
  const stop = new AbortController();
  const file = new Blob([`${PLAIN_ROW}\n`.repeat(5000)]);
  const onEvent = (progress: Progress) => progress.done > 0 && stop.abort();
  const stopped = data.importFiles({ projectId, files: [{ name: 'many.jsonl', file }] }, { onEvent, signal: stop.signal });
  await expect(stopped).rejects.toMatchObject({ failure: { code: 'aborted' } });
  expect(await data.project({ projectId })).toMatchObject({ records: 0, undo: null, sources: [] });
  expect(await context.database.count('chunks')).toBe(0);
});

test('a tools file adds its tools to the project, and undo takes them away with their import', async () => {
  const { id: projectId } = await data.createProject({ name: 'Tools' });
  const tools = [{ type: 'function', function: { name: 'search', description: '搜索', parameters: { type: 'object', properties: {} } } }];
  const file = new Blob([JSON.stringify(tools)]);
  const { view } = await data.importFiles({ projectId, files: [{ name: 'my-tools.json', file }] });
  expect(view.tools.map((tool) => tool.name)).toEqual(['search']);
  expect((await data.undo({ projectId })).tools).toEqual([]);
});

test('OpenAPI descriptions in JSON and YAML give tools, and another YAML file is a recipe', async () => {
  const { id: projectId } = await data.createProject({ name: 'OpenAPI' });
  const json = new Blob(['{"openapi": "3.1.0", "paths": {"/a": {"get": {"operationId": "getA"}}}}']);
  const yaml = new Blob(['openapi: 3.1.0\npaths:\n  /b:\n    get: { operationId: getB }\n']);
  const recipe = new Blob(['version: 1\ntrain: { seed: 5 }\n']);
  const files = [
    { name: 'a.json', file: json },
    { name: 'b.yaml', file: yaml },
    { name: 'config.yaml', file: recipe },
  ];
  const { view } = await data.importFiles({ projectId, files });
  expect(view.tools.map((tool) => tool.name)).toEqual(['getA', 'getB']);
  expect(view.recipe.train.seed).toBe(5);
});

test('a recipe file replaces the project’s recipe; settings without effect are listed, a wrong one is rejected with its line', async () => {
  const { id: projectId } = await data.createProject({ name: 'Recipe' });
  const drop = (text: string) => data.importFiles({ projectId, files: [{ name: 'config.yaml', file: new Blob([text]) }] });
  const dataset = 'version: 1\ndataset: { files: [rows.jsonl] }\n';
  const { view, reports } = await drop(`${dataset}train: { learning_rate: 0.003, bf16: true, report_to: none }\n`);
  expect(view.recipe.train.learning_rate).toBe(0.003);
  expect(reports).toMatchObject([{ accepted: 1, notes: [{ code: 'recipe_ignored', values: { names: 'bf16, report_to' } }] }]);
  const wrong = await drop(`${dataset}train:\n  lerning_rate: 1\n`);
  expect(wrong.reports).toMatchObject([{ accepted: 0, rejected: [{ code: 'recipe_refused', line: 4 }] }]);
  expect(wrong.reports[0]?.rejected[0]?.remedy).toContain('learning_rate');
  expect(wrong.view.recipe.train.learning_rate).toBe(0.003);
});
