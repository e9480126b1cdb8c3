// Decoding with a key/value cache, for a batch of prompts.

import type { PromptBatch } from '../../core/batches';
import { EMBEDDING, headName, type ModelConfig } from '../../core/weights';
import type { LoraAdapter } from '../lora/adapter';
import { attention, MASKED } from '../ops/attention';
import { gatherRows } from '../ops/gather-rows';
import { paddedHeads } from '../ops/head-layout';
import { matMulTransposedB } from '../ops/mat-mul';
import { rmsNorm } from '../ops/rms-norm';
import { rotaryTables } from '../ops/rotary';
import { shardedRowsOnDevice, timesShards } from '../ops/row-shards';
import { tf } from '../tensorflow';
import { type AttentionInputs, attentionInputs } from './attention-inputs';
import { decoderLayers, everyRow, type LayerContext, type RowChoice } from './decoder-layer';
import type { Decoder } from './language-model';
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

  /** Logits [B, V] after the prompts, whose keys and values then stand in the cache, each row's from its first token on. */
  #prefill(): tf.Tensor {
    const { ids, ends, length, batchSize: rows, blocks } = this.#prompts;
    this.#seen = length;
    // Of a compact batch: the keys of the rows, without the places that are empty in all of them.
    const ofRows = (x: tf.Tensor) => {
      const [, keyValueHeads = 1, , headDim = 1] = x.shape;
      return blocks ? tf.slice(x, [blocks.prefixBlocks, 0, 0, 0], [rows, keyValueHeads, length, headDim]) : x;
    };
    const remember = (layer: number, entry: LayerCache) => {
      this.#cache[layer] = { key: tf.keep(ofRows(entry.key)), value: tf.keep(ofRows(entry.value)) };
      return entry;
    };
    const last: RowChoice = (rows) => gatherRows(rows, ends);
    return this.#logits(this.#run(tf.tensor1d(ids, 'int32'), attentionInputs(this.#prompts, this.#config, length), remember, last));
  }

  /** Logits [B, V] after one more token of each row. */
  #step(tokens: tf.Tensor): tf.Tensor {
    const { batchSize: rows, lengths, length } = this.#prompts;
    const positions = lengths.map((own) => own + this.#seen - length);
    this.#seen += 1;
    // Between a prompt and its answer stands the rest of the longest prompt, which is nothing of this row.
    const mask = new Float32Array(rows * this.#seen);
    lengths.forEach((own, row) => {
      mask.fill(MASKED, row * this.#seen + own, row * this.#seen + length);
    });
    const places = {
      heads: paddedHeads(rows, 1, this.#config.headDim),
      tables: rotaryTables(positions, rows, this.#config, Math.max(...positions) + 1),
      mask: tf.tensor(mask, [rows, 1, 1, this.#seen]),
    };
    return this.#logits(this.#run(tokens, places, (layer, entry) => this.#remember(layer, entry), everyRow));
  }

  /**
   * Final hidden states of the chosen inputs, [B, C].
   * @param ids int32 [N]
   * @param seen from the keys and values of these inputs to all that they see
   */
  #run(
    ids: tf.Tensor,
    { heads, tables, mask }: AttentionInputs,
    seen: (layer: number, entry: LayerCache) => LayerCache,
    choice: RowChoice,
  ): tf.Tensor {
    const config = this.#config;
    const context: LayerContext = {
      config,
      heads,
      tables,
      parameter: (name) => present(this.#parameters.get(name), name),
      norm: (x, name) => rmsNorm(x, context.parameter(name), config.normEpsilon),
      project: (x, name) => {
        const output = matMulTransposedB(x, context.parameter(name));
        return this.#adapter?.addTo(output, x, name) ?? output;
      },
      attend: (layer, query, key, value) => {
        const all = seen(layer, { key, value });
        return attention(query, all.key, all.value, mask);
      },
    };
    return decoderLayers(shardedRowsOnDevice(this.#shards(EMBEDDING), tf.cast(ids, 'int32')), context, choice);
  }

  /** All keys and values of a layer, once the new ones follow those in the cache. */
  #remember(layer: number, { key, value }: LayerCache): LayerCache {
    const before = this.#cache[layer];
    if (!before) throw new Error('The prompts were not read.');
    const all = { key: tf.concat([before.key, key], 2), value: tf.concat([before.value, value], 2) };
    // At once: the old ones of all layers would be as much again.
    tf.dispose([before.key, before.value]);
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
