import { initialWeights, type ModelConfig, type NamedTensor, parameterShapes } from '../../core/weights';
import { type AdapterOptions, LoraAdapter } from '../lora/adapter';
import { tf } from '../tensorflow';
import { checkComplete, checkTensor, inOrderOf } from './check-tensors';
import type { LanguageModel } from './language-model';
import { ReferenceModel } from './reference-model';

export type ModelSource = { readonly tensors: AsyncIterable<NamedTensor> | Iterable<NamedTensor> } | { readonly seed: number };

export interface ModelOptions {
  /** Each layer's activations are computed again in the backward pass instead of being kept: less memory, a third more work. */
  readonly checkpointing?: boolean;
  /** The base weights stay as they are and this adapter is trained. */
  readonly lora?: AdapterOptions;
}

/** Tensors that old checkpoints carry and no computation needs. */
const IGNORED = [/\.rotary_emb\.inv_freq$/];

/**
 * A model on the current backend, from stored weights or from zero.
 * @throws AppError `bad-input` that names the tensor which is missing, unknown, doubled or of a wrong shape
 */
export async function createModel(config: ModelConfig, source: ModelSource, options: ModelOptions = {}): Promise<LanguageModel> {
  const tensors = 'seed' in source ? initialWeights(config, source.seed) : source.tensors;
  const adapter = options.lora ? new LoraAdapter(config, options.lora) : null;
  try {
    return new ReferenceModel(config, await uploadParameters(config, tensors), { ...options, adapter });
  } catch (error) {
    adapter?.dispose();
    throw error;
  }
}

/**
 * Every parameter on the current backend, by name in the order of `parameterShapes`; one tensor at a time is asked for.
 * @throws as {@link createModel}, with nothing left on the device
 */
export async function uploadParameters(
  config: ModelConfig,
  tensors: AsyncIterable<NamedTensor> | Iterable<NamedTensor>,
): Promise<Map<string, tf.Tensor>> {
  const shapes = parameterShapes(config);
  const uploaded = new Map<string, tf.Tensor>();
  try {
    for await (const tensor of tensors) {
      if (isIgnored(tensor.name, config)) continue;
      checkTensor(shapes, tensor, uploaded);
      uploaded.set(tensor.name, tf.keep(onDevice(tf.tensor(tensor.data, [...tensor.shape], 'float32'))));
    }
    checkComplete(shapes, uploaded);
  } catch (error) {
    for (const tensor of uploaded.values()) tensor.dispose();
    throw error;
  }
  return inOrderOf(shapes, uploaded);
}

/** WebGPU would keep the values in the tab's memory until the tensor is first used: a whole model's, while it is read. */
function onDevice(tensor: tf.Tensor): tf.Tensor {
  const backend: unknown = tf.backend();
  if (tf.getBackend() === 'webgpu' && uploads(backend)) backend.uploadToGPU(tensor.dataId);
  return tensor;
}

function uploads(backend: unknown): backend is { uploadToGPU(id: object): void } {
  return typeof backend === 'object' && backend !== null && 'uploadToGPU' in backend;
}

/** Some files store the head of a tied model too. */
function isIgnored(name: string, config: ModelConfig): boolean {
  return (config.tied && name === 'lm_head.weight') || IGNORED.some((pattern) => pattern.test(name));
}
