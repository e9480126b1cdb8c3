import { sum } from '../arithmetic';
import type { ModelConfig } from './model-config';

/** Shapes of all parameters by name, in file order, as Hugging Face stores them: linear weights are [O, I]. */
export function parameterShapes(config: ModelConfig): Map<string, readonly number[]> {
  const { hiddenSize, intermediateSize, headDim } = config;
  const queries = config.heads * headDim;
  const keys = config.keyValueHeads * headDim;
  const shapes = new Map<string, readonly number[]>([['model.embed_tokens.weight', [config.vocabularySize, hiddenSize]]]);
  for (let layer = 0; layer < config.layers; layer++) {
    const prefix = layerPrefix(layer);
    shapes.set(`${prefix}input_layernorm.weight`, [hiddenSize]);
    shapes.set(`${prefix}self_attn.q_proj.weight`, [queries, hiddenSize]);
    if (config.attentionBias) shapes.set(`${prefix}self_attn.q_proj.bias`, [queries]);
    shapes.set(`${prefix}self_attn.k_proj.weight`, [keys, hiddenSize]);
    if (config.attentionBias) shapes.set(`${prefix}self_attn.k_proj.bias`, [keys]);
    shapes.set(`${prefix}self_attn.v_proj.weight`, [keys, hiddenSize]);
    if (config.attentionBias) shapes.set(`${prefix}self_attn.v_proj.bias`, [keys]);
    shapes.set(`${prefix}self_attn.o_proj.weight`, [hiddenSize, queries]);
    if (config.outputBias) shapes.set(`${prefix}self_attn.o_proj.bias`, [hiddenSize]);
    if (config.queryKeyNorm) {
      shapes.set(`${prefix}self_attn.q_norm.weight`, [headDim]);
      shapes.set(`${prefix}self_attn.k_norm.weight`, [headDim]);
    }
    shapes.set(`${prefix}post_attention_layernorm.weight`, [hiddenSize]);
    shapes.set(`${prefix}mlp.gate_proj.weight`, [intermediateSize, hiddenSize]);
    shapes.set(`${prefix}mlp.up_proj.weight`, [intermediateSize, hiddenSize]);
    shapes.set(`${prefix}mlp.down_proj.weight`, [hiddenSize, intermediateSize]);
  }
  shapes.set('model.norm.weight', [hiddenSize]);
  if (!config.tied) shapes.set('lm_head.weight', [config.vocabularySize, hiddenSize]);
  return shapes;
}

export function layerPrefix(layer: number): string {
  return `model.layers.${layer}.`;
}

/** Number of parameters. A tied head counts once. */
export function parameterCount(config: ModelConfig): number {
  return sum([...parameterShapes(config).values()].map(sizeOf));
}

/** Number of values of a tensor. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}
