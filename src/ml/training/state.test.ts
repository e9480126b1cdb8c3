// A state is put on the device and read from it some rows at a time: a model's worth of it never stands in memory.

import { beforeAll, expect, it } from 'vitest';
import { openDevice } from '../device';
import { createModel } from '../model/create-model';
import { AdamW } from '../optimizer/adamw';
import { tf } from '../tensorflow';
import { plainSettings } from '../testing/golden';
import { runSteps } from '../testing/run-steps';
import { bitsOf, tinyConfig, tinyRows } from '../testing/tiny';
import { wasmPath } from '../testing/wasm-path';
import { exportState, restore, stateTensors } from './state';
import type { StartState, TrainState } from './train-events';

const settings = { ...plainSettings, per_device_train_batch_size: 2, max_steps: 6, save_steps: 3 };
const rows = tinyRows(5);
const maxTensorBytes = 17 * 16 * 4;

beforeAll(async () => {
  await openDevice('wasm', { wasmPath });
});

interface Stored {
  readonly state: StartState;
  /** Tensor and rows of each read. */
  readonly asked: readonly string[];
}

/** The state as if stored: all reads share one buffer, so that what was read before is overwritten. */
function stored({ step, tensors }: TrainState): Stored {
  const shared = new Float32Array(Math.max(...tensors.map(({ data }) => data.length)));
  const asked: string[] = [];
  const read = (name: string, data: Float32Array, width: number) => async (from: number, to: number) => {
    const values = shared.fill(Number.NaN).subarray(0, (to - from) * width);
    values.set(data.subarray(from * width, to * width));
    asked.push(`${name} ${from}–${to}`);
    return values;
  };
  const state = {
    step,
    tensors: tensors.map(({ name, shape, data }) => ({ name, shape, read: read(name, data, data.length / (shape[0] ?? 1)) })),
  };
  return { state, asked };
}

it.each([
  [{}, ['0–50']],
  [{ maxTensorBytes }, ['0–17', '17–34', '34–50']],
])('goes on bit for bit from tensors that are read one at a time, in the shards of the device: %o', async (options, shards) => {
  const whole = await runSteps(tinyConfig, { seed: 2 }, rows, settings, { options });
  const [checkpoint = expect.fail('no checkpoint')] = whole.checkpoints;
  const { state, asked } = stored(checkpoint);
  const rest = await runSteps(tinyConfig, { seed: 9 }, rows, settings, { startState: state, options });
  expect(bitsOf(rest.reports)).toEqual(bitsOf(whole.reports.slice(3)));
  expect(rest.state).toEqual(whole.state);
  const embedding = shards.map((rows) => `model.embed_tokens.weight ${rows}`);
  expect(asked.slice(0, shards.length)).toEqual(embedding);
  const moments = shards.flatMap((rows) => ['exp_avg', 'exp_avg_sq'].map((moment) => `${moment}/model.embed_tokens.weight ${rows}`));
  expect(asked.filter((read) => read.includes('/model.embed'))).toEqual(moments);
});

it('leaves nothing on the device where a tensor cannot be read', async () => {
  const { state } = await runSteps(tinyConfig, { seed: 2 }, rows, { ...settings, max_steps: 1 });
  const { tensors } = stored(state).state;
  const torn = tensors.map((tensor) => (tensor.name === 'exp_avg_sq/model.norm.weight' ? { ...tensor, read: gone } : tensor));
  const model = await createModel(tinyConfig, { seed: 2 });
  const before = tf.memory().numTensors;
  await expect(restore(model, { step: 1, tensors: torn })).rejects.toThrow('the file is gone');
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
});

async function gone(): Promise<Float32Array> {
  throw new Error('the file is gone');
}

it.each([{}, { maxTensorBytes }])('is read in pieces of whole rows that make up the same state: %o', async (options) => {
  const model = await createModel(tinyConfig, { seed: 2 }, options);
  const optimizer = new AdamW(model, settings);
  const before = tf.memory().numTensors;
  const whole = await exportState(0, stateTensors(model, optimizer));
  const most = 3 * tinyConfig.hiddenSize * 4;
  const inPieces = stateTensors(model, optimizer, most);
  const sizes: number[] = [];
  for (const { read } of inPieces) for await (const { byteLength } of read()) sizes.push(byteLength);
  expect(Math.max(...sizes)).toBe(most);
  expect(await exportState(0, inPieces)).toEqual(whole);
  expect(tf.memory().numTensors).toBe(before);
  optimizer.dispose();
  model.dispose();
});
