// A LoRA adapter on the current backend: its tensors, and what they add to the layers they belong to.

import { adapterNames, adapterScale, adapterShapes, dropoutFactors, initialAdapter } from '../../core/adapter';
import type { LoraSettings } from '../../core/recipe';
import type { ModelConfig, NamedTensor } from '../../core/weights';
import { tf } from '../tensorflow';
import { checkTensors } from '../tensors/check-tensors';
import { adapterProduct } from './adapter-product';

export interface AdapterOptions {
  readonly settings: LoraSettings;
  /** Of the first A and of dropout. */
  readonly seed: number;
  /** Trained tensors to begin with, by PEFT's names; without them A is random and B is zero. */
  readonly tensors?: Iterable<NamedTensor>;
}

export class LoraAdapter {
  /** Off: the model computes as if there were no adapter. */
  enabled = true;
  readonly #settings: LoraSettings;
  readonly #seed: number;
  readonly #tensors: Map<string, tf.Tensor>;

  /** @throws AppError `bad-input` that names the tensor which is missing, unknown or of a wrong shape */
  constructor(config: ModelConfig, { settings, seed, tensors }: AdapterOptions) {
    this.#settings = settings;
    this.#seed = seed;
    const values = checkTensors(adapterShapes(config, settings), tensors ?? initialAdapter(config, settings, seed));
    this.#tensors = new Map([...values].map(([name, { data, shape }]) => [name, tf.keep(tf.tensor(data, [...shape], 'float32'))]));
  }

  /** By PEFT's names. Owned by the adapter. */
  get tensors(): ReadonlyMap<string, tf.Tensor> {
    return this.#tensors;
  }

  get usesDropout(): boolean {
    return this.#settings.lora_dropout > 0;
  }

  /** Takes ownership of `value` (same shape) in place of the tensor, which stays the caller's. */
  replace(name: string, value: tf.Tensor): void {
    this.#tensors.set(name, tf.keep(value));
  }

  /**
   * A layer's output with what the adapter adds to it; `output` itself where there is nothing to add.
   * @param output [N, O]
   * @param x the layer's inputs, [N, I]
   * @param weightName name of its base weight
   * @param draw number of the batch in the run, for dropout; null outside training
   */
  addTo(output: tf.Tensor, x: tf.Tensor, weightName: string, draw: number | null = null): tf.Tensor {
    const names = adapterNames(weightName);
    const [a, b] = [this.#tensors.get(names.a), this.#tensors.get(names.b)];
    if (!this.enabled || !a || !b) return output;
    return tf.add(output, adapterProduct(x, a, b, adapterScale(this.#settings), this.#dropout(x, weightName, draw)));
  }

  dispose(): void {
    for (const tensor of this.#tensors.values()) tensor.dispose();
    this.#tensors.clear();
  }

  #dropout(x: tf.Tensor, weightName: string, draw: number | null): tf.Tensor | null {
    const { lora_dropout: rate } = this.#settings;
    if (draw === null || rate === 0) return null;
    return tf.tensor(dropoutFactors(x.size, rate, this.#seed, draw, weightName), [...x.shape], 'float32');
  }
}
