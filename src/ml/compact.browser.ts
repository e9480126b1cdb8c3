// Compact batches on WebGPU, in a real browser: they train what padded ones train.

import { beforeAll, it } from 'vitest';
import { defaultLoraSettings } from '../core/recipe';
import { openDevice } from './device';
import type { ModelOptions } from './model/create-model';
import { fetchedFrom } from './testing/browser-golden';
import { loadGolden } from './testing/golden';
import { expectSameTraining } from './testing/same-training';

beforeAll(async () => {
  await openDevice('webgpu', { wasmPath: '/wasm/', allowSoftware: true });
});

it.each<[string, number, ModelOptions]>([
  ['all weights', 13, {}],
  ['all weights, nothing shared', 0, { checkpointing: true }],
  ['an adapter, a prefix of several blocks', 40, { lora: { settings: { ...defaultLoraSettings, r: 4 }, seed: 3 } }],
])('give the loss and gradients of padded ones: %s', async (_, prefix, options) => {
  const { config, weights } = await loadGolden('qwen2-tied', fetchedFrom('src/ml/goldens'));
  await expectSameTraining({ config, weights, prefix, options });
});
