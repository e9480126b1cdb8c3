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
import { readAsset } from '../testing/page-assets';
import { testTrainContext } from '../testing/train-context';
import { trainHandlers } from './handlers';

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
  baseId = (await data.addModel({ files: await Promise.all(folder) }, silent, signal)).model.id;
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

async function exported(kind: WeightsKind, dtype: ElementType, run = runId) {
  const check = kind === 'merged' ? await train.checkExport({ runId: run, dtype }, silent, signal) : null;
  const [zip, ...others] = await data.exportModel({ runId: run, kind, dtype, ...(check ? { check } : {}) }, silent, signal);
  if (!zip || others.length > 0) throw new Error('one archive expected');
  return { zip, check, folder: unzipSync(new Uint8Array(await zip.blob.arrayBuffer())) };
}

/** As the page merges: nothing is stored unless the check was passed. */
async function merge(adapterId: string) {
  const check = await train.checkMerge({ adapterId, device: 'wasm' }, silent, signal);
  return data.mergeAdapter({ adapterId, check }, silent, signal);
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

test('takes its adapter in again beside its base, merges the two on demand, and says what else it needs', async () => {
  const { zip, folder } = await exported('adapter', 'F32');
  const add = (file: Blob) => data.addModel({ files: [{ name: zip.fileName, file }] }, silent, signal);
  const { model: base, adapter } = await add(zip.blob);
  expect(base.id).toBe(baseId);
  expect(adapter).toMatchObject({ name: zip.fileName.replace('.zip', ''), baseId, settings: recipe.lora });
  expect(await data.listAdapters(null, silent, signal)).toEqual([adapter]);
  // Beside its own weights nothing was stored.
  expect([...contents].flatMap(([path, bytes]) => (path.includes(adapter?.id ?? '') ? bytes.length : []))).toEqual([adapter?.bytes]);
  const model = await merge(adapter?.id ?? '');
  expect(model.name).toBe(`${base.name} + ${adapter?.name}`);
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
  const { id: folder } = (await data.addModel({ files: [{ name: zip.fileName, file: zip.blob }] }, silent, signal)).model;
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

test('goes on with an adapter: its rank, scale and layers stay, and an adapter is handed out again', async () => {
  const before = await exported('adapter', 'F32');
  const { adapter } = await data.addModel({ files: [{ name: before.zip.fileName, file: before.zip.blob }] }, silent, signal);
  const adapterId = adapter?.id ?? expect.fail('no adapter');
  const lora = { ...recipe.lora, lora_dropout: 0 };
  const settings = { ...recipe.train, max_steps: 3, warmup_steps: 0, learning_rate: 0.05 };
  // Settings that a fresh adapter would have are not the adapter's.
  const other = { ...lora, r: 16, lora_alpha: 1, use_rslora: false, target_modules: ['k_proj' as const] };
  const onward: Recipe = { ...recipe, model: { folder: baseId, adapter: adapterId }, train: settings, lora: other };
  const run = await data.createRun({ projectId, recipe: onward }, silent, signal);
  expect(run.recipe.lora).toEqual(lora);
  const done = await train.train({ runId: run.id }, silent, signal);

  // Its first loss is that of base and adapter: of the two merged, under an adapter that adds nothing yet.
  const merged = await merge(adapterId);
  const ofMerged = await data.createRun({ projectId, recipe: { ...onward, model: { folder: merged.id }, lora } }, silent, signal);
  const { log } = await train.train({ runId: ofMerged.id }, silent, signal);
  expect(Math.abs((done.log[0]?.loss ?? 0) / (log[0]?.loss ?? Number.NaN) - 1)).toBeLessThan(1e-5);
  expect(done.log[1]?.loss).not.toBeCloseTo(log[1]?.loss ?? 0, 4);

  // Before it is what the first run ended with, in whichever order the two are asked.
  const { record } = await data.record({ projectId, id: 'r1' }, silent, signal);
  const question = { messages: record.messages.slice(0, 2), tools: [], maxNewTokens: 8, samplingSeed: null };
  const ended = await train.ask({ runId, ...question }, silent, signal);
  for (const _time of [1, 2]) {
    const { base, tuned } = await train.ask({ runId: run.id, ...question }, silent, signal);
    expect(base.text).toBe(ended.tuned.text);
    expect(tuned.text).not.toBe(base.text);
  }

  const after = await exported('adapter', 'F32', run.id);
  const config = parseAdapterConfig(strFromU8(fileOf(after.folder, 'adapter_config.json')));
  expect(config).toEqual({ ...parseAdapterConfig(strFromU8(fileOf(before.folder, 'adapter_config.json'))), settings: lora });
  expect(strFromU8(fileOf(after.folder, 'README.md'))).toContain(`gone on with from the adapter ${adapter?.name}`);
  const weights = fileOf(after.folder, 'adapter_model.safetensors');
  expect(weights).not.toEqual(fileOf(before.folder, 'adapter_model.safetensors'));
  const again = await data.addModel({ files: [{ name: after.zip.fileName, file: after.zip.blob }] }, silent, signal);
  expect(contents.get(`adapters/${again.adapter?.id}/adapter_model.safetensors`)).toEqual(weights);
  const base = [new URL('config.json', BASE), new URL('model.safetensors', BASE)].map((file) => readFile(file));
  const [baseConfig = new Uint8Array(), baseWeights = new Uint8Array()] = await Promise.all(base);
  const { tensors } = readSafetensors(weights);
  await keep('continued', after.folder, await logitsOf(strFromU8(baseConfig), baseWeights, { lora: { settings: lora, seed: 0, tensors } }));
  await exported('merged', 'F32', run.id);
}, 60_000);

test('says what speaks against going on with an adapter, and keeps a base that adapters need', async () => {
  const [adapter] = await data.listAdapters(null, silent, signal);
  const adapterId = adapter?.id ?? expect.fail('no adapter');
  const create = (changes: Partial<Recipe>) => data.createRun({ projectId, recipe: { ...recipe, ...changes } }, silent, signal);
  const model = { folder: baseId, adapter: adapterId };
  const full = { ...recipe.train, method: 'full' as const };
  await expect(create({ model, train: full })).rejects.toMatchObject({ failure: { reason: 'adapter_needs_lora' } });
  const [other] = (await data.listModels(null, silent, signal)).filter(({ id, fromZero }) => id !== baseId && !fromZero);
  const elsewhere = { folder: other?.id ?? '', adapter: adapterId };
  await expect(create({ model: elsewhere })).rejects.toMatchObject({ failure: { reason: 'adapter_of_other_model' } });
  await expect(data.deleteModel({ modelId: baseId }, silent, signal)).rejects.toMatchObject({ failure: { reason: 'model_has_adapters' } });

  const run = await create({ model, train: { ...recipe.train, max_steps: 1 } });
  await data.deleteAdapter({ adapterId }, silent, signal);
  expect([...contents.keys()].filter((path) => path.includes(adapterId))).toEqual([]);
  await expect(train.train({ runId: run.id }, silent, signal)).rejects.toMatchObject({ failure: { reason: 'adapter_missing' } });
});
