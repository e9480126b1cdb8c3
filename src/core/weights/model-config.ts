// The fields of a Hugging Face `config.json` that the trainer needs. Qwen2 (also Qwen2.5) and Qwen3 decoders are supported.
// A field that changes the arithmetic and is not implemented is an error that names it, so that no model runs wrongly.

import * as z from 'zod/mini';
import { AppError } from '../failure';
import { type RopeScaling, ropeFields, ropeOf } from './rope-scaling';

export interface ModelConfig {
  readonly architecture: 'qwen2' | 'qwen3';
  /** V */
  readonly vocabularySize: number;
  /** C */
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  /** L */
  readonly layers: number;
  /** H, query heads. */
  readonly heads: number;
  /** K */
  readonly keyValueHeads: number;
  /** D, channels of one head; need not be hiddenSize / heads. */
  readonly headDim: number;
  /** Whether queries, keys and values have a bias. */
  readonly attentionBias: boolean;
  /** Whether the output projection of attention has a bias. */
  readonly outputBias: boolean;
  /** Whether queries and keys are normalized over the channels of each head. */
  readonly queryKeyNorm: boolean;
  readonly normEpsilon: number;
  readonly ropeTheta: number;
  readonly ropeScaling: RopeScaling;
  readonly maxPositions: number;
  /** Whether the head is the embedding matrix. */
  readonly tied: boolean;
  /** Standard deviation of the initial weights. */
  readonly initializerRange: number;
}

const count = z.int().check(z.minimum(1), z.maximum(10_000_000));
/** The deepest decoders have about 130. The limit keeps a foreign file from filling the memory with tensor names. */
const MOST_LAYERS = 1_000;
const positive = z.number().check(z.gt(0));
const optional = <T extends z.ZodMiniType>(schema: T) => z.optional(z.nullable(schema));

const decoder = z.object({
  vocab_size: count,
  hidden_size: count,
  intermediate_size: count,
  num_hidden_layers: z.int().check(z.minimum(1), z.maximum(MOST_LAYERS)),
  num_attention_heads: count,
  num_key_value_heads: optional(count),
  head_dim: optional(count),
  rms_norm_eps: optional(positive),
  ...ropeFields,
  max_position_embeddings: optional(count),
  tie_word_embeddings: optional(z.boolean()),
  initializer_range: optional(positive),
  hidden_act: optional(z.string()),
  attention_bias: optional(z.boolean()),
  attention_dropout: optional(z.number()),
  use_sliding_window: optional(z.boolean()),
  sliding_window: optional(z.number()),
  max_window_layers: optional(z.number()),
  layer_types: optional(z.array(z.string())),
  quantization_config: optional(z.unknown()),
});
type DecoderFile = z.infer<typeof decoder>;

const identity = z.looseObject({ model_type: optional(z.string()), architectures: optional(z.array(z.string())) });

/**
 * Parses the text of `config.json`.
 * @throws AppError `bad-input` (not JSON, or a field missing or out of range) or `unsupported`; both name the field
 */
export function parseModelConfig(text: string): ModelConfig {
  const value = parsed(text);
  const named = identity.safeParse(value);
  if (!named.success) throw bad(`config.json: ${describe(named.error)}`);
  const architecture = named.data.architectures?.[0] ?? named.data.model_type ?? 'no architecture named';
  const type = named.data.model_type;
  if (type !== 'qwen2' && type !== 'qwen3') throw unsupported(`architecture ${architecture} (model_type ${type ?? 'missing'})`);
  const file = decoder.safeParse(value);
  if (!file.success) throw bad(`config.json: ${describe(file.error)}`);
  requireSupported(file.data);
  return configOf(type, file.data);
}

function configOf(architecture: ModelConfig['architecture'], file: DecoderFile): ModelConfig {
  const heads = file.num_attention_heads;
  const keyValueHeads = file.num_key_value_heads ?? heads;
  if (heads % keyValueHeads !== 0) throw bad(`config.json: ${heads} query heads cannot share ${keyValueHeads} key/value heads.`);
  // Qwen3Config has a default head_dim, Qwen2Config derives it.
  const headDim = file.head_dim ?? (architecture === 'qwen3' ? 128 : Math.floor(file.hidden_size / heads));
  if (!Number.isInteger(headDim) || headDim % 2 !== 0) throw bad(`config.json: head_dim must be an even integer, it is ${headDim}.`);
  const maxPositions = file.max_position_embeddings ?? 32_768;
  const rope = ropeOf(file, maxPositions, { bad, unsupported });
  const qwen3Bias = architecture === 'qwen3' && (file.attention_bias ?? false);
  return {
    architecture,
    vocabularySize: file.vocab_size,
    hiddenSize: file.hidden_size,
    intermediateSize: file.intermediate_size,
    layers: file.num_hidden_layers,
    heads,
    keyValueHeads,
    headDim,
    // Qwen2 always has these three; in Qwen3 `attention_bias` adds all four.
    attentionBias: architecture === 'qwen2' || qwen3Bias,
    outputBias: qwen3Bias,
    queryKeyNorm: architecture === 'qwen3',
    normEpsilon: file.rms_norm_eps ?? 1e-6,
    ropeTheta: rope.theta,
    ropeScaling: rope.scaling,
    maxPositions,
    tied: file.tie_word_embeddings ?? false,
    initializerRange: file.initializer_range ?? 0.02,
  };
}

function requireSupported(file: DecoderFile): void {
  const activation = file.hidden_act ?? 'silu';
  if (activation !== 'silu') throw unsupported(`hidden_act ${activation}`);
  if (file.attention_dropout) throw unsupported(`attention_dropout ${file.attention_dropout}`);
  const layerType = file.layer_types?.find((type) => type !== 'full_attention');
  if (layerType !== undefined) throw unsupported(`layers of type ${layerType}`);
  if (hasSlidingWindow(file)) throw unsupported('use_sliding_window');
  if (file.quantization_config != null) throw unsupported('quantization_config');
}

/** Whether a layer has a sliding window: those from `max_window_layers` (default 28), unless `layer_types` lists them. */
function hasSlidingWindow(file: DecoderFile): boolean {
  if (!file.use_sliding_window || file.sliding_window === null || file.layer_types) return false;
  return (file.max_window_layers ?? 28) < file.num_hidden_layers;
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
    reason: 'model_unsupported',
    message: `This model cannot be used: ${what} is not supported.`,
    remedy: 'Use a Qwen2, Qwen2.5 or Qwen3 text model that is not quantized, such as Qwen/Qwen3-0.6B.',
    place: { file: 'config.json' },
    values: { what },
  });
}
