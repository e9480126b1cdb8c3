import { beforeAll, describe, expect, it } from 'vitest';
import { makePromptBatch } from '../../core/batches';
import { AppError } from '../../core/failure';
import { openDevice } from '../device';
import { createModel } from '../model/create-model';
import { tf } from '../tensorflow';
import { tinyConfig } from '../testing/tiny';
import { wasmPath } from '../testing/wasm-path';
import { generate } from './generate';

const prompts = Array.from({ length: 7 }, (_, row) =>
  Int32Array.from({ length: 1 + ((row * 3) % 8) }, (_, index) => (row * 11 + index * 5) % 50),
);
const options = { maxNewTokens: 12, stopIds: [] as number[], batchSize: 3 };

beforeAll(async () => {
  await openDevice('wasm', { wasmPath });
});

describe('generation', () => {
  const model = () => createModel({ ...tinyConfig, initializerRange: 0.4 }, { seed: 5 });

  it('answers each prompt as if it were alone, in the order given', async () => {
    const one = await model();
    const alone = [];
    for (const prompt of prompts) alone.push(...(await generate(one, [prompt], options)));
    expect(await generate(one, prompts, options)).toEqual(alone);
    expect(await generate(one, prompts, { ...options, batchSize: 7 })).toEqual(alone);
    one.dispose();
  });

  it('answers prompts that begin alike as if each were alone', async () => {
    const one = await model();
    const alike = prompts.map((prompt) => Int32Array.from([...Array.from({ length: 70 }, (_, index) => (index * 7) % 50), ...prompt]));
    expect(makePromptBatch(alike).blocks).not.toBeNull();
    const alone = [];
    for (const prompt of alike) alone.push(...(await generate(one, [prompt], options)));
    const before = tf.memory().numTensors;
    expect(await generate(one, alike, { ...options, batchSize: 7 })).toEqual(alone);
    expect(new Set(alone.map(String)).size).toBeGreaterThan(3);
    expect(tf.memory().numTensors).toBe(before);
    one.dispose();
  });

  it('stops before a stop token, and at the limit', async () => {
    const one = await model();
    const full = await generate(one, prompts, options);
    expect(full.map((answer) => answer.length)).toEqual(prompts.map(() => 12));
    const stop = full[0]?.[4] ?? -1;
    const stopped = await generate(one, prompts, { ...options, stopIds: [stop] });
    full.forEach((answer, index) => {
      const at = answer.indexOf(stop);
      expect(stopped[index]).toEqual(at < 0 ? answer : answer.slice(0, at));
    });
    expect(await generate(one, prompts, { ...options, maxNewTokens: 0 })).toEqual(prompts.map(() => new Int32Array()));
    one.dispose();
  });

  it('samples the same answers for a seed, each as if it were alone', async () => {
    const one = await model();
    const sampling = { do_sample: true, temperature: 1.5, top_k: 20, top_p: 0.9, repetition_penalty: 1.1 };
    const before = tf.memory().numTensors;
    const together = await generate(one, prompts, { ...options, sampling, seed: 3 });
    expect(await generate(one, prompts, { ...options, sampling, seed: 3, batchSize: 7 })).toEqual(together);
    expect(await generate(one, prompts, { ...options, sampling, seed: 4 })).not.toEqual(together);
    expect(await generate(one, prompts, { ...options, sampling: { ...sampling, top_k: 1, repetition_penalty: 1 } })).toEqual(
      await generate(one, prompts, options),
    );
    expect(tf.memory().numTensors).toBe(before);
    one.dispose();
  });

  it('penalizes what is said already, without sampling too', async () => {
    const one = await model();
    const sampling = { do_sample: false, temperature: 1, top_k: 50, top_p: 1, repetition_penalty: 1e6 };
    for (const [index, answer] of (await generate(one, prompts, { ...options, sampling })).entries()) {
      const said = [...(prompts[index] ?? []), ...answer];
      expect(new Set(said.slice(-answer.length)).size).toBe(answer.length);
      expect([...answer].filter((token) => prompts[index]?.includes(token))).toEqual([]);
    }
    one.dispose();
  });

  it('tells its progress, can be stopped, and leaves no tensor behind', async () => {
    const one = await model();
    const before = tf.memory().numTensors;
    const told: number[] = [];
    await generate(one, prompts, { ...options, onProgress: (done) => told.push(done) });
    expect(told).toEqual([3, 6, 7]);
    const controller = new AbortController();
    const running = generate(one, prompts, { ...options, signal: controller.signal, onProgress: () => controller.abort() });
    await expect(running).rejects.toMatchObject({ failure: { code: 'aborted' } });
    await expect(generate(one, [new Int32Array()], options)).rejects.toBeInstanceOf(AppError);
    expect(tf.memory().numTensors).toBe(before);
    one.dispose();
  });
});
