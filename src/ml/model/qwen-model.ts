// The reference implementation of LanguageModel: composed TensorFlow.js ops, the same on every backend.

import type { Batch, PromptBatch } from '../../core/batches';
import { EMBEDDING, headName, type ModelConfig, nameInFiles } from '../../core/weights';
import type { LoraAdapter } from '../lora/adapter';
import { attention, segmentMask } from '../ops/attention';
import { chosenRows } from '../ops/chosen-rows';
import { embedding } from '../ops/embedding';
import { frozenLinear } from '../ops/frozen-linear';
import { paddedHeads } from '../ops/head-layout';
import { linear } from '../ops/linear';
import { linearCrossEntropy, linearCrossEntropyLoss, type Targets } from '../ops/linear-cross-entropy';
import { frozenRmsNorm, rmsNorm } from '../ops/rms-norm';
import { rotaryTables } from '../ops/rotary';
import { shardedRows, timesShards } from '../ops/row-shards';
import { tf } from '../tensorflow';
import { type AttentionInputs, attentionInputs } from './attention-inputs';
import { blockwise, type ForwardParts, wholeTape } from './block-backward';
import { CachedDecoder } from './cached-decoder';
import { decoderLayer, decoderLayers, everyRow, finalNorm, type LayerContext, type RowChoice } from './decoder-layer';
import type { Decoder, LanguageModel, LossAndGradients } from './language-model';
import { shardsOf } from './shards-of';

export interface QwenModelOptions {
  /** Each layer is computed again in the backward pass instead of keeping its activations. */
  readonly checkpointing?: boolean;
  /** Trained in place of the parameters; the model owns it. */
  readonly adapter?: LoraAdapter | null;
}

export class QwenModel implements LanguageModel {
  readonly config: ModelConfig;
  readonly #parameters: Map<string, tf.Tensor>;
  readonly #adapter: LoraAdapter | null;
  readonly #checkpointing: boolean;

  /** @param parameters as `uploadParameters` gives them; the model owns them */
  constructor(config: ModelConfig, parameters: Map<string, tf.Tensor>, { checkpointing = false, adapter = null }: QwenModelOptions = {}) {
    this.config = config;
    this.#checkpointing = checkpointing;
    this.#parameters = parameters;
    this.#adapter = adapter;
  }

  get parameters(): ReadonlyMap<string, tf.Tensor> {
    return this.#parameters;
  }

  get trainables(): ReadonlyMap<string, tf.Tensor> {
    return this.#adapter?.tensors ?? this.#parameters;
  }

  get usesDropout(): boolean {
    return this.#adapter?.usesDropout ?? false;
  }

  lossAndGradients(batch: Batch, divisor: number, draw = 0): LossAndGradients {
    const results: LossAndGradients[] = [];
    tf.tidy(() => {
      const parts = this.#parts(batch, divisor, draw);
      const result = this.#checkpointing ? blockwise(parts, this.trainables, this.#lastNames()) : wholeTape(parts, this.trainables);
      results.push(result);
      return [result.loss, ...result.gradients.values()];
    });
    return onlyResult(results);
  }

