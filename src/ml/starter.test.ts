// The starter against transformers (reference/starter/make_goldens.py): ids, logits and greedy answers of 200 prompts with
// tools that its training never had.
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { readTokenizerFiles } from '../../scripts/tokenizer-files.mjs';
import { parseModelConfig, readSafetensors } from '../core/weights';
import { createTokenizer } from '../tokenizer';
import { openDevice } from './device';
import { generate } from './generation/generate';
import { createModel } from './model/create-model';
import type { LanguageModel } from './model/language-model';
import { difference } from './testing/golden';
import { wasmPath } from './testing/wasm-path';

/** Milliseconds: 24,000 positions, half a minute on a core of its own. */
const PATIENCE = 600_000;
const ids = z.array(z.int());
const schema = z.object({
  stop: z.int(),
  newTokens: z.int(),
  rows: z.array(z.object({ text: z.string(), ids, answer: ids, best: ids, logits: z.array(z.number()), logSumExp: z.number() })),
});
const folder = new URL('../../public/models/starter/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder));
const { stop, newTokens, rows } = schema.parse(
  JSON.parse(readFileSync(new URL('./goldens/starter/answers.json', import.meta.url), 'utf8')),
);

let model: LanguageModel;
beforeAll(async () => {
  await openDevice('wasm', { wasmPath });
  const { tensors } = readSafetensors(read('model.safetensors'));
  model = await createModel(parseModelConfig(read('config.json').toString('utf8')), { tensors });
});

const tokenizer = await createTokenizer('starter', await readTokenizerFiles('starter'));
const prompts = rows.map((entry) => Int32Array.from(entry.ids));

test('the prompts have the ids of transformers', () => {
  expect(rows).toHaveLength(200);
  for (const { text, ids } of rows) expect([...tokenizer.encode(text).ids]).toEqual(ids);
});

test('the logits after a prompt are those of transformers', { timeout: PATIENCE }, async () => {
  const vocabulary = model.config.vocabularySize;
  for (const [index, prompt] of prompts.entries()) {
    const decoder = model.decode({ rows: 1, length: prompt.length, ids: prompt, padding: Int32Array.of(0) });
    const tensor = decoder.next();
    const logits = await tensor.data<'float32'>();
    tensor.dispose();
    decoder.dispose();
    const expected = rows[index];
    expect(logits).toHaveLength(vocabulary);
    const most = logits.reduce((largest, logit) => Math.max(largest, logit), Number.NEGATIVE_INFINITY);
    const sum = logits.reduce((total, logit) => total + Math.exp(logit - most), 0);
    const found = [...(expected?.best ?? []).map((id) => logits[id] ?? Number.NaN), most + Math.log(sum)];
    expect(difference(found, [...(expected?.logits ?? []), expected?.logSumExp ?? Number.NaN]), `prompt ${index + 1}`).toBeLessThan(1e-3);
  }
});

test('greedy answers are those of transformers, in batches padded on the left', { timeout: PATIENCE }, async () => {
  const options = { maxNewTokens: newTokens, stopIds: [stop], padId: stop, batchSize: 16 };
  const answers = await generate(model, prompts, options);
  expect(answers.map((answer) => [...answer])).toEqual(rows.map(({ answer }) => answer));
});
