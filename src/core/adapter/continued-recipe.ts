import { AppError } from '../failure';
import type { LoraSettings, Recipe } from '../recipe';

/** What an adapter itself says of its settings; dropout only means something while it is trained. */
export type AdapterShape = Omit<LoraSettings, 'lora_dropout'>;

/**
 * The recipe of a run that goes on with a trained adapter: rank, scale and layers are the adapter's, whatever it says.
 * @throws AppError `blocked` when it trains all weights
 */
export function continuedRecipe(recipe: Recipe, { r, lora_alpha, use_rslora, target_modules }: AdapterShape): Recipe {
  if (recipe.train.method === 'full') {
    throw new AppError({
      code: 'blocked',
      reason: 'adapter_needs_lora',
      message: 'The recipe names an adapter to go on with, and trains all weights.',
      remedy: 'Take method: lora; to train all weights, merge the adapter into its base model in Models first.',
    });
  }
  return { ...recipe, lora: { ...recipe.lora, r, lora_alpha, use_rslora, target_modules } };
}
