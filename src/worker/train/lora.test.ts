// The way of a LoRA run in Node, on the wasm backend: a real folder as base → training → answers → adapter and merged
// model exported → both added again. With TOOLTUNE_EXPORTS set to a folder, what was exported is left there, with
// ToolTune's logits, for reference/lora/check_exports.py.

import 'fake-indexeddb/auto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { beforeAll, expect, test } from 'vitest';
import { parseAdapterConfig } from '../../core/adapter';
import { makeBatch } from '../../core/batches';
import type { Recipe } from '../../core/recipe/recipe';
import { type ElementType, parseModelConfig, readSafetensors, readSafetensorsHeader, writeSafetensors } from '../../core/weights';
import type { WeightsKind } from '../../core/weights-export';
import { createModel, type ModelOptions, openDevice } from '../../ml';
import { wasmPath } from '../../ml/testing/wasm-path';
import { memoryFiles } from '../../storage/memory-files';
import { dataHandlers, runCallHandlers } from '../data/handlers';
import { testContext } from '../data/test-context';
import type { DataCalls, TrainCalls } from '../protocol';
import { connect, type Handlers, serve } from '../rpc';
import type { RunCalls } from '../run-protocol';
import { trainHandlers } from './handlers';
import { testTrainContext } from './test-context';

const BASE = new URL('../../../e2e/fixtures/qwen3-folder/', import.meta.url);
const OUT = process.env['TOOLTUNE_EXPORTS'];
const IDS = Int32Array.from({ length: 24 }, (_, index) => (index * 37) % 500);
const signal = new AbortController().signal;
const silent = () => undefined;
const contents = new Map<string, Uint8Array<ArrayBuffer>>();

let data: Handlers<DataCalls>;
let train: Handlers<Omit<TrainCalls, 'connect'>>;
let recipe: Recipe;
let projectId = '';
let runId = '';
let baseId = '';

beforeAll(async () => {
  const files = memoryFiles(contents);
  const readAsset = async (path: string) => new Blob([new Uint8Array(await readFile(new URL(`../../../public/${path}`, import.meta.url)))]);
  const context = await testContext({ databaseName: 'lora', readAsset, files });
  const { port1, port2 } = new MessageChannel();
  serve<RunCalls>(port1, runCallHandlers(context));
  port1.start();
  const remote = connect<RunCalls>(port2);
  port2.start();
  data = dataHandlers(context, { estimate: async () => ({}), persisted: async () => false });
  const open = () => openDevice('wasm', { wasmPath });
  train = trainHandlers(testTrainContext({ data: remote, files, openDevice: open }));

  const folder = (await readdir(BASE)).map(async (name) => ({
    name,
    file: new Blob([new Uint8Array(await readFile(new URL(name, BASE)))]),
  }));
  baseId = (await data.addModel({ files: await Promise.all(folder) }, silent, signal)).id;
  const view = await data.openSample({ name: 'zh-from-zero' }, silent, signal);
  projectId = view.id;
  // Six rows and none held out: this is about the way, not the numbers.
  for (const [split, from] of [
    ['train', 6],
    ['eval', 0],
  ] as const) {
    const { lines } = await data.records({ projectId, filter: { split }, from, count: 2000 }, silent, signal);
    await data.edit({ projectId, edit: { kind: 'delete', ids: lines.map(({ id }) => id) } }, silent, signal);
  }
  recipe = {
    ...view.recipe,
    model: { folder: baseId },
    train: { ...view.recipe.train, method: 'lora', max_steps: 3, learning_rate: 0.1, save_steps: 3, eval_steps: 50, device: 'wasm' },
    lora: { r: 4, lora_alpha: 6, lora_dropout: 0.1, use_rslora: true, target_modules: ['q_proj', 'v_proj', 'up_proj', 'down_proj'] },
  };
  runId = (await data.createRun({ projectId, recipe }, silent, signal)).id;
  await train.train({ runId }, silent, signal);
}, 120_000);

async function exported(kind: WeightsKind, dtype: ElementType) {
  const check = kind === 'merged' ? await train.checkExport({ runId, dtype }, silent, signal) : null;
  const [zip, ...others] = await data.exportModel({ runId, kind, dtype, ...(check ? { check } : {}) }, silent, signal);
  if (!zip || others.length > 0) throw new Error('one archive expected');
  return { zip, check, folder: unzipSync(new Uint8Array(await zip.blob.arrayBuffer())) };
}

