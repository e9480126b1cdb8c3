// What an adapter starts from, as PEFT initialises it (`reset_lora_parameters`): A uniform as torch's nn.Linear
// (kaiming_uniform_ with a = √5, which is ±1/√inputs), B zero, so that the first forward pass is the base model's.

import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { hashText } from '../hash-text';
import type { LoraSettings } from '../recipe';
import { type ModelConfig, type NamedTensor, sizeOf } from '../weights';
import { adapterShapes } from './adapter-shapes';

/** Every tensor of a fresh adapter. A tensor depends on the seed and its own name only. */
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
  const generator = xoroshiro128plus((seed | 0) ^ hashText(name));
  return Float32Array.from({ length: size }, () => ((generator.next() >>> 0) / 2 ** 31 - 1) * bound);
}
