// The parameters of a model: stored ones, or the initial ones of a model without weights.

import { initialWeights, type ModelConfig, type NamedTensor, parameterShapes } from '../../../core/weights';
import { storedEntries, streamTensors } from '../../../storage/stored-tensors';
import type { ModelFiles } from '../../run-protocol';
import type { DataContext } from '../project/context';

type TensorSpec = Pick<NamedTensor, 'name' | 'shape'>;

export interface ModelWeights {
  readonly specs: readonly TensorSpec[];
  /** In the order of `specs`. */
  tensors(): AsyncIterable<NamedTensor> | Iterable<NamedTensor>;
}

/** Returns the parameters of a model, read or computed one at a time. */
export async function baseWeights(context: Pick<DataContext, 'files'>, config: ModelConfig, model: ModelFiles): Promise<ModelWeights> {
  const shapes = parameterShapes(config);
  if (model.weights.length === 0) {
    return { specs: [...shapes].map(([name, shape]) => ({ name, shape })), tensors: () => initialWeights(config, model.initialSeed) };
  }
  // Files may hold tensors that are not parameters: the head of a tied model, tables of old versions.
  const isParameter = ({ name }: TensorSpec) => shapes.has(name);
  return {
    specs: (await storedEntries(context.files, model.weights)).filter(isParameter),
    async *tensors() {
      for await (const tensor of streamTensors(context.files, model.weights)) if (isParameter(tensor)) yield tensor;
    },
  };
}