type Folder = Awaited<ReturnType<typeof exported>>['folder'];
const fileOf = (folder: Folder, name: string) => folder[name] ?? expect.fail(`no ${name}`);

/** ToolTune's own logits of what stands in an exported folder, [T, V]. */
async function logitsOf(configText: string, weights: Uint8Array, options: ModelOptions = {}): Promise<Float32Array> {
  const model = await createModel(parseModelConfig(configText), { tensors: readSafetensors(weights).tensors }, options);
  // The last token is a label only; one more keeps all of IDS.
  const inputIds = Int32Array.from([...IDS, 0]);
  const logits = model.logits(makeBatch([{ id: '', inputIds, weights: new Float32Array(inputIds.length).fill(1) }]));
  const values = Float32Array.from(await logits.data<'float32'>());
  logits.dispose();
  model.dispose();
  return values;
}

async function keep(name: string, folder: Folder, logits: Float32Array): Promise<void> {
  if (OUT === undefined) return;
  await mkdir(`${OUT}/${name}`, { recursive: true });
  for (const [file, bytes] of Object.entries(folder)) await writeFile(`${OUT}/${name}/${file}`, bytes);
  const expected = [
    { name: 'input_ids', shape: [IDS.length], data: Float32Array.from(IDS) },
    { name: 'logits', shape: [IDS.length, logits.length / IDS.length], data: logits },
  ];
  await writeFile(`${OUT}/${name}.expected.safetensors`, writeSafetensors(expected, {}));
}

const largest = (values: Float32Array) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const gap = (a: Float32Array, b: Float32Array) => largest(a.map((value, index) => value - (b[index] ?? Number.NaN)));

test('keeps the adapter alone in its checkpoint', () => {
  const [path = ''] = [...contents.keys()].filter((name) => name.includes('checkpoint-'));
  const names = readSafetensorsHeader(contents.get(path) ?? new Uint8Array()).tensors.map(({ name }) => name);
  // Two layers of four adapted weights with A and B, and two moments of each.
  expect(names).toHaveLength(2 * 4 * 2 * 3);
  expect(names.every((name) => name.includes('.lora_'))).toBe(true);
});

test('exports the adapter as a PEFT folder that computes what the run trained', async () => {
  const { folder, zip } = await exported('adapter', 'F32');
  expect(zip.fileName).toMatch(/-adapter\.zip$/);
  expect(Object.keys(folder).sort()).toEqual([
    'README.md',
    'adapter_config.json',
    'adapter_model.safetensors',
    'chat_template.jinja',
    'tokenizer.json',
    'tokenizer_config.json',
  ]);
  const { settings, baseName } = parseAdapterConfig(strFromU8(fileOf(folder, 'adapter_config.json')));
  expect(settings).toEqual(recipe.lora);
  expect(baseName).toMatch(/^qwen3/);
  expect(strFromU8(fileOf(folder, 'README.md'))).toContain('library_name: peft');
  const { tensors } = readSafetensors(fileOf(folder, 'adapter_model.safetensors'));
  const base = new Uint8Array(await readFile(new URL('model.safetensors', BASE)));
  const config = await readFile(new URL('config.json', BASE), 'utf8');
  const logits = await logitsOf(config, base, { lora: { settings, seed: 0, tensors } });
  expect(gap(logits, await logitsOf(config, base))).toBeGreaterThan(0.1);
  await keep('adapter', folder, logits);
  const merged = await exported('merged', 'F32');
  const again = await logitsOf(strFromU8(fileOf(merged.folder, 'config.json')), fileOf(merged.folder, 'model.safetensors'));
  expect(gap(again, logits)).toBeLessThan(1e-5 * largest(logits));
});

