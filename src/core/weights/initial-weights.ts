// Initial weights of a model that is trained from zero: normal with the config's `initializer_range`, norms 1, biases 0, as
// transformers initializes Qwen. The same seed gives the same bits on every machine: a normal value is a sum of twelve
// uniform 16-bit integers (Irwin-Hall distribution), computed in integers, since Math.log and Math.cos may differ in their
// last bit between engines. The scaled sum has variance 1 and stays within ±6 standard deviations.

import { namedGenerator } from '../random';
import type { ModelConfig } from './model-config';
import type { NamedTensor } from './named-tensor';
import { parameterShapes, sizeOf } from './parameter-shapes';

/** Mean and (to 1e-10) standard deviation of a sum of twelve uniform integers in [0, 65535]. */
const MEAN = 12 * 32767.5;
const DEVIATION = 65536;

/** Every parameter of a new model. A tensor depends only on the seed and its own name. */
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
    for (let pair = 0; pair < 6; pair++) {
      const bits = generator.next();
      sum += (bits & 0xffff) + (bits >>> 16);
    }
    return (sum - MEAN) * scale;
  });
}
