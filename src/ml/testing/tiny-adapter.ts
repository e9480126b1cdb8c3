import { initialAdapter } from '../../core/adapter';
import { defaultRecipe } from '../../core/recipe';
import type { ModelConfig } from '../../core/weights';
import type { AdapterOptions } from '../lora/adapter';

/** An adapter on every layer whose B is other than zero, so that A has a gradient too. */
export function tinyAdapter(config: ModelConfig): AdapterOptions {
  const settings = { ...defaultRecipe().lora, r: 2 };
  const tensors = initialAdapter(config, settings, 4).map((tensor) =>
    tensor.name.includes('lora_B') ? { ...tensor, data: tensor.data.map((_, index) => 0.1 * Math.sin(index)) } : tensor,
  );
  return { settings, seed: 4, tensors };
}
