// A sample's config.yaml: its model, trained on its rows with the preset Quick.

import { defaultModel } from '../built-in-models';
import type { Recipe } from '../recipe';
import { defaultRecipe } from '../recipe/defaults';
import { presets } from '../recipe/presets';
import type { SampleName } from './samples';

/** How a recipe names the files of a project (sample-files.ts). */
export const projectDataset: Recipe['dataset'] = {
  files: ['rows.jsonl'],
  tools: 'tools.json',
  eval_fraction: 0,
  eval_files: ['eval.jsonl'],
};

export function sampleRecipe(name: SampleName): Recipe {
  const recipe: Recipe = {
    ...defaultRecipe(),
    dataset: projectDataset,
    model: { source: name === 'zh-from-zero' ? 'from-zero' : defaultModel },
    export: ['chatml', 'function_call_messages', 'openai', 'tokens', 'merged'],
  };
  return presets.find(({ id }) => id === 'quick')?.apply(recipe) ?? recipe;
}
