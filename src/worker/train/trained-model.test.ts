// What a run trained, in Node on the wasm backend: measured, exported, asked, and dropped back as a model of its own.

import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { relativeDifference } from '../../core/weights-export';
import { openSampleStudio, type SampleStudio, STEPS } from '../testing/sample-studio';

let studio: SampleStudio;
beforeAll(async () => {
  studio = await openSampleStudio();
}, 120_000);

describe('a trained model', () => {
  test('is measured on the held-out rows, exported, and answers the same after its zip was dropped back', async () => {
    const runId = await studio.newRun();
    await studio.tab.train.train({ runId });
    const evaluation = await studio.tab.train.evaluate({ runId });
    expect(evaluation.step).toBe(STEPS);
    expect(evaluation.tuned.cases.length).toBeGreaterThanOrEqual(4);
    expect(await studio.tab.data.toolCallScores({ runId })).toEqual(evaluation);
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

    // Settings that sample wildly: a greedy answer stays as it was.
    folder['generation_config.json'] = strToU8(JSON.stringify({ do_sample: true, temperature: 5, top_k: 0 }));
    const dropped = { name: fileName, file: new Blob([zipSync(folder)]) };
    const { model } = await studio.tab.data.addModel({ files: [dropped] });
    expect(model).toMatchObject({ architecture: 'qwen3', fromZero: false, hasChatTemplate: true });
    const onward = { ...studio.recipe, model: { folder: model.id }, train: { ...studio.recipe.train, max_steps: 1, learning_rate: 0 } };
    const next = await studio.tab.data.createRun({ projectId: studio.projectId, recipe: onward });
    await studio.tab.train.train({ runId: next.id });
    const again = await studio.tab.train.ask({ runId: next.id, ...question });
    expect(again.base.text).toBe(answers.tuned.text);

    const sampled = async (samplingSeed: number) => {
      const { base } = await studio.tab.train.ask({ runId: next.id, ...question, samplingSeed });
      return base.text;
    };
    const first = await sampled(1);
    expect(first).not.toBe(answers.tuned.text);
    expect(await sampled(1)).toBe(first);
    expect(await sampled(2)).not.toBe(first);
  });

  test('says what rounding its weights changes; in F32 they are the same bits', async () => {
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

  test('without a checkpoint there is nothing to ask or export', async () => {
    const runId = await studio.newRun();
    await expect(studio.tab.data.exportModel({ runId, kind: 'merged', dtype: 'F32' })).rejects.toMatchObject({
      failure: { reason: 'no_checkpoint' },
    });
    const question = { runId, messages: [], tools: [], maxNewTokens: 1, samplingSeed: null };
    await expect(studio.tab.train.ask(question)).rejects.toMatchObject({ failure: { reason: 'no_checkpoint' } });
  });
});
