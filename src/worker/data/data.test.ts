import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../core/failure';
import type { Progress } from '../../core/notice';
import type { DataCalls, ProjectView } from '../protocol';
import type { Handlers } from '../rpc';
import { sharedLocks, testContext } from '../testing/data-context';
import { readAsset } from '../testing/page-assets';
import { dataHandlers } from './handlers';
import type { DataContext } from './project/context';

const signal = new AbortController().signal;
const silent = () => undefined;
const estimates = { estimate: async () => ({ usage: 1, quota: 2 }), persisted: async () => true };

let context: DataContext;
let data: Handlers<DataCalls>;
let count = 0;
const newTab = async (name: string, locks = sharedLocks()()) => testContext({ databaseName: name, readAsset, locks });

beforeEach(async () => {
  count += 1;
  context = await newTab(`data-${count}`);
  data = dataHandlers(context, estimates);
});

const CHATML_ROW =
  '{"input": "<|im_start|>system\\n你是助手<|im_end|>\\n<|im_start|>user\\n查一下北京的天气<|im_end|>\\n<|im_start|>assistant\\n<function_call>{\\"name\\": \\"get_weather\\", \\"arguments\\": {\\"city\\": \\"北京\\"}}</function_call><|im_end|>"}';
const PLAIN_ROW = '{"messages": [{"role": "user", "content": "你好"}, {"role": "assistant", "content": "你好！"}]}';

async function withRows(rows: readonly string[]): Promise<ProjectView> {
  const { id: projectId } = await data.createProject({ name: 'Test' }, silent, signal);
  const file = new Blob([rows.join('\n')]);
  const { view } = await data.importFiles({ projectId, files: [{ name: 'rows.jsonl', file }], split: 'train' }, silent, signal);
  return view;
}

async function ids(projectId: string, filter = {}): Promise<string[]> {
  const { lines } = await data.records({ projectId, filter, from: 0, count: 1000 }, silent, signal);
  const shown = lines.map((line) => line.id);
  expect(await data.recordIds({ projectId, filter }, silent, signal)).toEqual(shown);
  return shown;
}

describe('projects', () => {
  test('are created, listed by last change, renamed and deleted with all they hold', async () => {
    const first = await data.createProject({ name: ' One ' }, silent, signal);
    await data.createProject({ name: 'Two' }, silent, signal);
    const renamed = await data.renameProject({ projectId: first.id, name: 'Uno' }, silent, signal);
    expect(renamed.name).toBe('Uno');
    expect((await data.listProjects(null, silent, signal)).map((project) => project.name)).toEqual(['Uno', 'Two']);
    await data.deleteProject({ projectId: first.id }, silent, signal);
    expect((await data.listProjects(null, silent, signal)).map((project) => project.name)).toEqual(['Two']);
    await expect(data.project({ projectId: first.id }, silent, signal)).rejects.toThrow('no project');
  });

  test('a second tab is told; the death of the first frees the project', async () => {
    const browser = sharedLocks();
    const [one, two] = [browser(), browser()];
    const first = dataHandlers(await newTab('tabs', one), estimates);
    const second = dataHandlers(await newTab('tabs', two), estimates);
    const { id: projectId } = await first.createProject({ name: 'Shared' }, silent, signal);
    const error = await second.openProject({ projectId }, silent, signal).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ failure: { code: 'in-use' } });
    // Calls that come together open it once.
    one.die();
    const views = await Promise.all([second.project({ projectId }, silent, signal), second.openProject({ projectId }, silent, signal)]);
    expect(views.map((view) => view.name)).toEqual(['Shared', 'Shared']);
  });
});

test('a dropped recipe is taken over, what has no effect is listed, a wrong line is refused', async () => {
  const { id: projectId } = await data.createProject({ name: 'Recipe' }, silent, signal);
  const drop = (text: string) => data.importFiles({ projectId, files: [{ name: 'config.yaml', file: new Blob([text]) }] }, silent, signal);
  const dataset = 'version: 1\ndataset: { files: [rows.jsonl] }\n';
  const { view, reports } = await drop(`${dataset}train: { learning_rate: 0.003, bf16: true, report_to: none }\n`);
  expect(view.recipe.train.learning_rate).toBe(0.003);
  expect(reports).toMatchObject([{ accepted: 1, notes: [{ code: 'recipe_ignored', values: { names: 'bf16, report_to' } }] }]);
  const wrong = await drop(`${dataset}train:\n  lerning_rate: 1\n`);
  expect(wrong.reports).toMatchObject([{ accepted: 0, rejected: [{ code: 'recipe_refused', line: 4 }] }]);
  expect(wrong.reports[0]?.rejected[0]?.remedy).toContain('learning_rate');
  expect(wrong.view.recipe.train.learning_rate).toBe(0.003);
});

