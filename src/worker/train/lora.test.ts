// A LoRA run from end to end in Node, on the wasm backend: a real folder as base model → training → answers → adapter and
// merged model exported → both added again.

import { strFromU8, strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { parseAdapterConfig } from '../../core/adapter';
import { readSafetensors, readSafetensorsHeader } from '../../core/weights';
import { baseFile, exported, fileOf, keep, logitsOf, merge, openLoraStudio } from '../testing/lora-studio';
import { contents } from '../testing/tab';

const studio = await openLoraStudio();
const { data, train, projectId, recipe, runId, baseId } = studio;

const largest = (values: Float32Array) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const gap = (a: Float32Array, b: Float32Array) => largest(a.map((value, index) => value - (b[index] ?? Number.NaN)));

test('a checkpoint of a LoRA run holds only the adapter', () => {
  const [path = ''] = [...contents.keys()].filter((name) => name.includes('checkpoint-'));
  const names = readSafetensorsHeader(contents.get(path) ?? new Uint8Array()).tensors.map(({ name }) => name);
  // Two layers of four adapted weights with A and B, and two moments of each.
  expect(names).toHaveLength(2 * 4 * 2 * 3);
  expect(names.every((name) => name.includes('.lora_'))).toBe(true);
});

test('an exported adapter is a PEFT folder that computes what the run trained', async () => {
  const { folder, zip } = await exported(studio, runId, 'adapter', 'F32');
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
  const base = await baseFile('model.safetensors');
  const config = strFromU8(await baseFile('config.json'));
  const logits = await logitsOf(config, base, { lora: { settings, seed: 0, tensors } });
  expect(gap(logits, await logitsOf(config, base))).toBeGreaterThan(0.1);
  await keep('adapter', folder, logits);
  const merged = await exported(studio, runId, 'merged', 'F32');
  const again = await logitsOf(strFromU8(fileOf(merged.folder, 'config.json')), fileOf(merged.folder, 'model.safetensors'));
  expect(gap(again, logits)).toBeLessThan(1e-5 * largest(logits));
});

test.each([
  ['F32', 'float32', 1e-5],
  ['F16', 'float16', 1e-2],
  ['BF16', 'bfloat16', 5e-2],
] as const)('a merged model exported as %s is checked against base model and adapter', async (dtype, name, allowed) => {
  const { folder, check, zip } = await exported(studio, runId, 'merged', dtype);
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

test('an exported adapter can be added to its base model and merged, and a changed one fails with the reason', async () => {
  const { zip, folder } = await exported(studio, runId, 'adapter', 'F32');
  const add = (file: Blob) => data.addModel({ files: [{ name: zip.fileName, file }] });
  const { model: base, adapter } = await add(zip.blob);
  expect(base.id).toBe(baseId);
  expect(adapter).toMatchObject({ name: zip.fileName.replace('.zip', ''), baseId, settings: recipe.lora });
  expect(await data.listAdapters(null)).toEqual([adapter]);
  // Only its own weights were stored.
  expect([...contents].flatMap(([path, bytes]) => (path.includes(adapter?.id ?? '') ? bytes.length : []))).toEqual([adapter?.bytes]);
  const model = await merge(studio, adapter?.id ?? '');
  expect(model.name).toBe(`${base.name} + ${adapter?.name}`);
  const merged = await exported(studio, runId, 'merged', 'F32');
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

test('answers with the adapter on and off are those of the merged model and the base model', async () => {
  const { record } = await data.record({ projectId, id: 'r1' });
  const question = { messages: record.messages.slice(0, 2), tools: [], maxNewTokens: 8, samplingSeed: null };
  const answers = await train.ask({ runId, ...question });
  const { zip } = await exported(studio, runId, 'merged', 'F32');
  const { id: folder } = (await data.addModel({ files: [{ name: zip.fileName, file: zip.blob }] })).model;
  const unchanging = { ...recipe, train: { ...recipe.train, max_steps: 1, learning_rate: 0 } };
  const ofMerged = await data.createRun({ projectId, recipe: { ...unchanging, model: { folder } } });
  await train.train({ runId: ofMerged.id });
  const again = await train.ask({ runId: ofMerged.id, ...question });
  expect(again.base.text).toBe(answers.tuned.text);
  const ofBase = await data.createRun({ projectId, recipe: { ...unchanging, model: { folder: baseId } } });
  await train.train({ runId: ofBase.id });
  expect((await train.ask({ runId: ofBase.id, ...question })).base.text).toBe(answers.base.text);
  expect(answers.base.text).not.toBe(answers.tuned.text);
}, 60_000);
