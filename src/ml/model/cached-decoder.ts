// Decoding with a key/value cache, for a batch of prompts padded on the left.

import { EMBEDDING, headName, type ModelConfig } from '../../core/weights';
import type { LoraAdapter } from '../lora/adapter';
import { attention, MASKED } from '../ops/attention';
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
  #cache: readonly LayerCache[] = [];
  /** Positions in the cache. */
  #seen = 0;

  constructor(config: ModelConfig, parameters: ReadonlyMap<string, tf.Tensor>, prompts: PromptBatch, adapter: LoraAdapter | null) {
    this.#config = config;
    this.#parameters = parameters;
    this.#prompts = prompts;
    this.#adapter = adapter;
  }

  next(tokens?: tf.Tensor): tf.Tensor {
    const previous = this.#cache;
    const [result, ...cached] = tf.tidy(() => {
      const { logits, cache } = tokens ? this.#step(tokens) : this.#prefill();
      return [logits, ...cache.flatMap(({ key, value }) => [key, value])];
    });
    if (!result) throw new Error('decoding gave no logits');
    for (const tensor of cached) tf.keep(tensor);
    this.#cache = Array.from({ length: this.#config.layers }, (_, layer) => pairAt(cached, layer));
    disposeAll(previous);
    return result;
  }

  dispose(): void {
    disposeAll(this.#cache);
    this.#cache = [];
  }

  #prefill() {
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
    const result = this.#run(tf.tensor1d(ids, 'int32'), length, positions, tf.tensor(mask, [rows, 1, length, length]));
    const ends = tf.tensor1d(
      Int32Array.from({ length: rows }, (_, row) => (row + 1) * length - 1),
      'int32',
    );
    return { cache: result.cache, logits: this.#logits(tf.gather(result.hidden, ends)) };
  }

  #step(tokens: tf.Tensor) {
    const { rows, padding } = this.#prompts;
    const positions = Int32Array.from(padding, (pad) => this.#seen - pad);
    this.#seen += 1;
    const mask = new Float32Array(rows * this.#seen);
    padding.forEach((pad, row) => {
      mask.fill(MASKED, row * this.#seen, row * this.#seen + pad);
    });
    const { hidden, cache } = this.#run(tokens, 1, positions, tf.tensor(mask, [rows, 1, 1, this.#seen]));
    return { cache, logits: this.#logits(hidden) };
  }

  /** @param ids int32 [B·T] */
  #run(ids: tf.Tensor, length: number, positions: Int32Array, mask: tf.Tensor) {
    const config = this.#config;
    const { rows } = this.#prompts;
    const cache: LayerCache[] = [];
    const shape = { rows, heads: config.heads, keyValueHeads: config.keyValueHeads, headDim: config.headDim };
    const context: LayerContext = {
      config,
      rows,
      length,
      tables: rotaryTables(positions, rows, config),
      parameter: (name) => present(this.#parameters.get(name), name),
      norm: (x, name) => rmsNorm(x, context.parameter(name), config.normEpsilon),
      project: (x, name) => {
        const output = matMulTransposedB(x, context.parameter(name));
        return this.#adapter?.addTo(output, x, name) ?? output;
      },
      attend: (layer, query, key, value) => {
        const before = this.#cache[layer];
        const all = before ? { key: tf.concat([before.key, key], 2), value: tf.concat([before.value, value], 2) } : { key, value };
        cache.push(all);
        return attention(query, all.key, all.value, mask, shape);
      },
    };
    const hidden = decoderLayers(shardedRowsOnDevice(this.#shards(EMBEDDING), tf.cast(ids, 'int32')), context);
    return { hidden, cache };
  }

  /** Final hidden states [B, C] → [B, V] */
  #logits(hidden: tf.Tensor): tf.Tensor {
    return timesShards(hidden, this.#shards(headName(this.#config)));
  }

  #shards(name: string): tf.Tensor[] {
    return shardsOf(this.#parameters, name);
  }
}

function pairAt(tensors: readonly tf.Tensor[], layer: number): LayerCache {
  return { key: present(tensors[2 * layer], 'key'), value: present(tensors[2 * layer + 1], 'value') };
}

function disposeAll(cache: readonly LayerCache[]): void {
  for (const { key, value } of cache) {
    key.dispose();
    value.dispose();
  }
}

function present(tensor: tf.Tensor | undefined, name: string): tf.Tensor {
  if (!tensor) throw new Error(`${name} is missing`);
  return tensor;
}
