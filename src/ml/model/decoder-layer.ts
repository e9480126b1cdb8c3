// The forward arithmetic of a Qwen2 or Qwen3 decoder (modeling_qwen2.py and modeling_qwen3.py of transformers 5.23),
// shared by training and decoding.
// What differs between the two comes in as functions: how a weight is applied, and what a query may attend to.

import { layerPrefix, type ModelConfig } from '../../core/weights';
import type { HeadLayout } from '../ops/head-layout';
import { type RotaryTables, rotate } from '../ops/rotary';
import { swiglu } from '../ops/swiglu';
import { tf } from '../tensorflow';

export interface LayerContext {
  readonly config: ModelConfig;
  readonly tables: RotaryTables;
  /** How heads are taken out of the N inputs, and put back. */
  readonly heads: HeadLayout;
  parameter(name: string): tf.Tensor;
  /** Root-mean-square norm of each row of x [N, C] with the weight of this name. */
  norm(x: tf.Tensor, name: string): tf.Tensor;
  /** x [N, I] times the weight of this name → [N, O]. */
  project(x: tf.Tensor, name: string): tf.Tensor;
  /** query [R, H, Q, D], key and value [R, K, S, D] → [R, H, Q, D] */
  attend(layer: number, query: tf.Tensor, key: tf.Tensor, value: tf.Tensor): tf.Tensor;
}

/** Takes the rows [M, C] out of [N, C] that something is made of. */
export type RowChoice = (rows: tf.Tensor) => tf.Tensor;

export const everyRow: RowChoice = (rows) => rows;

/** All layers and the final norm where no gradient is wanted: x [N, C] → [M, C]. One layer's activations at a time. */
export function decoderLayers(embedded: tf.Tensor, context: LayerContext, choice: RowChoice): tf.Tensor {
  let x = embedded;
  for (let layer = 0; layer < context.config.layers; layer++) {
    const input = x;
    x = tf.tidy(() => decoderLayer(input, layer, context, choice));
    input.dispose();
  }
  return finalNorm(x, context);
}

/** x [M, C] → [M, C] */
export function finalNorm(x: tf.Tensor, context: LayerContext): tf.Tensor {
  return context.norm(x, 'model.norm.weight');
}

/**
 * One layer: x [N, C] → [N, C].
 * @param choice of rows that the last layer gives, [M, C]: from the others it takes only keys and values
 */
export function decoderLayer(x: tf.Tensor, layer: number, context: LayerContext, choice: RowChoice): tf.Tensor {
  const prefix = layerPrefix(layer);
  const chosen = layer === context.config.layers - 1 ? choice : everyRow;
  const attended = tf.add(chosen(x), attentionBlock(context.norm(x, `${prefix}input_layernorm.weight`), layer, context, chosen));
  const normed = context.norm(attended, `${prefix}post_attention_layernorm.weight`);
  const gate = context.project(normed, `${prefix}mlp.gate_proj.weight`);
  const up = context.project(normed, `${prefix}mlp.up_proj.weight`);
  return tf.add(attended, context.project(swiglu(gate, up), `${prefix}mlp.down_proj.weight`));
}

function attentionBlock(x: tf.Tensor, layer: number, context: LayerContext, chosen: RowChoice): tf.Tensor {
  const { heads, keyValueHeads, attentionBias, outputBias } = context.config;
  const prefix = `${layerPrefix(layer)}self_attn.`;
  const projected = (name: string) =>
    withBias(context.project(x, `${prefix}${name}.weight`), `${prefix}${name}.bias`, attentionBias, context);
  const query = rotate(headNorm(projected('q_proj'), `${prefix}q_norm.weight`, context), heads, context.tables);
  const key = rotate(headNorm(projected('k_proj'), `${prefix}k_norm.weight`, context), keyValueHeads, context.tables);
  const [queries, keys, values] = [context.heads.queries(query), context.heads.keys(key), context.heads.keys(projected('v_proj'))];
  const attended = chosen(context.heads.merged(context.attend(layer, queries, keys, values)));
  return withBias(context.project(attended, `${prefix}o_proj.weight`), `${prefix}o_proj.bias`, outputBias, context);
}

/** x [N, O] plus the bias [O] of this name, where the model has one. */
function withBias(x: tf.Tensor, name: string, has: boolean, context: LayerContext): tf.Tensor {
  return has ? tf.add(x, context.parameter(name)) : x;
}

/** Norm of queries or keys over the channels of each head, where the model has one: x [N, heads·D] in any such shape. */
function headNorm(x: tf.Tensor, name: string, context: LayerContext): tf.Tensor {
  const { queryKeyNorm, headDim } = context.config;
  if (!queryKeyNorm) return x;
  return context.norm(tf.reshape(x, [x.size / headDim, headDim]), name);
}