describe('records', () => {
  test('are imported, filtered, searched and shown in windows', async () => {
    const view = await withRows([CHATML_ROW, PLAIN_ROW, 'not a row']);
    expect(view).toMatchObject({ records: 2, train: 2, eval: 0, undo: { kind: 'import', count: 1, file: 'rows.jsonl' }, redo: null });
    expect(view.sources[0]).toMatchObject({ read: 3, accepted: 2, formats: { chatml: 1, openai: 1 } });
    expect(view.sources[0]?.rejected).toHaveLength(1);
    const { lines, counts, total } = await data.records(
      { projectId: view.id, filter: { search: '北京' }, from: 0, count: 9 },
      silent,
      signal,
    );
    expect(total).toBe(1);
    expect(lines[0]).toMatchObject({ request: '查一下北京的天气', calls: ['get_weather(city="北京")'], turns: 1, split: 'train' });
    expect(counts).toMatchObject({ all: 2, noCall: 1 });
    expect(await ids(view.id, { kind: 'no_call' })).toEqual(['r2']);
    expect(await ids(view.id, { tool: 'get_weather', split: 'eval' })).toEqual([]);
  });

  test('a second import joins the lines a filter already remembers', async () => {
    const { id: projectId } = await withRows([CHATML_ROW]);
    expect(await ids(projectId)).toEqual(['r1']);
    await data.importFiles({ projectId, files: [{ name: 'more.jsonl', file: new Blob([PLAIN_ROW]) }] }, silent, signal);
    expect(await ids(projectId)).toEqual(['r1', 'r2']);
  });

  test('edits are operations: each is undone and redone, and so it stays after a reload', async () => {
    const { id: projectId } = await withRows([CHATML_ROW, PLAIN_ROW]);
    const { record } = await data.record({ projectId, id: 'r2' }, silent, signal);
    await data.edit({ projectId, edit: { kind: 'delete', ids: ['r1'] } }, silent, signal);
    await data.edit({ projectId, edit: { kind: 'replace', records: [{ ...record, tags: ['seen'] }] } }, silent, signal);
    const { ids: added } = await data.edit({ projectId, edit: { kind: 'add', records: [record] } }, silent, signal);
    expect(added).toEqual(['r3']);
    const { view } = await data.edit({ projectId, edit: { kind: 'split', ids: ['r2', 'r3'], split: 'eval' } }, silent, signal);
    expect(view).toMatchObject({ records: 2, train: 0, eval: 2, undo: { kind: 'split', split: 'eval', count: 2 } });
    for (let step = 0; step < 4; step += 1) await data.undo({ projectId }, silent, signal);
    expect(await ids(projectId)).toEqual(['r1', 'r2']);
    await data.redo({ projectId }, silent, signal);
    expect(await ids(projectId)).toEqual(['r2']);
    context.database.close();
    const reloaded = dataHandlers(await newTab(`data-${count}`), estimates);
    const again = await reloaded.openProject({ projectId }, silent, signal);
    expect(again).toMatchObject({ records: 1, undo: { kind: 'delete', count: 1 }, redo: { kind: 'edit', count: 1 } });
    const undone = await reloaded.undo({ projectId }, silent, signal);
    expect(undone.records).toBe(2);
  });

  test('an import that is stopped leaves nothing behind', async () => {
    const { id: projectId } = await data.createProject({ name: 'Stop' }, silent, signal);
    const stop = new AbortController();
    const file = new Blob([`${PLAIN_ROW}\n`.repeat(5000)]);
    const emit = (progress: Progress) => progress.done > 0 && stop.abort();
    const stopped = data.importFiles({ projectId, files: [{ name: 'many.jsonl', file }] }, emit, stop.signal);
    await expect(stopped).rejects.toMatchObject({ failure: { code: 'aborted' } });
    expect(await data.project({ projectId }, silent, signal)).toMatchObject({ records: 0, undo: null, sources: [] });
    expect(await context.database.count('chunks')).toBe(0);
  });

  test('20,000 rows: windows and searches answer at once', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => PLAIN_ROW.replace('你好"', `第${index}个问题"`));
    const view = await withRows(rows);
    expect(view.records).toBe(20_000);
    const started = performance.now();
    const window = await data.records({ projectId: view.id, filter: { search: '第19999个' }, from: 0, count: 100 }, silent, signal);
    expect(window.lines.map((line) => line.id)).toEqual(['r20000']);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  test('a tools file joins the project and is undone with its import', async () => {
    const { id: projectId } = await data.createProject({ name: 'Tools' }, silent, signal);
    const tools = [{ type: 'function', function: { name: 'search', description: '搜索', parameters: { type: 'object', properties: {} } } }];
    const file = new Blob([JSON.stringify(tools)]);
    const { view } = await data.importFiles({ projectId, files: [{ name: 'my-tools.json', file }] }, silent, signal);
    expect(view.tools.map((tool) => tool.name)).toEqual(['search']);
    expect((await data.undo({ projectId }, silent, signal)).tools).toEqual([]);
  });

  test('records made anew take the place of those of the same source, and undo brings the old ones back', async () => {
    const { id: projectId } = await data.createProject({ name: 'Made' }, silent, signal);
    const made = (content: string, file: string) => ({
      source: { file, line: 1, format: 'chatml' },
      tags: [],
      split: 'train' as const,
      tools: [],
      messages: [{ role: 'user' as const, content }],
    });
    const add = (contents: readonly string[], file: string) =>
      data.edit(
        { projectId, edit: { kind: 'add', records: contents.map((content) => made(content, file)), replacing: file } },
        silent,
        signal,
      );
    const requests = async () => {
      const { lines } = await data.records({ projectId, filter: {}, from: 0, count: 10 }, silent, signal);
      return lines.map(({ request }) => request);
    };
    await add(['a', 'b'], 'templates');
    await add(['typed'], 'examples');
    expect((await add(['c'], 'templates')).view).toMatchObject({ records: 2, undo: { kind: 'add', count: 1 } });
    expect(await requests()).toEqual(['typed', 'c']);
    await data.undo({ projectId }, silent, signal);
    expect(await requests()).toEqual(['a', 'b', 'typed']);
  });

  test('an OpenAPI description gives tools too, in JSON and in YAML, where a recipe is YAML as well', async () => {
    const { id: projectId } = await data.createProject({ name: 'OpenAPI' }, silent, signal);
    const json = new Blob(['{"openapi": "3.1.0", "paths": {"/a": {"get": {"operationId": "getA"}}}}']);
    const yaml = new Blob(['openapi: 3.1.0\npaths:\n  /b:\n    get: { operationId: getB }\n']);
    const recipe = new Blob(['version: 1\ntrain: { seed: 5 }\n']);
    const files = [
      { name: 'a.json', file: json },
      { name: 'b.yaml', file: yaml },
      { name: 'config.yaml', file: recipe },
    ];
    const { view } = await data.importFiles({ projectId, files }, silent, signal);
    expect(view.tools.map((tool) => tool.name)).toEqual(['getA', 'getB']);
    expect(view.recipe.train.seed).toBe(5);
  });
});

