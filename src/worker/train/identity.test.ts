import { expect, test } from 'vitest';
import { defaultRecipe } from '../../core/recipe';
import type { ModelFiles } from '../run-protocol';
import { runIdentity } from './identity';

const model: ModelFiles = { modelId: 'm', configText: '{}', weights: ['a'], sha256: ['1'], initialSeed: 1 };
const examples = [{ id: 'r', inputIds: Int32Array.of(1, 2), weights: Float32Array.of(0, 1) }];
const identity = (files: ModelFiles, recipe = defaultRecipe()) => runIdentity(recipe, 3, examples, files);

test('the identity of a run includes the adapter that it continues', async () => {
  const fresh = await identity(model);
  const continued = await identity({ ...model, adapter: { path: 'adapters/x', sha256: '2' } });
  expect(continued.base).not.toBe(fresh.base);
  expect(continued).toEqual({ ...fresh, base: continued.base });
  // The adapter's path and, for stored weights, the seed make no difference.
  expect(await identity({ ...model, initialSeed: 7, adapter: { path: 'adapters/y', sha256: '2' } })).toEqual(continued);
});

test('the identity of a run does not depend on export settings', async () => {
  const recipe = { ...defaultRecipe(), export: [], export_dtype: 'bfloat16' as const };
  expect(await identity(model, recipe)).toEqual(await identity(model));
});
