// The starter against transformers (reference/starter/make_goldens.py): ids, logits and greedy answers of 200 prompts with
// tools that its training never had.

import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { readTokenizerFiles } from '../../scripts/tokenizer-files.mjs';
import { makePromptBatch } from '../core/batches';
import { parseModelConfig, readSafetensors } from '../core/weights';
import { createTokenizer } from '../tokenizer';
import { openDevice } from './device';
import { generate } from './generation/generate';
import { createModel } from './model/create-model';
import type { LanguageModel } from './model/language-model';
import { difference } from './testing/golden';
import { wasmPath } from './testing/wasm-path';

/** Milliseconds: 75,000 positions, padding among them; a minute on a core of its own. */
const PATIENCE = 600_000;
const BATCH = 16;
const ids = z.array(z.int());
const numbers = z.array(z.number());
const schema = z.object({
  stop: z.int(),
  newTokens: z.int(),
  rows: z.array(z.object({ text: z.string(), ids, answer: ids, best: ids, logits: numbers, logSumExp: z.number(), projections: numbers })),
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
    const decoder = model.decode(makePromptBatch([prompt]));
    const tensor = decoder.next();
    const logits = await tensor.data<'float32'>();
    tensor.dispose();
    decoder.dispose();
    const { best, ...wanted } = rows[index] ?? expect.fail(`no row ${index}`);
    expect(logits).toHaveLength(vocabulary);
    const found = [...best.map((id) => logits[id] ?? Number.NaN), logSumExp(logits), ...projections(logits, wanted.projections.length)];
    const figures = [...wanted.logits, wanted.logSumExp, ...wanted.projections];
    expect(difference(found, figures), `prompt ${index + 1}`).toBeLessThan(1e-4);
  }
});

test('greedy answers are those of transformers, in batches', { timeout: PATIENCE }, async () => {
  // A batch is decoded until its longest answer ends: those of like length together.
  const inTurns = rows.toSorted((a, b) => a.answer.length - b.answer.length);
  for (let start = 0; start < inTurns.length; start += BATCH) {
    const batch = inTurns.slice(start, start + BATCH);
    const prompts = batch.map(({ ids }) => Int32Array.from(ids));
    const options = { maxNewTokens: newTokens, stopIds: [stop], batchSize: BATCH };
    const answers = await generate(model, prompts, options);
    expect(answers.map((answer) => [...answer])).toEqual(batch.map(({ answer }) => answer));
  }
});

function logSumExp(logits: Float32Array): number {
  const most = logits.reduce((largest, logit) => Math.max(largest, logit), Number.NEGATIVE_INFINITY);
  return most + Math.log(logits.reduce((total, logit) => total + Math.exp(logit - most), 0));
}

/** Sums of all logits [V] weighted by cosines, as make_goldens.py weighs them: one that is off shows in each. */
function projections(logits: Float32Array, count: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const sum = logits.reduce((total, logit, id) => total + logit * Math.cos((id + 1) * (index + 1)), 0);
    return sum / Math.sqrt(logits.length);
  });
}
