// The weights a model starts from when it is trained from zero: normal with the config's `initializer_range`, norms
// at 1, biases at 0, as transformers initialises Qwen. The same seed gives the same bits on every machine: normal values are sums
// of twelve 16-bit uniform integers (Irwin-Hall), integer arithmetic only, since Math.log and Math.cos may differ in
// their last bit between engines. Such a sum has variance 1 after scaling and never leaves ±6 standard deviations.

import { namedGenerator } from '../random';
import type { ModelConfig } from './model-config';
import type { NamedTensor } from './named-tensor';
import { parameterShapes, sizeOf } from './parameter-shapes';

/** Sum of twelve uniform integers in [0, 65535]: its mean, and (to 1e-10) its standard deviation. */
const MEAN = 12 * 32767.5;
const DEVIATION = 65536;

/** Every parameter of a fresh model. A tensor depends on the seed and its own name only. */
export function initialWeights(config: ModelConfig, seed: number): NamedTensor[] {
  return [...parameterShapes(config)].map(([name, shape]) => ({
    name,
    shape,
    data:
      shape.length === 1
        ? new Float32Array(sizeOf(shape)).fill(name.endsWith('.bias') ? 0 : 1)
        : normal(sizeOf(shape), config.initializerRange, seed, name),
  }));
}

function normal(size: number, deviation: number, seed: number, name: string): Float32Array {
  const generator = namedGenerator(seed, name);
  const scale = deviation / DEVIATION;
  return Float32Array.from({ length: size }, () => {
    let sum = 0;
    for (let draw = 0; draw < 6; draw++) {
      const bits = generator.next();
      sum += (bits & 0xffff) + (bits >>> 16);
    }
    return (sum - MEAN) * scale;
  });
}