  loss(batch: Batch, divisor: number): tf.Tensor {
    return tf.tidy(() => linearCrossEntropyLoss(this.#hidden(batch, trainedOf(batch)), this.#head(), targetsOf(batch, divisor)));
  }

  logits(batch: Batch): tf.Tensor {
    return tf.tidy(() => timesShards(this.#hidden(batch, everyRow), this.#head()));
  }

  replace(name: string, value: tf.Tensor): void {
    const old = present(this.trainables.get(name), name);
    if (!tf.util.arraysEqual(old.shape, value.shape)) throw new Error(`${name}: shape ${value.shape} in place of ${old.shape}`);
    if (this.#adapter) this.#adapter.replace(name, value);
    else this.#parameters.set(name, tf.keep(value));
    old.dispose();
  }

  decode(prompts: PromptBatch): Decoder {
    return new CachedDecoder(this.config, this.#parameters, prompts, this.#adapter);
  }

  setAdapterEnabled(enabled: boolean): void {
    if (this.#adapter) this.#adapter.enabled = enabled;
  }

  dispose(): void {
    for (const tensor of this.#parameters.values()) tensor.dispose();
    this.#parameters.clear();
    this.#adapter?.dispose();
  }

  #head(): tf.Tensor[] {
    return shardsOf(this.#parameters, headName(this.config));
  }

  /** Of the parameters that are used after the layers. */
  #lastNames(): string[] {
    const names = ['model.norm.weight', headName(this.config)];
    return [...this.#parameters.keys()].filter((name) => names.includes(nameInFiles(name)));
  }

  #parameter(name: string): tf.Tensor {
    return present(this.#parameters.get(name), name);
  }

  /** Final hidden states of the chosen inputs, [M, C]. */
  #hidden(batch: Batch, choice: RowChoice): tf.Tensor {
    return decoderLayers(this.#embedded(batch), this.#context(batch), choice);
  }

  #parts(batch: Batch, divisor: number, draw: number): ForwardParts {
    const context = this.#context(batch, draw);
    const targets = targetsOf(batch, divisor);
    const trained = this.#adapter === null;
    return {
      layers: this.config.layers,
      embed: () => this.#embedded(batch),
      layer: (x, index) => decoderLayer(x, index, context, trainedOf(batch)),
      loss: (x) => linearCrossEntropy(finalNorm(x, context), this.#head(), targets, { trained }),
    };
  }

  /** Embeddings of all inputs, [N, C]. */
  #embedded(batch: Batch): tf.Tensor {
    const table = shardsOf(this.#parameters, EMBEDDING);
    if (this.#adapter) return shardedRows(table, batch.ids);
    // Padding stands after a row's tokens: no trained position sees it, so its gradient is zero and the mask is causal only.
    const isToken = (index: number) =>
      batch.blocks ? index < batch.blocks.tokens : index % batch.length < (batch.lengths[Math.floor(index / batch.length)] ?? 0);
    const counted = batch.ids.map((id, index) => (isToken(index) ? id : -1));
    return embedding(table, batch.ids, counted);
  }

  /** @param draw number of the batch in the run; null outside training */
  #context(batch: Batch, draw: number | null = null): LayerContext {
    const config = this.config;
    const adapter = this.#adapter;
    const { heads, mask, tables } = placesOfBatch(batch, config);
    return {
      config,
      heads,
      tables,
      parameter: (name) => this.#parameter(name),
      norm: (x, name) => (adapter ? frozenRmsNorm : rmsNorm)(x, this.#parameter(name), config.normEpsilon),
      project: (x, name) =>
        adapter ? adapter.addTo(frozenLinear(x, this.#parameter(name)), x, name, draw) : linear(x, this.#parameter(name)),
      attend: (_layer, query, key, value) => attention(query, key, value, mask),
    };
  }
}

/** Packed rows have a mask and positions of their own. */
function placesOfBatch(batch: Batch, config: ModelConfig): AttentionInputs {
  const { batchSize: rows, length, longestExample: longestRow } = batch;
  if (!batch.packed) return attentionInputs(batch, config, longestRow);
  return {
    heads: paddedHeads(rows, length, config.headDim),
    tables: rotaryTables(batch.positionIds, rows, config, longestRow),
    mask: segmentMask(batch.segments, rows),
  };
}

function onlyResult(results: readonly LossAndGradients[]): LossAndGradients {
  const [result] = results;
  if (!result) throw new Error('The tape gave no result.');
  return result;
}

/** Of the inputs, those of which something is predicted: [N, C] → [R, C]. */
function trainedOf({ positions, trainedTokens }: Batch): RowChoice {
  return (rows) => chosenRows(rows, positions, trainedTokens);
}

function targetsOf(batch: Batch, divisor: number): Targets {
  return { labels: batch.labels, weights: batch.weights.map((weight) => weight / divisor) };
}

function present(tensor: tf.Tensor | undefined, name: string): tf.Tensor {
  if (!tensor) throw new Error(`${name} is missing`);
  return tensor;
}
