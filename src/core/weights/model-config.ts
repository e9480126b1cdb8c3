// What of a Hugging Face `config.json` the trainer needs. Qwen2 (also Qwen2.5) and Qwen3 decoders are taken; everything
// that would change the arithmetic and is not implemented is refused by name, so that a wrong model never runs silently.

import * as z from 'zod/mini';
import { AppError } from '../failure';
import { type RopeScaling, ropeFields, ropeOf } from './rope-scaling';

export interface ModelConfig {
  readonly architecture: 'qwen2' | 'qwen3';
  readonly vocabularySize: number;
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly layers: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  /** Channels of one head; need not be hiddenSize / heads. */
  readonly headDim: number;
  /** Queries, keys and values have a bias. */
  readonly attentionBias: boolean;
  /** The output projection of the attention has one too. */
  readonly outputBias: boolean;
  /** Queries and keys are normed over the channels of each head. */
  readonly queryKeyNorm: boolean;
  readonly normEpsilon: number;
  readonly ropeTheta: number;
  readonly ropeScaling: RopeScaling;
  readonly maxPositions: number;
  /** True: the head is the embedding matrix. */
  readonly tied: boolean;
  /** Standard deviation of the initial weights. */
  readonly initializerRange: number;
}

const count = z.int().check(z.minimum(1), z.maximum(10_000_000));
/** The deepest decoders have some 130: a thousand times as many names of tensors would fill the memory. */
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
 * @throws AppError `bad-input` (not JSON, a field missing or out of range) or `unsupported` (names what)
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
  refuseUnsupported(file.data);
  return configOf(type, file.data);
}

function configOf(architecture: ModelConfig['architecture'], file: DecoderFile): ModelConfig {
  const heads = file.num_attention_heads;
  const keyValueHeads = file.num_key_value_heads ?? heads;
  if (heads % keyValueHeads !== 0) throw bad(`config.json: ${heads} query heads cannot share ${keyValueHeads} key/value heads.`);
  // Qwen3Config has a head_dim of its own, Qwen2Config has none.
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
    // Qwen2's are fixed; `attention_bias` gives Qwen3 all four.
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

function refuseUnsupported(file: DecoderFile): void {
  const activation = file.hidden_act ?? 'silu';
  if (activation !== 'silu') throw unsupported(`hidden_act ${activation}`);
  if (file.attention_dropout) throw unsupported(`attention_dropout ${file.attention_dropout}`);
  const layerType = file.layer_types?.find((type) => type !== 'full_attention');
  if (layerType !== undefined) throw unsupported(`layers of type ${layerType}`);
  if (slides(file)) throw unsupported('use_sliding_window');
  if (file.quantization_config != null) throw unsupported('quantization_config');
}

/** Whether a layer sees a window only: those from `max_window_layers` (28 if absent) on, unless `layer_types` says otherwise. */
function slides(file: DecoderFile): boolean {
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
    remedy: 'Take a Qwen2, Qwen2.5 or Qwen3 text model that is not quantized, such as Qwen/Qwen3-0.6B.',
    place: { file: 'config.json' },
    values: { what },
  });
}
