import { AppError } from '../../core/failure';
import { initialWeights, type ModelConfig, type NamedTensor, parameterShapes } from '../../core/weights';
import type { LanguageModel } from './language-model';
import { ReferenceModel } from './reference-model';

export type ModelSource = { readonly tensors: readonly NamedTensor[] } | { readonly seed: number };

/** Tensors that old checkpoints carry and no computation needs. */
const IGNORED = [/\.rotary_emb\.inv_freq$/];

/**
 * A model on the current backend, from stored weights or from zero.
 * @throws AppError `bad-input` that names the tensor which is missing, unknown, doubled or of a wrong shape
 */
export function createModel(config: ModelConfig, source: ModelSource): LanguageModel {
  const tensors = 'seed' in source ? initialWeights(config, source.seed) : source.tensors;
  return new ReferenceModel(config, checkTensors(config, tensors));
}

/** The tensors by name, once they are exactly those the config asks for. */
export function checkTensors(config: ModelConfig, tensors: readonly NamedTensor[]): Map<string, NamedTensor> {
  const shapes = parameterShapes(config);
  const found = new Map<string, NamedTensor>();
  for (const tensor of tensors) {
    const shape = shapes.get(tensor.name);
    if (!shape) {
      // Some files store the head of a tied model too.
      if ((config.tied && tensor.name === 'lm_head.weight') || IGNORED.some((pattern) => pattern.test(tensor.name))) continue;
      throw bad(`Tensor ${tensor.name} is not part of this model.`);
    }
    if (found.has(tensor.name)) throw bad(`Tensor ${tensor.name} is there twice.`);
    if (shape.join() !== tensor.shape.join()) {
      throw bad(`Tensor ${tensor.name} has shape [${tensor.shape.join(', ')}], the config asks for [${shape.join(', ')}].`);
    }
    found.set(tensor.name, tensor);
  }
  for (const name of shapes.keys()) if (!found.has(name)) throw bad(`Tensor ${name} is missing.`);
  return found;
}

function bad(message: string): AppError {
  return new AppError({
    code: 'bad-input',
    message,
    remedy: 'Take config.json and all .safetensors files from the same model folder.',
  });
}
