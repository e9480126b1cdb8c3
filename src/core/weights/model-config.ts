// What of a Hugging Face `config.json` the trainer needs. Only Qwen3 decoders are taken; everything that would change
// the arithmetic and is not implemented is refused by name, so that a wrong model never runs silently.

import * as z from 'zod/mini';
import { AppError } from '../failure';

export interface ModelConfig {
  readonly architecture: 'qwen3';
  readonly vocabularySize: number;
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly layers: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  /** Channels of one head; need not be hiddenSize / heads. */
  readonly headDim: number;
  readonly normEpsilon: number;
  readonly ropeTheta: number;
  readonly maxPositions: number;
  /** True: the head is the embedding matrix. */
  readonly tied: boolean;
  /** Standard deviation of the initial weights. */
  readonly initializerRange: number;
}

const count = z.int().check(z.minimum(1), z.maximum(10_000_000));
const positive = z.number().check(z.gt(0));
const optional = <T extends z.ZodMiniType>(schema: T) => z.optional(z.nullable(schema));

const qwen3 = z.object({
  vocab_size: count,
  hidden_size: count,
  intermediate_size: count,
  num_hidden_layers: count,
  num_attention_heads: count,
  num_key_value_heads: optional(count),
  head_dim: optional(count),
  rms_norm_eps: optional(positive),
  rope_theta: optional(positive),
  rope_parameters: optional(z.looseObject({ rope_theta: optional(positive), rope_type: optional(z.string()) })),
  rope_scaling: optional(z.looseObject({ rope_type: optional(z.string()), type: optional(z.string()) })),
  max_position_embeddings: optional(count),
  tie_word_embeddings: optional(z.boolean()),
  initializer_range: optional(positive),
  hidden_act: optional(z.string()),
  attention_bias: optional(z.boolean()),
  attention_dropout: optional(z.number()),
  use_sliding_window: optional(z.boolean()),
  layer_types: optional(z.array(z.string())),
  quantization_config: optional(z.unknown()),
});
type Qwen3File = z.infer<typeof qwen3>;

const identity = z.looseObject({ model_type: optional(z.string()), architectures: optional(z.array(z.string())) });

/**
 * Parses the text of `config.json`.
 * @throws AppError `bad-input` (not JSON, a field missing or out of range) or `unsupported` (names what)
 */
export function parseModelConfig(text: string): ModelConfig {
  const value = parsed(text);
  const named = identity.safeParse(value);
  if (!named.success) throw bad(`config.json: ${describe(named.error)}`);
  const architecture = named.data.architectures?.[0] ?? named.data.model_type ?? 'no architecture named';
  if (named.data.model_type !== 'qwen3')
    throw unsupported(`architecture ${architecture} (model_type ${named.data.model_type ?? 'missing'})`);
  const file = qwen3.safeParse(value);
  if (!file.success) throw bad(`config.json: ${describe(file.error)}`);
  refuseUnsupported(file.data);
  return configOf(file.data);
}

function configOf(file: Qwen3File): ModelConfig {
  const heads = file.num_attention_heads;
  const keyValueHeads = file.num_key_value_heads ?? heads;
  if (heads % keyValueHeads !== 0) throw bad(`config.json: ${heads} query heads cannot share ${keyValueHeads} key/value heads.`);
  const headDim = file.head_dim ?? file.hidden_size / heads;
  if (!Number.isInteger(headDim) || headDim % 2 !== 0) throw bad(`config.json: head_dim must be an even integer, it is ${headDim}.`);
  return {
    architecture: 'qwen3',
    vocabularySize: file.vocab_size,
    hiddenSize: file.hidden_size,
    intermediateSize: file.intermediate_size,
    layers: file.num_hidden_layers,
    heads,
    keyValueHeads,
    headDim,
    normEpsilon: file.rms_norm_eps ?? 1e-6,
    // transformers 5 writes rope_parameters, earlier versions rope_theta; both fall back to 10000.
    ropeTheta: file.rope_parameters?.rope_theta ?? file.rope_theta ?? 10_000,
    maxPositions: file.max_position_embeddings ?? 32_768,
    tied: file.tie_word_embeddings ?? false,
    initializerRange: file.initializer_range ?? 0.02,
  };
}

function refuseUnsupported(file: Qwen3File): void {
  const rope = file.rope_parameters?.rope_type ?? 'default';
  if (rope !== 'default') throw unsupported(`rope_parameters of type ${rope}`);
  const scaling = file.rope_scaling ? (file.rope_scaling.rope_type ?? file.rope_scaling.type ?? 'unnamed') : 'default';
  if (scaling !== 'default') throw unsupported(`rope_scaling of type ${scaling}`);
  const activation = file.hidden_act ?? 'silu';
  if (activation !== 'silu') throw unsupported(`hidden_act ${activation}`);
  if (file.attention_bias) throw unsupported('attention_bias');
  if (file.attention_dropout) throw unsupported(`attention_dropout ${file.attention_dropout}`);
  const layerType = file.layer_types?.find((type) => type !== 'full_attention');
  if (layerType !== undefined) throw unsupported(`layers of type ${layerType}`);
  if (file.use_sliding_window) throw unsupported('use_sliding_window');
  if (file.quantization_config != null) throw unsupported('quantization_config');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError({ code: 'bad-input', message: 'config.json is not JSON.', place: { file: 'config.json' } }, { cause });
  }
}

function describe(error: z.core.$ZodError): string {
  const issue = error.issues[0];
  return issue ? `${issue.path.join('.') || 'the file'}: ${issue.message}` : error.message;
}

function bad(message: string): AppError {
  return new AppError({ code: 'bad-input', message, place: { file: 'config.json' } });
}

function unsupported(what: string): AppError {
  return new AppError({
    code: 'unsupported',
    message: `This model cannot be used: ${what} is not supported.`,
    remedy: 'Take a Qwen3 model in its plain form (no rope scaling, no quantization), such as Qwen/Qwen3-0.6B.',
    place: { file: 'config.json' },
  });
}
