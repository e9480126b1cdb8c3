import { expect, test } from 'vitest';
import type { ModelSource } from '../../core/recipe';
import { defaultRecipe, presetWarnings } from '../../core/recipe';
import { teachingRecipe } from './teaching-recipe';

const models: readonly ModelSource[] = [{ source: 'starter' }, { source: 'from-zero' }, { folder: 'qwen' }];

test.each(models)('teaches %j what was asked for, in so many steps, and nothing speaks against it', (model) => {
  const recipe = teachingRecipe({ ...defaultRecipe(), model, format: 'template' }, 77);
  expect(recipe).toMatchObject({ model, format: 'function_call', train: { max_steps: 77, per_device_train_batch_size: 8 } });
  expect(recipe.train.method).toBe('source' in model && model.source === 'from-zero' ? 'full' : 'lora');
  expect(presetWarnings(recipe, { heldOut: 60 })).toEqual([]);
});
