// Compact batches train exactly what padded ones train.

import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultLoraSettings } from '../../core/recipe';
import { openDevice } from '../device';
import { createModel, type ModelOptions } from '../model/create-model';
import { GOLDENS, loadGolden, plainSettings } from '../testing/golden';
import { expectSameTraining } from '../testing/same-training';
import { rowsWithPrefix, tinyConfig } from '../testing/tiny';
import { wasmPath } from '../testing/wasm-path';
import { stepDataOf } from './step-data';

const folder = new URL('../goldens/', import.meta.url);
const lora = { settings: { ...defaultLoraSettings, r: 4 }, seed: 3 };

/** A prefix shorter than the rows, one of several blocks, and none. */
const PREFIXES = [13, 90, 0];

/** Plain JavaScript takes minutes for all. */
const ON_CPU = { names: ['tied', 'qwen2-untied'], prefixes: [13] } as const;

describe.each([
  ['wasm', { names: GOLDENS, prefixes: PREFIXES }],
  ['cpu', ON_CPU],
] as const)('compact batches on %s', (backend, { names, prefixes }) => {
  beforeAll(async () => {
    await openDevice(backend, { wasmPath });
  });

  it.each(names)('give the loss and gradients of padded ones: %s', async (name) => {
    const { config, weights } = await loadGolden(name, (path) => readFile(new URL(path, folder)));
    for (const prefix of prefixes) await expectSameTraining({ config, weights, prefix, options: {} });
  });

  it.each<[string, ModelOptions]>([
    ['an adapter', { lora }],
    ['activations that are computed again', { checkpointing: true }],
    ['both', { lora, checkpointing: true }],
  ])('give them with %s', async (_, options) => {
    const { config, weights } = await loadGolden('tied', (path) => readFile(new URL(path, folder)));
    for (const prefix of prefixes) await expectSameTraining({ config, weights, prefix, options });
  });
});

it('batches are compact unless rows are packed or an adapter drops inputs of each row by itself', async () => {
  await openDevice('wasm', { wasmPath });
  const batchOf = async (changes: Partial<typeof plainSettings>, dropout: number) => {
    const settings = { ...plainSettings, per_device_train_batch_size: 12, ...changes };
    const model = await createModel(tinyConfig, { seed: 1 }, { lora: { settings: { ...lora.settings, lora_dropout: dropout }, seed: 3 } });
    const data = stepDataOf(rowsWithPrefix(12, 20), settings, { vocabularySize: 50, compact: !model.usesDropout });
    model.dispose();
    return data(0).batches[0] ?? expect.fail('no batch');
  };
  expect((await batchOf({}, 0)).blocks).toMatchObject({ prefix: 20 });
  expect((await batchOf({}, 0.1)).blocks).toBeNull();
  expect(await batchOf({ packing: true, max_length: 64 }, 0)).toMatchObject({ packed: true, blocks: null });
});
