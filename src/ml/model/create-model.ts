import { initialWeights, type ModelConfig, type NamedTensor, parameterShapes, rowShards, type TensorRows } from '../../core/weights';
import { largestTensorBytes } from '../device';
import { type AdapterOptions, LoraAdapter } from '../lora/adapter';
import type { tf } from '../tensorflow';
import { checkComplete, checkTensor, inOrderOf } from '../tensors/check-tensors';
import type { LanguageModel } from './language-model';
import { QwenModel } from './qwen-model';
import { uploadRows } from './upload-rows';

/** Tensors as a model reads them: whole, or some rows at a time. */
export type TensorStream = AsyncIterable<NamedTensor | TensorRows> | Iterable<NamedTensor | TensorRows>;
export type ModelSource = { readonly tensors: TensorStream } | { readonly seed: number };

export interface ModelOptions {
  /** Each layer's activations are computed again in the backward pass instead of being kept: less memory, a third more work. */
  readonly checkpointing?: boolean;
  /** The base weights stay as they are and this adapter is trained. */
  readonly lora?: AdapterOptions;
  /** Embedding and head lie on the device in row shards of at most so many bytes; by default what the device can bind at once. */
  readonly maxTensorBytes?: number;
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
    return new QwenModel(config, await uploadParameters(config, tensors, options.maxTensorBytes), { ...options, adapter });
  } catch (error) {
    adapter?.dispose();
    throw error;
  }
}

/**
 * Every parameter on the current backend, in row shards where it is larger than `maxTensorBytes`; by name in the order
 * of `parameterShapes`. One tensor at a time is asked for, and of one that is read by rows one shard.
 * @throws as {@link createModel}, with nothing left on the device
 */
export async function uploadParameters(
  config: ModelConfig,
  tensors: TensorStream,
  maxTensorBytes: number = largestTensorBytes(),
): Promise<Map<string, tf.Tensor>> {
  const shapes = parameterShapes(config);
  const shards = rowShards(config, maxTensorBytes);
  const found = new Set<string>();
  const uploaded = new Map<string, tf.Tensor>();
  try {
    for await (const tensor of tensors) {
      const { name } = tensor;
      if (isIgnored(name, config)) continue;
      checkTensor(shapes, tensor, found);
      found.add(name);
      for (const shard of shards.get(name) ?? []) uploaded.set(shard.name, await uploadRows(tensor, shard.from, shard.to));
    }
    checkComplete(shapes, found);
  } catch (error) {
    for (const tensor of uploaded.values()) tensor.dispose();
    throw error;
  }
  const names = [...shards.values()].flat().map(({ name }) => name);
  return inOrderOf(names, uploaded);
}

/** Some files store the head of a tied model too. */
function isIgnored(name: string, config: ModelConfig): boolean {
  return (config.tied && name === 'lm_head.weight') || IGNORED.some((pattern) => pattern.test(name));
}
