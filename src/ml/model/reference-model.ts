// The reference implementation of LanguageModel: composed TensorFlow.js ops, the same on every backend.

import type { Batch } from '../../core/batches';
import type { ModelConfig } from '../../core/weights';
import { attention, causalMask } from '../ops/attention';
import { embedding } from '../ops/embedding';
import { linear } from '../ops/linear';
import { linearCrossEntropy, linearCrossEntropyLoss, type Targets } from '../ops/linear-cross-entropy';
import { rotaryTables } from '../ops/rotary';
import { tf } from '../tensorflow';
import { CachedDecoder } from './cached-decoder';
import { decoderLayers } from './decoder-layer';
import type { Decoder, LanguageModel, LossAndGradients, PromptBatch } from './language-model';

export class ReferenceModel implements LanguageModel {
  readonly config: ModelConfig;
  readonly #parameters: Map<string, tf.Tensor>;

  /** @param parameters all of `parameterShapes(config)` in their order (see `uploadParameters`); the model owns them */
  constructor(config: ModelConfig, parameters: Map<string, tf.Tensor>) {
    this.config = config;
    this.#parameters = parameters;
  }

  get parameters(): ReadonlyMap<string, tf.Tensor> {
    return this.#parameters;
  }

  get trainables(): ReadonlyMap<string, tf.Tensor> {
    return this.#parameters;
  }

  lossAndGradients(batch: Batch, divisor: number): LossAndGradients {
    const names = [...this.#parameters.keys()];
    const { value, grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) => {
      const parameters = new Map(names.map((name, index) => [name, present(tensors[index], name)]));
      const hidden = this.#hidden(batch, parameters);
      return linearCrossEntropy(hidden, this.#head(parameters), targetsOf(batch, divisor));
    })([...this.#parameters.values()]);
    return { loss: value, gradients: new Map(names.map((name, index) => [name, present(grads[index], name)])) };
  }

  loss(batch: Batch, divisor: number): tf.Tensor {
    return tf.tidy(() =>
      linearCrossEntropyLoss(this.#hidden(batch, this.#parameters), this.#head(this.#parameters), targetsOf(batch, divisor)),
    );
  }

  /** Logits of every position, [B·T, V]: for tests against the reference library. */
  logits(batch: Batch): tf.Tensor {
    return tf.tidy(() => linear(this.#hidden(batch, this.#parameters), this.#head(this.#parameters)));
  }

  replace(name: string, value: tf.Tensor): void {
    const old = present(this.#parameters.get(name), name);
    if (!tf.util.arraysEqual(old.shape, value.shape)) throw new Error(`${name}: shape ${value.shape} in place of ${old.shape}`);
    this.#parameters.set(name, tf.keep(value));
    old.dispose();
  }

  decode(prompts: PromptBatch): Decoder {
    return new CachedDecoder(this.config, this.#parameters, this.#head(this.#parameters), prompts);
  }

  setAdapterEnabled(): void {}

  dispose(): void {
    for (const tensor of this.#parameters.values()) tensor.dispose();
    this.#parameters.clear();
  }

  #head(parameters: ReadonlyMap<string, tf.Tensor>): tf.Tensor {
    const name = this.config.tied ? 'model.embed_tokens.weight' : 'lm_head.weight';
    return present(parameters.get(name), name);
  }

  /** Final hidden states of all positions, [B·T, C]. */
  #hidden(batch: Batch, parameters: ReadonlyMap<string, tf.Tensor>): tf.Tensor {
    const { config } = this;
    const parameter = (name: string) => present(parameters.get(name), name);
    const mask = causalMask(batch.length);
    const shape = { rows: batch.rows, heads: config.heads, keyValueHeads: config.keyValueHeads, headDim: config.headDim };
    // Padding stands after a row's tokens: no trained position sees it, so its gradient is zero and the mask is causal only.
    const counted = batch.ids.map((id, index) => (index % batch.length < (batch.lengths[Math.floor(index / batch.length)] ?? 0) ? id : -1));
    return decoderLayers(embedding(parameter('model.embed_tokens.weight'), batch.ids, counted), {
      config,
      rows: batch.rows,
      length: batch.length,
      tables: rotaryTables(
        Int32Array.from({ length: batch.length }, (_, index) => index),
        1,
        config,
      ),
      parameter,
      project: (x, name) => linear(x, parameter(name)),
      attend: (_layer, query, key, value) => attention(query, key, value, mask, shape),
    });
  }
}

function targetsOf(batch: Batch, divisor: number): Targets {
  return { positions: batch.positions, labels: batch.labels, weights: batch.weights.map((weight) => weight / divisor) };
}

function present(tensor: tf.Tensor | undefined, name: string): tf.Tensor {
  if (!tensor) throw new Error(`${name} is missing`);
  return tensor;
}
