// Notices tell a base checkpoint from a chat checkpoint by its small files and a few rows of its head.

import 'fake-indexeddb/auto';
import { strToU8 } from 'fflate';
import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { defaultRecipe } from '../../../core/recipe';
import { initialWeights, parseModelConfig, writeSafetensors } from '../../../core/weights';
import { memoryFiles } from '../../../storage/memory-files';
import { dataCalls } from '../../testing/calls';
import { testContext } from '../../testing/data-context';
import { readAsset } from '../../testing/page-assets';
import type { DataContext } from '../project/context';
import { readStopTokenNotices } from './stop-token-notices';

const RESERVED = 8;

let context: DataContext;
beforeAll(async () => {
  context = await testContext({ databaseName: 'stop-notices', readAsset, files: memoryFiles(new Map()) });
});

async function idOf(token: string): Promise<number> {
  return (await context.tokenizer('from-zero')).encode(token).ids[0] ?? -1;
}

/** Adds a model with ids beyond the tokenizer's. The rows of those ids and of `untrained` look as if they were never trained. */
async function addModel(name: string, ends: readonly number[], untrained: readonly number[]): Promise<string> {
  const fileText = async (file: string) => await (await readAsset(`models/from-zero/${file}`)).text();
  const file = z
    .looseObject({})
    .check()
    .parse(JSON.parse(await fileText('config.json')));
  const known = (await context.tokenizer('from-zero')).vocabularySize;
  const configText = JSON.stringify({ ...file, vocab_size: known + RESERVED });
  const config = parseModelConfig(configText);
  const tensors = initialWeights(config, 1);
  const table = tensors.find((tensor) => tensor.name === (config.tied ? 'model.embed_tokens.weight' : 'lm_head.weight'));
  if (!table) throw new Error('no head');
  for (const id of [...untrained, ...Array.from({ length: RESERVED }, (_, index) => known + index)]) {
    for (let channel = 0; channel < config.hiddenSize; channel++)
      table.data[id * config.hiddenSize + channel] = Math.cos(channel) + id * 1e-4;
  }
  const folder = {
    'config.json': strToU8(configText),
    'generation_config.json': strToU8(JSON.stringify({ eos_token_id: ends })),
    'tokenizer.json': strToU8(await fileText('tokenizer.json')),
    'tokenizer_config.json': strToU8(await fileText('tokenizer_config.json')),
    'model.safetensors': writeSafetensors(tensors, { format: 'pt' }),
  };
  const files = Object.entries(folder).map(([path, bytes]) => ({ name: `${name}/${path}`, file: new Blob([new Uint8Array(bytes)]) }));
  return (await dataCalls(context).addModel({ files })).model.id;
}

async function codes(folder: string, method: 'full' | 'lora'): Promise<string[]> {
  const recipe = defaultRecipe();
  const row = { id: 'r', inputIds: Int32Array.of(5, 6, await idOf('<|im_end|>')), weights: Float32Array.of(0, 1, 1) };
  const notices = await readStopTokenNotices(context, folder, { train: { ...recipe.train, method } }, [row]);
  return notices.map(({ code }) => code);
}

test('a base checkpoint has another stop token and never trained the chat one, which LoRA would not change', async () => {
  const base = await addModel('base', [await idOf('<|endoftext|>')], [await idOf('<|im_end|>')]);
  expect(await codes(base, 'full')).toEqual(['stop_token_other', 'stop_token_untrained']);
  expect(await codes(base, 'lora')).toEqual(['stop_token_other', 'stop_token_untrained', 'stop_token_frozen']);
});

test('a chat checkpoint and a model from zero have no notices', async () => {
  const chat = await addModel('chat', [await idOf('<|im_end|>'), await idOf('<|endoftext|>')], []);
  expect(await codes(chat, 'lora')).toEqual([]);
  const recipe = defaultRecipe();
  expect(await readStopTokenNotices(context, 'from-zero', recipe, [])).toEqual([]);
});
