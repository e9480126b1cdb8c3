import { expect, test } from 'vitest';
import type { ModelSource } from '../../core/recipe';
import { defaultRecipe, writeRecipe } from '../../core/recipe';
import type { AdapterSummary, ModelSummary } from '../../worker/protocol';
import { readRecipe } from './recipes';

const COMMIT = 'c'.repeat(40);
const model = { name: 'm', architecture: 'qwen3', parameters: 1, bytes: 4, vocabularySize: 2, fromZero: false, hasChatTemplate: true };
const origin = { kind: 'hub', address: 'https://hub.example', name: 'owner/m', revision: 'main', commit: COMMIT } as const;
const models: readonly ModelSummary[] = [
  { ...model, id: 'a' },
  { ...model, id: 'b', origin },
];
const { lora } = defaultRecipe();
const adapters: readonly AdapterSummary[] = [
  { id: 'x', name: 'x', baseId: 'a', settings: lora, bytes: 1, origin: { kind: 'zip' }, addedAt: 0 },
];
const current = { ...defaultRecipe(), model: { folder: 'a' } };

test.each<[ModelSource, string | null]>([
  [{ folder: 'a' }, null],
  [{ folder: 'z' }, 'z'],
  [{ hub: 'owner/m', revision: 'main' }, null],
  [{ hub: 'owner/m', revision: COMMIT }, null],
  [{ hub: 'owner/m', revision: 'other' }, 'owner/m'],
  [{ folder: 'a', adapter: 'x' }, null],
  [{ folder: 'a', adapter: 'y' }, 'y'],
  [{ source: 'from-zero' }, null],
])('a recipe for %j is taken where it is stored, else the project keeps its model', (source, missing) => {
  const read = readRecipe(writeRecipe({ ...defaultRecipe(), model: source }), current, { models, adapters });
  expect(read.missingModel).toBe(missing);
  expect(read.recipe.model).toEqual(missing === null ? source : current.model);
});
