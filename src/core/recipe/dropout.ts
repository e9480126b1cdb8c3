import type { Recipe } from './recipe';

/** Whether training drops inputs at random: each row must then have all of its own, and shares none. */
export function dropsInputs({ train, lora }: Pick<Recipe, 'train' | 'lora'>): boolean {
  return train.method === 'lora' && lora.lora_dropout > 0;
}
