// A large tensor has an update of its own, small ones are joined: the same weights come out of both.

import { expect, it } from 'vitest';
import { updateGroups } from '../../core/training';
import { openDevice } from '../device';
import { createModel } from '../model/create-model';
import { difference, plainSettings } from '../testing/golden';
import { runSteps } from '../testing/run-steps';
import { tinyConfig, tinyRows } from '../testing/tiny';
import { wasmPath } from '../testing/wasm-path';

const config = { ...tinyConfig, vocabularySize: 20_000 };
const settings = { ...plainSettings, weight_decay: 0.1, max_grad_norm: 0.5, per_device_train_batch_size: 4, max_steps: 5 };

it('an embedding updated alone becomes what it becomes in shards that are joined with other tensors', async () => {
  await openDevice('wasm', { wasmPath });
  const groupSizes = async (options: { maxTensorBytes?: number }) => {
    const model = await createModel(config, { seed: 1 }, options);
    const groups = updateGroups([...model.trainables].map(([name, { shape }]) => [name, shape]));
    model.dispose();
    return groups.map(({ tensors }) => tensors.length);
  };
  const shards = { maxTensorBytes: 2 ** 19 };
  expect(await groupSizes({})).toContain(1);
  expect(await groupSizes(shards)).not.toContain(1);
  const alone = await runSteps(config, { seed: 1 }, tinyRows(9), settings);
  const joined = await runSteps(config, { seed: 1 }, tinyRows(9), settings, { options: shards });
  expect(alone.reports).toHaveLength(5);
  alone.reports.forEach(({ loss, gradientNorm }, index) => {
    expect(joined.reports[index]?.loss).toBeCloseTo(loss, 6);
    expect(joined.reports[index]?.gradientNorm).toBeCloseTo(gradientNorm, 5);
  });
  expect(joined.state.tensors.map(({ name }) => name)).toEqual(alone.state.tensors.map(({ name }) => name));
  alone.state.tensors.forEach(({ name, data }, index) => {
    expect(difference(joined.state.tensors[index]?.data ?? [], data), name).toBeLessThan(1e-5);
  });
});
