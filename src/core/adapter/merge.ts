import type { LoraSettings } from '../recipe';
import { type NamedTensor, sizeOf } from '../weights';
import { adapterNames, adapterScale } from './adapter-tensors';

/**
 * W + scale · B·A, summed in 64 bits and rounded once to 32 bits.
 * @param weight W [O, I]
 * @param a A [r, I]
 * @param b B [O, r]
 * @param shape [O, I]
 * @throws RangeError if the lengths do not fit the shape
 */
export function mergedWeight(
  weight: Float32Array,
  a: Float32Array,
  b: Float32Array,
  shape: readonly [number, number],
  scale: number,
): Float32Array {
  const [outputs, inputs] = shape;
  const rank = b.length / outputs;
  if (weight.length !== sizeOf(shape) || a.length !== rank * inputs) {
    throw new RangeError(`W of ${weight.length}, A of ${a.length}, B of ${b.length} values for shape [${shape.join(', ')}]`);
  }
  const merged = new Float32Array(weight.length);
  const row = new Float64Array(inputs);
  for (let output = 0; output < outputs; output++) {
    row.fill(0);
    for (let index = 0; index < rank; index++) {
      const factor = b[output * rank + index] ?? 0;
      const start = index * inputs;
      for (let input = 0; input < inputs; input++) row[input] = (row[input] ?? 0) + factor * (a[start + input] ?? 0);
    }
    const start = output * inputs;
    for (let input = 0; input < inputs; input++) merged[start + input] = (weight[start + input] ?? 0) + scale * (row[input] ?? 0);
  }
  return merged;
}

/** Yields the base model's tensors one by one, with the adapter merged into those it adapts. */
export async function* mergedTensors(
  base: AsyncIterable<NamedTensor> | Iterable<NamedTensor>,
  adapter: Iterable<NamedTensor>,
  settings: LoraSettings,
): AsyncGenerator<NamedTensor, void, undefined> {
  const byName = new Map([...adapter].map((tensor) => [tensor.name, tensor]));
  for await (const tensor of base) {
    const { a, b } = adapterNames(tensor.name);
    const [first, second] = [byName.get(a), byName.get(b)];
    const [outputs, inputs] = tensor.shape;
    if (!first || !second || outputs === undefined || inputs === undefined) yield tensor;
    else yield { ...tensor, data: mergedWeight(tensor.data, first.data, second.data, [outputs, inputs], adapterScale(settings)) };
  }
}
