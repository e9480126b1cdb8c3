import { describe, expect, it } from 'vitest';
import { AppError } from '../failure';
import { initialWeights } from './initial-weights';
import { parseModelConfig } from './model-config';
import { parameterCount, parameterShapes } from './parameter-shapes';
import { QWEN3_06B } from './testing/qwen3-0.6b';

/** Fields in which Qwen/Qwen2.5-0.5B differs; its head_dim is hidden/heads. */
const QWEN25 = {
  architectures: ['Qwen2ForCausalLM'],
  model_type: 'qwen2',
  head_dim: undefined,
  hidden_size: 896,
  intermediate_size: 4864,
  max_position_embeddings: 32768,
  max_window_layers: 24,
  num_attention_heads: 14,
  num_hidden_layers: 24,
  num_key_value_heads: 2,
  sliding_window: 32768,
};
const parse = (changes: object) => parseModelConfig(JSON.stringify({ ...QWEN3_06B, ...changes }));

function failure(changes: object) {
  try {
    parse(changes);
  } catch (error) {
    if (error instanceof AppError) return error.failure;
  }
  throw new Error('no error');
}

describe('config.json', () => {
  it('reads Qwen3-0.6B, which has 596,049,920 parameters', () => {
    const config = parse({});
    expect(config).toMatchObject({ headDim: 128, heads: 16, keyValueHeads: 8, ropeTheta: 1e6, tied: true, layers: 28 });
    expect(parameterCount(config)).toBe(596_049_920);
    expect(parameterShapes(config).get('model.layers.27.self_attn.k_proj.weight')).toEqual([1024, 1024]);
    expect(parameterShapes(parse({ tie_word_embeddings: false })).get('lm_head.weight')).toEqual([151936, 1024]);
  });

  it('reads Qwen2.5-0.5B, which has 494,032,768 parameters, biases of queries, keys and values, and no head norms', () => {
    const config = parse(QWEN25);
    expect(config).toMatchObject({ architecture: 'qwen2', headDim: 64, attentionBias: true, outputBias: false, queryKeyNorm: false });
    expect(parameterCount(config)).toBe(494_032_768);
    expect(parameterShapes(config).get('model.layers.0.self_attn.v_proj.bias')).toEqual([128]);
  });

  it('gives Qwen3 all four biases with attention_bias', () => {
    const shapes = parameterShapes(parse({ attention_bias: true }));
    const biases = [...shapes.keys()].filter((name) => name.startsWith('model.layers.0.') && name.endsWith('.bias'));
    expect(biases.map((name) => name.split('.').at(-2))).toEqual(['q_proj', 'k_proj', 'v_proj', 'o_proj']);
    expect(shapes.get('model.layers.0.self_attn.o_proj.bias')).toEqual([1024]);
  });

  it('accepts a sliding window that no layer uses', () => {
    expect(parse({ use_sliding_window: false, sliding_window: 4096, max_window_layers: 1 }).layers).toBe(28);
    expect(parse({ use_sliding_window: true, sliding_window: 4096, max_window_layers: 28 }).layers).toBe(28);
  });

  it('finds rope_theta where transformers 5 writes it', () => {
    expect(parse({ rope_theta: undefined, rope_parameters: { rope_theta: 5e5, rope_type: 'default' } }).ropeTheta).toBe(5e5);
  });

  it.each([
    [{ model_type: 'llama', architectures: ['LlamaForCausalLM'] }, /LlamaForCausalLM/],
    [{ model_type: 'qwen2_moe', architectures: ['Qwen2MoeForCausalLM'] }, /Qwen2MoeForCausalLM/],
    [{ rope_scaling: { rope_type: 'longrope', factor: 4 } }, /rope_scaling of type longrope/],
    [{ rope_parameters: { rope_type: 'proportional' } }, /rope_parameters of type proportional/],
    [{ rope_parameters: { partial_rotary_factor: 0.5 } }, /partial_rotary_factor 0.5/],
    [{ hidden_act: 'gelu' }, /hidden_act gelu/],
    [{ use_sliding_window: true, sliding_window: 4096, max_window_layers: 20 }, /use_sliding_window/],
    [{ layer_types: ['sliding_attention'] }, /sliding_attention/],
    [{ quantization_config: { bits: 4 } }, /quantization_config/],
  ])('names the unsupported field: %j', (changes, message) => {
    expect(failure(changes)).toMatchObject({ code: 'unsupported', message: expect.stringMatching(message) });
  });

  it.each([
    [{ hidden_size: undefined }, /hidden_size/],
    [{ vocab_size: -1 }, /vocab_size/],
    [{ num_attention_heads: 'many' }, /num_attention_heads/],
    [{ num_key_value_heads: 3 }, /16 query heads cannot share 3/],
    [{ head_dim: 7 }, /even/],
    [{ rope_scaling: { type: 'linear' } }, /rope_scaling of type linear needs factor/],
    [{ rope_parameters: { rope_type: 'llama3', factor: 8 } }, /rope_parameters of type llama3 needs low_freq_factor/],
    [{ rope_scaling: { type: 'yarn', factor: 'four' } }, /rope_scaling.factor/],
  ])('names a wrong field: %j', (changes, message) => {
    expect(failure(changes)).toMatchObject({ code: 'bad-input', message: expect.stringMatching(message) });
  });

  it('reports text that is not JSON', () => {
    expect(() => parseModelConfig('{')).toThrow('config.json is not JSON');
  });
});

describe('initial weights', () => {
  const config = parse({ vocab_size: 500, hidden_size: 64, num_hidden_layers: 1, intermediate_size: 64 });

  it('depends on the seed', () => {
    expect(initialWeights(config, 1)).toEqual(initialWeights(config, 1));
    expect(initialWeights(config, 1)[0]?.data).not.toEqual(initialWeights(config, 2)[0]?.data);
  });

  it('keeps its exact values', () => {
    expect([...(initialWeights(config, 42)[0]?.data.subarray(0, 4) ?? [])]).toMatchInlineSnapshot(`
      [
        -0.011532592587172985,
        0.030702820047736168,
        -0.004302978515625,
        0.012531127780675888,
      ]
    `);
  });

  it('is normal with the initializer range, norms 1, biases 0', () => {
    const [embedding, norm] = initialWeights(config, 7);
    const values = [...(embedding?.data ?? [])];
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
    const within = values.filter((value) => Math.abs(value) < 0.02).length / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.0005);
    expect(deviation).toBeCloseTo(0.02, 3);
    expect(within).toBeCloseTo(0.683, 1);
    expect(new Set(norm?.data)).toEqual(new Set([1]));
    const bias = initialWeights(parse({ ...QWEN25, vocab_size: 8, num_hidden_layers: 1 }), 7).find(({ name }) =>
      name.endsWith('q_proj.bias'),
    );
    expect(new Set(bias?.data)).toEqual(new Set([0]));
  });
});
