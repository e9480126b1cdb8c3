import { expect, test } from 'vitest';
import type { Recipe } from '../../core/recipe';
import { defaultRecipe, presets } from '../../core/recipe';
import { heldToAdapter, withAdapter, withModel } from './model-choice';

const settings: Recipe['lora'] = { r: 3, lora_alpha: 5, lora_dropout: 0, use_rslora: true, target_modules: ['q_proj'] };
const adapter = { id: 'x', settings };
const recipe: Recipe = { ...defaultRecipe(), model: { folder: 'a' }, lora: { ...defaultRecipe().lora, lora_dropout: 0.1 } };

test('an adapter to go on with decides method, rank, scale and layers; dropout stays the recipe’s', () => {
  const chosen = withAdapter(recipe, adapter);
  expect(chosen.model).toEqual({ folder: 'a', adapter: 'x' });
  expect(chosen.train.method).toBe('lora');
  expect(chosen.lora).toEqual({ ...settings, lora_dropout: 0.1 });
  for (const preset of presets) {
    const held = heldToAdapter(preset.apply(chosen), [adapter]);
    expect(held.train.method).toBe('lora');
    expect(held.lora).toMatchObject({ r: 3, lora_alpha: 5, use_rslora: true, target_modules: ['q_proj'] });
  }
});

test('a fresh adapter, or another model, leaves it', () => {
  const chosen = withAdapter(recipe, adapter);
  expect(withAdapter(chosen, null).model).toEqual({ folder: 'a' });
  expect(withModel(chosen, { id: 'b', hasChatTemplate: true }).model).toEqual({ folder: 'b' });
  expect(heldToAdapter(recipe, [adapter])).toBe(recipe);
});
