// A tuned model in Node, on the wasm backend: measured, asked, exported, and added again as a model.

import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { beforeAll, expect, test } from 'vitest';
import { relativeDifference } from '../../core/exports';
import { openSampleStudio, type SampleStudio, STEPS } from '../testing/sample-studio';

let studio: SampleStudio;
beforeAll(async () => {
  studio = await openSampleStudio();
}, 120_000);

test('a tuned model is measured on the held-out records, and its exported zip gives the same answers when it is added again', async () => {
  const runId = await studio.newRun();
  await studio.tab.train.train({ runId });
  const scores = await studio.tab.train.evaluate({ runId });
  expect(scores.step).toBe(STEPS);
  expect(scores.tuned.cases.length).toBeGreaterThanOrEqual(4);
  expect(await studio.tab.data.toolCallScores({ runId })).toEqual(scores);
  const { record } = await studio.tab.data.record({ projectId: studio.projectId, id: 'r1' });
  const question = { messages: record.messages.slice(0, 2), tools: [], maxNewTokens: 12, samplingSeed: null };
  const answers = await studio.tab.train.ask({ runId, ...question });

  const exported = await studio.tab.data.exportModel({ runId, kind: 'merged', dtype: 'F32' });
  expect(exported).toHaveLength(1);
  const [{ fileName = '', blob = new Blob() } = {}] = exported;
  const folder = unzipSync(new Uint8Array(await blob.arrayBuffer()));
  expect(Object.keys(folder).sort()).toEqual([
    'README.md',
    'config.json',
    'generation_config.json',
    'model.safetensors',
    'tokenizer.json',
    'tokenizer_config.json',
  ]);
  expect(strFromU8(folder['README.md'] ?? new Uint8Array())).toContain('## Evaluation');

  // These settings sample wildly, but greedy answers do not change.
  folder['generation_config.json'] = strToU8(JSON.stringify({ do_sample: true, temperature: 5, top_k: 0 }));
  const dropped = { name: fileName, file: new Blob([zipSync(folder)]) };
  const { model } = await studio.tab.data.addModel({ files: [dropped] });
  expect(model).toMatchObject({ architecture: 'qwen3', fromZero: false, hasChatTemplate: true });
  const next = { ...studio.recipe, model: { folder: model.id }, train: { ...studio.recipe.train, max_steps: 1, learning_rate: 0 } };
  const { id: nextId } = await studio.tab.data.createRun({ projectId: studio.projectId, recipe: next });
  await studio.tab.train.train({ runId: nextId });
  const again = await studio.tab.train.ask({ runId: nextId, ...question });
  expect(again.base.text).toBe(answers.tuned.text);

  const sampled = async (samplingSeed: number) => {
    const { base } = await studio.tab.train.ask({ runId: nextId, ...question, samplingSeed });
    return base.text;
  };
  const first = await sampled(1);
  expect(first).not.toBe(answers.tuned.text);
  expect(await sampled(1)).toBe(first);
  expect(await sampled(2)).not.toBe(first);
});

test('the export check measures what rounding the weights changes, and F32 needs no check', async () => {
  const runId = await studio.newRun();
  await studio.tab.train.train({ runId });
  expect(await studio.tab.train.checkExport({ runId, dtype: 'F32' })).toBeNull();
  const sizes: number[] = [];
  for (const dtype of ['F16', 'BF16'] as const) {
    const check = (await studio.tab.train.checkExport({ runId, dtype })) ?? expect.fail('no check');
    expect(check.positions).toBeGreaterThan(20);
    expect(check.sameNextToken).toBeGreaterThan(0.8 * check.positions);
    sizes.push(relativeDifference(check));
    const [{ blob = new Blob() } = {}] = await studio.tab.data.exportModel({ runId, kind: 'merged', dtype, check });
    const folder = unzipSync(new Uint8Array(await blob.arrayBuffer()));
    expect(strFromU8(folder['README.md'] ?? new Uint8Array())).toMatch(
      /Weights: B?F16, full fine-tuning; on fixed prompts the logits differ/,
    );
  }
  // Steps of 2^-11 and 2^-8 of a weight.
  const [ofF16 = 0, ofBf16 = 0] = sizes;
  expect(ofF16).toBeGreaterThan(0);
  expect(ofBf16).toBeGreaterThan(3 * ofF16);
  expect(ofBf16).toBeLessThan(0.05);
});

test('a run without a checkpoint cannot be asked or exported', async () => {
  const runId = await studio.newRun();
  await expect(studio.tab.data.exportModel({ runId, kind: 'merged', dtype: 'F32' })).rejects.toMatchObject({
    failure: { reason: 'no_checkpoint' },
  });
  const question = { runId, messages: [], tools: [], maxNewTokens: 1, samplingSeed: null };
  await expect(studio.tab.train.ask(question)).rejects.toMatchObject({ failure: { reason: 'no_checkpoint' } });
});
