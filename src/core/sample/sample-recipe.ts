// The sample's config.yaml: the model that learns from nothing, trained on its rows.

import { defaultRecipe } from '../recipe/defaults';
import { presets } from '../recipe/presets';
import type { Recipe } from '../recipe/recipe';

export function sampleRecipe(): Recipe {
  const recipe: Recipe = {
    ...defaultRecipe(),
    dataset: { files: ['rows.jsonl'], tools: 'tools.json', eval_fraction: 0, eval_files: ['eval.jsonl'] },
    export: ['chatml', 'common', 'openai', 'tokens', 'merged'],
  };
  return presets.find(({ id }) => id === 'quick')?.apply(recipe) ?? recipe;
}
