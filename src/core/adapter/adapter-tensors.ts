// The tensors of a LoRA adapter: names and shapes as PEFT 0.21 stores them (peft/utils/save_and_load.py), initial values,
// and dropout. Each adapted linear weight W [O, I] has an A [r, I] and a B [O, r], and its layer computes
// x·Wᵀ + scale · (x·Aᵀ)·Bᵀ.

import { hashText } from '../hash-text';
import { namedGenerator } from '../random';
import type { LoraSettings } from '../recipe';
import { type ModelConfig, type NamedTensor, parameterShapes, sizeOf } from '../weights';

const PREFIX = 'base_model.model.';

interface AdapterPair {
  readonly a: string;
  readonly b: string;
}

/** Names of the A and B of a base weight. @param weightName `model.layers.0.self_attn.q_proj.weight` */
export function adapterNames(weightName: string): AdapterPair {
  const layer = PREFIX + weightName.replace(/\.weight$/, '');
  return { a: `${layer}.lora_A.weight`, b: `${layer}.lora_B.weight` };
}

/** Shapes [O, I] of the base weights that are adapted, by name, in the order of `parameterShapes`. */
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

/** Shapes of all tensors of an adapter, by name. */
export function adapterShapes(config: ModelConfig, settings: LoraSettings): Map<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  for (const [name, [outputs, inputs]] of adaptedWeights(config, settings)) {
    const { a, b } = adapterNames(name);
    shapes.set(a, [settings.r, inputs]);
    shapes.set(b, [outputs, settings.r]);
  }
  return shapes;
}

/** Factor of the adapter's product: lora_alpha / r, or lora_alpha / √r with rsLoRA. */
export function adapterScale({ r, lora_alpha, use_rslora }: LoraSettings): number {
  return lora_alpha / (use_rslora ? Math.sqrt(r) : r);
}

/**
 * Every tensor of a new adapter, initialized as in PEFT (`reset_lora_parameters`): A uniform like torch's nn.Linear
 * (kaiming_uniform_ with a = √5, which is ±1/√I), B zero, so that the first forward pass is the base model's. A tensor
 * depends only on the seed and its own name.
 */
export function initialAdapter(config: ModelConfig, settings: LoraSettings, seed: number): NamedTensor[] {
  return [...adapterShapes(config, settings)].map(([name, shape]) => ({
    name,
    shape,
    data: name.endsWith('.lora_A.weight')
      ? uniform(sizeOf(shape), 1 / Math.sqrt(shape[1] ?? 1), seed, name)
      : new Float32Array(sizeOf(shape)),
  }));
}

/** Values in [-bound, bound). */
function uniform(size: number, bound: number, seed: number, name: string): Float32Array {
  const generator = namedGenerator(seed, name);
  return Float32Array.from({ length: size }, () => ((generator.next() >>> 0) / 2 ** 31 - 1) * bound);
}

/**
 * Factors of inverted dropout: 0 with probability `rate`, else 1 / (1 - rate). A factor depends only on its index and
 * the arguments, so that a recomputed or resumed step drops the same inputs.
 * @param microStep number of the batch within the run
 * @param name of the adapted weight
 */
export function dropoutFactors(size: number, rate: number, seed: number, microStep: number, name: string): Float32Array {
  const key = mix(mix(seed ^ hashText(name)) ^ microStep);
  const kept = 1 / (1 - rate);
  return Float32Array.from({ length: size }, (_, index) => (mix(key ^ Math.imul(index + 1, 0x9e3779b1)) >>> 0 < rate * 2 ** 32 ? 0 : kept));
}

/** MurmurHash3's finalizer. */
function mix(bits: number): number {
  let value = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}
