// Decoding with a key/value cache, for a batch of prompts padded on the left.

import { EMBEDDING, headName, type ModelConfig } from '../../core/weights';
import type { LoraAdapter } from '../lora/adapter';
import { attention, MASKED } from '../ops/attention';
import { paddedHeads } from '../ops/head-layout';
import { matMulTransposedB } from '../ops/mat-mul';
import { rmsNorm } from '../ops/rms-norm';
import { rotaryTables } from '../ops/rotary';
import { shardedRowsOnDevice, timesShards } from '../ops/row-shards';
import { tf } from '../tensorflow';
import { decoderLayers, type LayerContext } from './decoder-layer';
import type { Decoder, PromptBatch } from './language-model';
import { shardsOf } from './shards-of';

interface LayerCache {
  /** [B, K, S, D] */
  readonly key: tf.Tensor;
  readonly value: tf.Tensor;
}

export class CachedDecoder implements Decoder {
  readonly #config: ModelConfig;
  readonly #parameters: ReadonlyMap<string, tf.Tensor>;
  readonly #prompts: PromptBatch;
  readonly #adapter: LoraAdapter | null;
  readonly #cache: LayerCache[] = [];
  /** Positions in the cache. */
  #seen = 0;

  constructor(config: ModelConfig, parameters: ReadonlyMap<string, tf.Tensor>, prompts: PromptBatch, adapter: LoraAdapter | null) {
    this.#config = config;
    this.#parameters = parameters;
    this.#prompts = prompts;
    this.#adapter = adapter;
  }

  next(tokens?: tf.Tensor): tf.Tensor {
    return tf.tidy(() => (tokens ? this.#step(tokens) : this.#prefill()));
  }

  dispose(): void {
    for (const { key, value } of this.#cache) tf.dispose([key, value]);
    this.#cache.length = 0;
  }

  #prefill(): tf.Tensor {
    const { rows, length, ids, padding } = this.#prompts;
    const positions = Int32Array.from(ids, (_, index) => Math.max(0, (index % length) - (padding[Math.floor(index / length)] ?? 0)));
    const mask = new Float32Array(rows * length * length);
    for (let row = 0; row < rows; row++) {
      for (let time = 0; time < length; time++) {
        const start = (row * length + time) * length;
        mask.fill(MASKED, start + time + 1, start + length);
        mask.fill(MASKED, start, start + (padding[row] ?? 0));
      }
    }
    this.#seen = length;
    const hidden = this.#run(tf.tensor1d(ids, 'int32'), length, positions, tf.tensor(mask, [rows, 1, length, length]));
    const ends = tf.tensor1d(
      Int32Array.from({ length: rows }, (_, row) => (row + 1) * length - 1),
      'int32',
    );
    return this.#logits(tf.gather(hidden, ends));
  }

  #step(tokens: tf.Tensor): tf.Tensor {
    const { rows, padding } = this.#prompts;
    const positions = Int32Array.from(padding, (pad) => this.#seen - pad);
    this.#seen += 1;
    const mask = new Float32Array(rows * this.#seen);
    padding.forEach((pad, row) => {
      mask.fill(MASKED, row * this.#seen, row * this.#seen + pad);
    });
    return this.#logits(this.#run(tokens, 1, positions, tf.tensor(mask, [rows, 1, 1, this.#seen])));
  }

  /** Final hidden states [B·T, C]. @param ids int32 [B·T] */
  #run(ids: tf.Tensor, length: number, positions: Int32Array, mask: tf.Tensor): tf.Tensor {
    const config = this.#config;
    const { rows } = this.#prompts;
    const shape = { rows, heads: config.heads, keyValueHeads: config.keyValueHeads, headDim: config.headDim };
    const context: LayerContext = {
      config,
      heads: paddedHeads(rows, length, config.headDim),
      tables: rotaryTables(positions, rows, config, Math.max(...positions) + 1),
      parameter: (name) => present(this.#parameters.get(name), name),
      norm: (x, name) => rmsNorm(x, context.parameter(name), config.normEpsilon),
      project: (x, name) => {
        const output = matMulTransposedB(x, context.parameter(name));
        return this.#adapter?.addTo(output, x, name) ?? output;
      },
      attend: (layer, query, key, value) => {
        const all = this.#remember(layer, { key, value });
        return attention(query, all.key, all.value, mask, shape);
      },
    };
    return decoderLayers(shardedRowsOnDevice(this.#shards(EMBEDDING), tf.cast(ids, 'int32')), context);
  }

  /** All keys and values of a layer, once the new ones follow those in the cache. */
  #remember(layer: number, { key, value }: LayerCache): LayerCache {
    const before = this.#cache[layer];
    const all = before ? { key: tf.concat([before.key, key], 2), value: tf.concat([before.value, value], 2) } : { key, value };
    // At once: the old ones of all layers would be as much again.
    if (before) tf.dispose([before.key, before.value]);
    this.#cache[layer] = { key: tf.keep(all.key), value: tf.keep(all.value) };
    return all;
  }

  /** Final hidden states [B, C] → [B, V] */
  #logits(hidden: tf.Tensor): tf.Tensor {
    return timesShards(hidden, this.#shards(headName(this.#config)));
  }

  #shards(name: string): tf.Tensor[] {
    return shardsOf(this.#parameters, name);
  }
}

function present(tensor: tf.Tensor | undefined, name: string): tf.Tensor {
  if (!tensor) throw new Error(`${name} is missing`);
  return tensor;
}
