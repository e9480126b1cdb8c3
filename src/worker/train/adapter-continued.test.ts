// Runs that continue a stored adapter, in Node on the wasm backend.

import { strFromU8 } from 'fflate';
import { expect, test } from 'vitest';
import { parseAdapterConfig } from '../../core/adapter';
import type { Recipe } from '../../core/recipe';
import { readSafetensors } from '../../core/weights';
import { baseFile, exported, fileOf, keep, logitsOf, merge, openLoraStudio } from '../testing/lora-studio';
import { contents } from '../testing/tab';

const studio = await openLoraStudio();
const { data, train, projectId, recipe, runId, baseId } = studio;

test('a run that continues an adapter keeps its rank, scale and layers, and exports an adapter again', async () => {
  const before = await exported(studio, runId, 'adapter', 'F32');
  const { adapter } = await data.addModel({ files: [{ name: before.zip.fileName, file: before.zip.blob }] });
  const adapterId = adapter?.id ?? expect.fail('no adapter');
  const lora = { ...recipe.lora, lora_dropout: 0 };
  const settings = { ...recipe.train, max_steps: 3, warmup_steps: 0, learning_rate: 0.05 };
  // The recipe's settings for a new adapter do not apply.
  const other = { ...lora, r: 16, lora_alpha: 1, use_rslora: false, target_modules: ['k_proj' as const] };
  const continuing: Recipe = { ...recipe, model: { folder: baseId, adapter: adapterId }, train: settings, lora: other };
  const run = await data.createRun({ projectId, recipe: continuing });
  expect(run.recipe.lora).toEqual(lora);
  const done = await train.train({ runId: run.id });

  // The first loss is that of base model and adapter, as for the two merged with a new adapter that adds nothing yet.
  const merged = await merge(studio, adapterId);
  const ofMerged = await data.createRun({ projectId, recipe: { ...continuing, model: { folder: merged.id }, lora } });
  const { log } = await train.train({ runId: ofMerged.id });
  expect(Math.abs((done.log[0]?.loss ?? 0) / (log[0]?.loss ?? Number.NaN) - 1)).toBeLessThan(1e-5);
  expect(done.log[1]?.loss).not.toBeCloseTo(log[1]?.loss ?? 0, 4);

  // The base answers are those of the first run's tuned model, however often the adapters are exchanged.
  const { record } = await data.record({ projectId, id: 'r1' });
  const question = { messages: record.messages.slice(0, 2), tools: [], maxNewTokens: 8, samplingSeed: null };
  const ended = await train.ask({ runId, ...question });
  for (const _time of [1, 2]) {
    const { base, tuned } = await train.ask({ runId: run.id, ...question });
    expect(base.text).toBe(ended.tuned.text);
    expect(tuned.text).not.toBe(base.text);
  }

  const after = await exported(studio, run.id, 'adapter', 'F32');
  const config = parseAdapterConfig(strFromU8(fileOf(after.folder, 'adapter_config.json')));
  expect(config).toEqual({ ...parseAdapterConfig(strFromU8(fileOf(before.folder, 'adapter_config.json'))), settings: lora });
  expect(strFromU8(fileOf(after.folder, 'README.md'))).toContain(`continued from the adapter ${adapter?.name}`);
  const weights = fileOf(after.folder, 'adapter_model.safetensors');
  expect(weights).not.toEqual(fileOf(before.folder, 'adapter_model.safetensors'));
  const again = await data.addModel({ files: [{ name: after.zip.fileName, file: after.zip.blob }] });
  expect(contents.get(`adapters/${again.adapter?.id}/adapter_model.safetensors`)).toEqual(weights);
  const { tensors } = readSafetensors(weights);
  await keep(
    'continued',
    after.folder,
    await logitsOf(strFromU8(await baseFile('config.json')), await baseFile('model.safetensors'), {
      lora: { settings: lora, seed: 0, tensors },
    }),
  );
  await exported(studio, run.id, 'merged', 'F32');
}, 60_000);

test('a run cannot continue an adapter that does not fit the recipe or is missing, and a base model with adapters cannot be deleted', async () => {
  const [adapter] = await data.listAdapters(null);
  const adapterId = adapter?.id ?? expect.fail('no adapter');
  const create = (changes: Partial<Recipe>) => data.createRun({ projectId, recipe: { ...recipe, ...changes } });
  const model = { folder: baseId, adapter: adapterId };
  const full = { ...recipe.train, method: 'full' as const };
  await expect(create({ model, train: full })).rejects.toMatchObject({ failure: { reason: 'adapter_needs_lora' } });
  const [other] = (await data.listModels(null)).filter(({ id, fromZero }) => id !== baseId && !fromZero);
  const elsewhere = { folder: other?.id ?? '', adapter: adapterId };
  await expect(create({ model: elsewhere })).rejects.toMatchObject({ failure: { reason: 'adapter_of_other_model' } });
  await expect(data.deleteModel({ modelId: baseId })).rejects.toMatchObject({ failure: { reason: 'model_has_adapters' } });

  const run = await create({ model, train: { ...recipe.train, max_steps: 1 } });
  await data.deleteAdapter({ adapterId });
  expect([...contents.keys()].filter((path) => path.includes(adapterId))).toEqual([]);
  await expect(train.train({ runId: run.id })).rejects.toMatchObject({ failure: { reason: 'adapter_missing' } });
});
