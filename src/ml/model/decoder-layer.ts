// The forward arithmetic of a Qwen3 decoder (modeling_qwen3.py of transformers 5.23), shared by training and decoding.
// What differs between the two comes in as functions: how a weight is applied, and what a query may attend to.

import { layerPrefix, type ModelConfig } from '../../core/weights';
import { rmsNorm } from '../ops/rms-norm';
import { type RotaryTables, rotate } from '../ops/rotary';
import { swiglu } from '../ops/swiglu';
import { tf } from '../tensorflow';

export interface LayerContext {
  readonly config: ModelConfig;
  /** B */
  readonly rows: number;
  /** T */
  readonly length: number;
  readonly tables: RotaryTables;
  parameter(name: string): tf.Tensor;
  /** x [N, I] times the weight of this name → [N, O]. */
  project(x: tf.Tensor, name: string): tf.Tensor;
  /** query [B, H, T, D], key and value [B, K, T, D] → [B, H, T, D] */
  attend(layer: number, query: tf.Tensor, key: tf.Tensor, value: tf.Tensor): tf.Tensor;
}

/** All layers and the final norm: x [B·T, C] → [B·T, C]. */
export function decoderLayers(embedded: tf.Tensor, context: LayerContext): tf.Tensor {
  let x = embedded;
  for (let layer = 0; layer < context.config.layers; layer++) x = decoderLayer(x, layer, context);
  return rmsNorm(x, context.parameter('model.norm.weight'), context.config.normEpsilon);
}

function decoderLayer(x: tf.Tensor, layer: number, context: LayerContext): tf.Tensor {
  const prefix = layerPrefix(layer);
  const epsilon = context.config.normEpsilon;
  const attended = tf.add(x, attentionBlock(rmsNorm(x, context.parameter(`${prefix}input_layernorm.weight`), epsilon), layer, context));
  const normed = rmsNorm(attended, context.parameter(`${prefix}post_attention_layernorm.weight`), epsilon);
  const gate = context.project(normed, `${prefix}mlp.gate_proj.weight`);
  const up = context.project(normed, `${prefix}mlp.up_proj.weight`);
  return tf.add(attended, context.project(swiglu(gate, up), `${prefix}mlp.down_proj.weight`));
}

function attentionBlock(x: tf.Tensor, layer: number, context: LayerContext): tf.Tensor {
  const { heads, keyValueHeads, headDim, normEpsilon } = context.config;
  const prefix = `${layerPrefix(layer)}self_attn.`;
  const projected = (name: string, count: number, norm?: string) => {
    const flat = context.project(x, `${prefix}${name}.weight`);
    if (norm === undefined) return byHead(flat, count, context);
    // Norms of queries and keys run over one head's channels.
    const rows = tf.reshape(flat, [context.rows * context.length * count, headDim]);
    return rotate(byHead(rmsNorm(rows, context.parameter(`${prefix}${norm}.weight`), normEpsilon), count, context), context.tables);
  };
  const query = projected('q_proj', heads, 'q_norm');
  const key = projected('k_proj', keyValueHeads, 'k_norm');
  const value = projected('v_proj', keyValueHeads);
  const out = tf.transpose(context.attend(layer, query, key, value), [0, 2, 1, 3]);
  return context.project(tf.reshape(out, [context.rows * context.length, heads * headDim]), `${prefix}o_proj.weight`);
}

/** [B·T, count·D] → [B, count, T, D] */
function byHead(x: tf.Tensor, count: number, context: LayerContext): tf.Tensor {
  return tf.transpose(tf.reshape(x, [context.rows, context.length, count, context.config.headDim]), [0, 2, 1, 3]);
}
