// The settings that a few hundred rows are taught with. Pure.

import type { Recipe } from '../../core/recipe';
import { presets } from '../../core/recipe';

/** 240 leave some three points more of the held-out requests wrong. */
export const defaultSteps = 360;

/**
 * The preset for quick results on this model, in the dialect without a list of tools: prompts are a third as long, and
 * the tools are learned into the weights, so that the model calls them without being told of them.
 * @param steps optimizer steps
 */
export function teachingRecipe(recipe: Recipe, steps: number): Recipe {
  const quick = presets.find(({ id }) => id === 'quick')?.apply({ ...recipe, format: 'function_call' });
  if (!quick) throw new RangeError('there is no preset "quick"');
  return { ...quick, train: { ...quick.train, max_steps: steps } };
}