test.each([
  ['F32', 'float32', 1e-5],
  ['F16', 'float16', 1e-2],
  ['BF16', 'bfloat16', 5e-2],
] as const)('exports the merged model in %s, checked against base and adapter', async (dtype, name, allowed) => {
  const { folder, check, zip } = await exported('merged', dtype);
  expect(zip.fileName.endsWith(dtype === 'F32' ? '.zip' : `-${dtype.toLowerCase()}.zip`)).toBe(true);
  expect(check?.positions).toBeGreaterThan(20);
  if (dtype === 'F32') expect(check?.sameNextToken).toBe(check?.positions);
  expect(check?.largestDifference).toBeLessThan(allowed * (check?.largestLogit ?? 0));
  if (dtype !== 'F32') expect(check?.largestDifference).toBeGreaterThan(0);
  expect(strFromU8(fileOf(folder, 'README.md'))).toContain('merged into the base model; on fixed prompts the logits differ');
  expect(JSON.parse(strFromU8(fileOf(folder, 'config.json'))).dtype).toBe(name);
  const { tensors } = readSafetensorsHeader(fileOf(folder, 'model.safetensors'));
  expect(new Set(tensors.map(({ type }) => type))).toEqual(new Set([dtype]));
  await keep(`merged-${dtype}`, folder, await logitsOf(strFromU8(fileOf(folder, 'config.json')), fileOf(folder, 'model.safetensors')));
});

test('takes its adapter in again as a model that names its base, and says what else it needs', async () => {
  const { zip, folder } = await exported('adapter', 'F32');
  const add = (file: Blob) => data.addModel({ files: [{ name: zip.fileName, file }] }, silent, signal);
  const model = await add(zip.blob);
  const base = (await data.listModels(null, silent, signal)).find(({ id }) => id === baseId);
  expect(model.name).toBe(`${base?.name} + ${zip.fileName.replace('.zip', '')}`);
  const merged = await exported('merged', 'F32');
  const path = [...contents.keys()].find((name) => name.startsWith(`models/${model.id}/`) && name.endsWith('.safetensors')) ?? '';
  const stored = readSafetensors(contents.get(path) ?? new Uint8Array()).tensors;
  const wanted = new Map(readSafetensors(fileOf(merged.folder, 'model.safetensors')).tensors.map((tensor) => [tensor.name, tensor.data]));
  expect(stored).toHaveLength(wanted.size);
  for (const { name, data: values } of stored) expect(values, name).toEqual(wanted.get(name));

  const changed = (fields: object, ...without: string[]) => {
    const text = JSON.stringify({ ...JSON.parse(strFromU8(fileOf(folder, 'adapter_config.json'))), ...fields });
    const files = Object.entries({ ...folder, 'adapter_config.json': strToU8(text) }).filter(([name]) => !without.includes(name));
    return add(new Blob([new Uint8Array(zipSync(Object.fromEntries(files)))]));
  };
  await expect(changed({ use_dora: true })).rejects.toMatchObject({ failure: { reason: 'adapter_setting', values: { name: 'use_dora' } } });
  const elsewhere = { base_model_name_or_path: 'someone/else' };
  await expect(changed(elsewhere)).rejects.toMatchObject({ failure: { reason: 'adapter_base_missing', values: { base: 'someone/else' } } });
  await expect(changed({ r: 5 })).rejects.toMatchObject({ failure: { reason: 'adapter_misfit' } });
  await expect(changed({}, 'adapter_model.safetensors')).rejects.toMatchObject({ failure: { reason: 'no_adapter_weights' } });
});

test('answers with the adapter on and off as the merged model and the base do', async () => {
  const { record } = await data.record({ projectId, id: 'r1' }, silent, signal);
  const question = { messages: record.messages.slice(0, 2), tools: [], maxNewTokens: 8, samplingSeed: null };
  const answers = await train.ask({ runId, ...question }, silent, signal);
  const { zip } = await exported('merged', 'F32');
  const { id: folder } = await data.addModel({ files: [{ name: zip.fileName, file: zip.blob }] }, silent, signal);
  const still = { ...recipe, train: { ...recipe.train, max_steps: 1, learning_rate: 0 } };
  const ofMerged = await data.createRun({ projectId, recipe: { ...still, model: { folder } } }, silent, signal);
  await train.train({ runId: ofMerged.id }, silent, signal);
  const again = await train.ask({ runId: ofMerged.id, ...question }, silent, signal);
  expect(again.base.text).toBe(answers.tuned.text);
  const ofBase = await data.createRun({ projectId, recipe: { ...still, model: { folder: baseId } } }, silent, signal);
  await train.train({ runId: ofBase.id }, silent, signal);
  expect((await train.ask({ runId: ofBase.id, ...question }, silent, signal)).base.text).toBe(answers.base.text);
  expect(answers.base.text).not.toBe(answers.tuned.text);
}, 60_000);