describe('the sample', () => {
  test('opens, passes the checks, and exports its first lines', async () => {
    const view = await data.openSample({ name: 'zh-tools', title: '示例' }, silent, signal);
    expect(view).toMatchObject({ name: '示例' });
    expect(view.tools.map((tool) => tool.name)).toEqual(expect.arrayContaining(['get_weather', 'map_lookup', 'search']));
    expect(view.eval).toBeGreaterThanOrEqual(60);
    const report = await data.check({ projectId: view.id }, silent, signal);
    expect(report.errors).toBe(0);
    const { fileName, blob, rows } = await data.exportDataset({ projectId: view.id, format: 'chatml', split: 'train' }, silent, signal);
    expect([fileName, rows]).toEqual(['qwen_toolcall_train.jsonl', view.train]);
    const bytes = Buffer.from(await blob.arrayBuffer()).subarray(0, 850);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe('2304c2150502fa21e13af5773ffb4fa7c649c55b0e36a8dccf924a2684a76790');
    const tokens = await data.exportDataset({ projectId: view.id, format: 'tokens', split: 'train' }, silent, signal);
    const [first = ''] = (await tokens.blob.text()).split('\n');
    expect(Object.keys(JSON.parse(first))).toEqual(['id', 'text', 'input_ids', 'weights']);
    const { lines } = await data.records({ projectId: view.id, filter: {}, from: 0, count: 1 }, silent, signal);
    expect(lines[0]?.tokens).toBeGreaterThan(10);
  });

  test('an unknown one is refused and leaves no project', async () => {
    await expect(data.openSample({ name: 'no-such' }, silent, signal)).rejects.toThrow(AppError);
    expect(await data.listProjects(null, silent, signal)).toEqual([]);
  });
});

describe('runs', () => {
  test('errors of the check stop a run, with the first one', async () => {
    const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
    const tools = [{ type: 'function', function: { name: 'get_weather', description: '查天气', parameters } }];
    const call = { type: 'function', function: { name: 'get_weather', arguments: { town: '北京' } } };
    const messages = [
      { role: 'user', content: '北京天气' },
      { role: 'assistant', tool_calls: [call] },
    ];
    const { id: projectId } = await withRows([JSON.stringify({ messages, tools })]);
    const { recipe } = await data.project({ projectId }, silent, signal);
    const error = await data.createRun({ projectId, recipe }, silent, signal).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ failure: { code: 'blocked', reason: 'errors_stop_training', values: { count: 2 } } });
  });
});
