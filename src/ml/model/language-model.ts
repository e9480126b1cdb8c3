// What training, evaluation and generation need of a model. `ReferenceModel` implements it in composed TensorFlow.js
// ops on any backend; a fused implementation shares this face and is tested against the reference.

import type { Batch, PromptBatch } from '../../core/batches';
import type { ModelConfig } from '../../core/weights';
import type { tf } from '../tensorflow';

export interface LossAndGradients {
  /** Scalar: Σ weight·loss / `divisor`, nats. */
  readonly loss: tf.Tensor;
  /** One per trainable, of its shape, by its name. */
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
}

/** Decoding of a batch of prompts with a key/value cache. */
export interface Decoder {
  /**
   * Logits [B, V] of the token after the prompts, or after `tokens`, which then count as said. The caller disposes both.
   * @param tokens int32 [B], absent in the first call and only there
   */
  next(tokens?: tf.Tensor): tf.Tensor;
  dispose(): void;
}

export interface LanguageModel {
  readonly config: ModelConfig;
  /** Parameters by Hugging Face name; NAME#0, NAME#1, … where the rows of one lie in shards. Owned by the model. */
  readonly parameters: ReadonlyMap<string, tf.Tensor>;
  /** What the optimizer changes, by name as above: all parameters in full training, with LoRA the adapter's tensors by PEFT's names. Owned by the model. */
  readonly trainables: ReadonlyMap<string, tf.Tensor>;
  /** Whether training drops inputs at random: each row must then have all of its own. */
  readonly usesDropout: boolean;
  /**
   * Loss of a batch and its gradients. Results belong to the caller.
   * @param divisor sum of the weights of all batches that are accumulated for one optimizer step
   * @param draw number of the batch in the run: with the seed it decides what an adapter's dropout drops; 0 by default
   */
  lossAndGradients(batch: Batch, divisor: number, draw?: number): LossAndGradients;
  /** Logits of every position, [B·T, V]; belong to the caller. */
  logits(batch: Batch): tf.Tensor;
  /** Loss alone, a scalar that belongs to the caller. */
  loss(batch: Batch, divisor: number): tf.Tensor;
  /** Takes ownership of `value` (same shape) in place of the trainable. */
  replace(name: string, value: tf.Tensor): void;
  decode(prompts: PromptBatch): Decoder;
  /** Computes with the adapter or without it. No effect on a model that has none. */
  setAdapterEnabled(enabled: boolean): void;
  dispose(): void;
}
