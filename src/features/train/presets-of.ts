// Which preset a recipe comes from, and what a change of the model makes of it. Pure.

import type { Recipe } from '../../core/recipe';
import { presets } from '../../core/recipe';
import { changedKeys, closest } from './settings';

export interface AppliedPreset {
  readonly id: (typeof presets)[number]['id'];
  readonly recipe: Recipe;
  readonly train: Recipe['train'];
}

/** The preset the recipe comes from, as it would be unchanged. */
export function presetOf(recipe: Recipe): AppliedPreset | undefined {
  const applied = presets.map((preset): AppliedPreset => {
    const result = preset.apply(recipe);
    return { id: preset.id, recipe: result, train: result.train };
  });
  return closest(recipe.train, applied);
}

/** The same recipe on another model. A preset that was not changed is taken anew: its figures depend on the model. */
export function onOtherModel(before: Recipe, next: Recipe): Recipe {
  const current = presetOf(before);
  if (!current || changedKeys(before.train, current.train).length > 0) return next;
  return presets.find(({ id }) => id === current.id)?.apply(next) ?? next;
}
