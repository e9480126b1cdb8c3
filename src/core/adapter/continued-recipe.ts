import { AppError } from '../failure';
import type { LoraSettings, Recipe } from '../recipe';

/** The settings that an adapter's tensors determine. Dropout is not one: it only matters during training. */
type AdapterShape = Omit<LoraSettings, 'lora_dropout'>;

/**
 * The recipe of a run that continues a trained adapter: the adapter's rank, scale and modules replace the recipe's.
 * @throws AppError `blocked` if the recipe trains all weights
 */
export function continuedRecipe(recipe: Recipe, { r, lora_alpha, use_rslora, target_modules }: AdapterShape): Recipe {
  if (recipe.train.method === 'full') {
    throw new AppError({
      code: 'blocked',
      reason: 'adapter_needs_lora',
      message: 'The recipe continues an adapter but trains all weights.',
      remedy: 'Set method: lora. To train all weights, first merge the adapter into its base model in Models.',
    });
  }
  return { ...recipe, lora: { ...recipe.lora, r, lora_alpha, use_rslora, target_modules } };
}
