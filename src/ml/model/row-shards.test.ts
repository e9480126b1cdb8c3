// Embedding and head in row shards compute what whole ones do.

import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeBatch } from '../../core/batches';
import { parameterShapes } from '../../core/weights';
import { openDevice } from '../device';
import { tf } from '../tensorflow';
import { difference, loadGolden, plainSettings, relativeError } from '../testing/golden';
import { logitGap } from '../testing/logit-gap';
import { computed } from '../testing/row-shards';
import { runSteps, type Steps } from '../testing/run-steps';
import { bitsOf, tinyConfig, tinyRows } from '../testing/tiny';
import { tinyAdapter } from '../testing/tiny-adapter';
import { wasmPath } from '../testing/wasm-path';
import { createModel } from './create-model';

/** Three shards of 50 rows of 16 channels. */
const maxTensorBytes = 17 * 16 * 4;
const settings = { ...plainSettings, per_device_train_batch_size: 2, gradient_accumulation_steps: 2, max_steps: 6, weight_decay: 0.01 };
const lora = tinyAdapter(tinyConfig);

describe.each(['wasm', 'cpu'] as const)('on %s', (backend) => {
  beforeAll(async () => {
    await openDevice(backend, { wasmPath });
  });

  it.each([
    ['full, tied', tinyConfig, {}],
    ['full, untied', { ...tinyConfig, tied: false }, {}],
    ['full, tied, recomputed', tinyConfig, { checkpointing: true }],
    ['full, untied, recomputed', { ...tinyConfig, tied: false }, { checkpointing: true }],
    ['LoRA, tied', tinyConfig, { lora }],
    ['LoRA, untied, recomputed', { ...tinyConfig, tied: false }, { lora, checkpointing: true }],
  ])('logits, losses, gradients, answers and training are those of whole tensors: %s', async (_, config, options) => {
    const before = tf.memory().numTensors;
    const run = (more: object) => runSteps(config, { seed: 2 }, tinyRows(5), settings, { options: { ...options, ...more } });
    const [whole, shards] = [await computed(config, options, 5), await computed(config, { ...options, maxTensorBytes }, 5)];
    const [wholeRun, shardsRun] = [await run({}), await run({ maxTensorBytes })];
    expect(tf.memory().numTensors).toBe(before);
    expect(whole.tensors).toBe(parameterShapes(config).size);
    expect(shards.tensors).toBe(whole.tensors + (config.tied ? 2 : 4));
    expect([...shards.values.keys()].sort()).toEqual([...whole.values.keys()].sort());
    for (const [name, values] of whole.values) expect(relativeError(shards.values.get(name) ?? [], values), name).toBeLessThan(1e-5);
    expect(shards.answers).toEqual(whole.answers);
    const reported = ({ reports }: Steps) => reports.flatMap(({ loss, gradientNorm }) => [loss, gradientNorm]);
    expect(reported(shardsRun)).toHaveLength(12);
    expect(difference(reported(shardsRun), reported(wholeRun))).toBeLessThan(1e-5);
    // The state is one of whole tensors: it does not tell what device it comes from.
    const outline = ({ state }: Steps) => state.tensors.map(({ name, shape }) => [name, shape]);
    expect(outline(shardsRun)).toEqual(outline(wholeRun));
    shardsRun.state.tensors.forEach(({ name, data }, index) => {
      expect(difference(data, wholeRun.state.tensors[index]?.data ?? []), name).toBeLessThan(1e-4);
    });
  });

  it('goes on from a state in other shards, and in the same ones bit for bit', async () => {
    const rows = tinyRows(6);
    const run = (options: object, startState?: object) =>
      runSteps(tinyConfig, { seed: 2 }, rows, { ...settings, save_steps: 3 }, { options, ...startState });
    const whole = await run({ maxTensorBytes });
    const [startState] = whole.checkpoints;
    expect(startState?.step).toBe(3);
    const same = await run({ maxTensorBytes }, { startState });
    expect(bitsOf(same.reports)).toEqual(bitsOf(whole.reports.slice(3)));
    expect(same.state).toEqual(whole.state);
    const other = await run({ maxTensorBytes: 40 * 16 * 4 }, { startState });
    expect(
      difference(
        other.reports.map(({ loss }) => loss),
        same.reports.map(({ loss }) => loss),
      ),
    ).toBeLessThan(1e-5);
  });

  it.each(['tied', 'untied-wide-heads'] as const)('gives the logits and gradients of transformers: %s', async (name) => {
    const folder = new URL('../goldens/', import.meta.url);
    const golden = await loadGolden(name, (path) => readFile(new URL(path, folder)));
    const { config } = golden;
    const limit = Math.ceil(config.vocabularySize / 3) * config.hiddenSize * 4;
    const model = await createModel(config, { tensors: golden.weights }, { maxTensorBytes: limit });
    const batch = makeBatch(golden.rows.slice(0, golden.firstBatch));
    expect(await logitGap(model, batch, golden.expected.get('logits'))).toBeLessThan(1e-4);
    const { loss, gradients } = model.lossAndGradients(batch, batch.totalWeight);
    expect(difference(await loss.data(), [golden.loss])).toBeLessThan(1e-5);
    const head = config.tied ? 'model.embed_tokens.weight' : 'lm_head.weight';
    const parts = [...gradients].flatMap(([key, gradient]) => (key.startsWith(`${head}#`) ? gradient : []));
    expect(parts.length).toBeGreaterThan(2);
    const joined = tf.concat(parts, 0);
    expect(difference(await joined.data(), golden.expected.get(`gradient/${head}`)?.data ?? [])).toBeLessThan(1e-5);
    tf.dispose([joined, loss, ...gradients.values()]);
    model.dispose();
  });

  it('asks a tensor that is read by rows for one shard at a time, and a whole one once', async () => {
    const asked: string[] = [];
    const tensors = [...parameterShapes(tinyConfig)].map(([name, shape]) => ({
      name,
      shape,
      async read(from: number, to: number) {
        asked.push(`${name} ${from}–${to}`);
        return new Float32Array((to - from) * (shape[1] ?? 1));
      },
    }));
    const model = await createModel(tinyConfig, { tensors }, { maxTensorBytes });
    model.dispose();
    expect(asked.slice(0, 4)).toEqual([
      'model.embed_tokens.weight 0–17',
      'model.embed_tokens.weight 17–34',
      'model.embed_tokens.weight 34–50',
      'model.layers.0.input_layernorm.weight 0–16',
    ]);
  });
});
