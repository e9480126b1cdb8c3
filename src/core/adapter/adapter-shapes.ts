// Names and shapes of a LoRA adapter as PEFT 0.21 stores it (peft/utils/save_and_load.py): beside each chosen linear
// weight [O, I] stand A [r, I] and B [O, r], and the layer computes x·Wᵀ + scale · (x·Aᵀ)·Bᵀ.

import type { LoraSettings } from '../recipe';
import { type ModelConfig, parameterShapes } from '../weights';

const PREFIX = 'base_model.model.';

export interface AdapterPair {
  readonly a: string;
  readonly b: string;
}

/** Names of A and B of a base weight. @param weightName `model.layers.0.self_attn.q_proj.weight` */
export function adapterNames(weightName: string): AdapterPair {
  const layer = PREFIX + weightName.replace(/\.weight$/, '');
  return { a: `${layer}.lora_A.weight`, b: `${layer}.lora_B.weight` };
}

/** The weights [O, I] that get an A and a B, in the order of `parameterShapes`. */
export function adaptedWeights(config: ModelConfig, settings: LoraSettings): Map<string, readonly [number, number]> {
  const targets = new Set<string>(settings.target_modules);
  return new Map(
    [...parameterShapes(config)].flatMap(([name, [outputs, inputs]]): [string, readonly [number, number]][] => {
      const module = /\.(\w+)\.weight$/.exec(name)?.[1];
      if (module === undefined || !targets.has(module) || outputs === undefined || inputs === undefined) return [];
      return [[name, [outputs, inputs]]];
    }),
  );
}

/** Names and shapes of all tensors of an adapter. */
export function adapterShapes(config: ModelConfig, settings: LoraSettings): Map<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  for (const [name, [outputs, inputs]] of adaptedWeights(config, settings)) {
    const { a, b } = adapterNames(name);
    shapes.set(a, [settings.r, inputs]);
    shapes.set(b, [outputs, settings.r]);
  }
  return shapes;
}

/** What the adapter's product is multiplied by: lora_alpha / r, with rsLoRA lora_alpha / √r. */
export function adapterScale({ r, lora_alpha, use_rslora }: LoraSettings): number {
  return lora_alpha / (use_rslora ? Math.sqrt(r) : r);
}
