// The rotary settings of `config.json` in both forms: `rope_parameters` (transformers 5) and `rope_theta` with
// `rope_scaling` (older versions). Precedence and defaults are those of RotaryEmbeddingConfigMixin of transformers 5.23
// (modeling_rope_utils.py).

import * as z from 'zod/mini';

/** How the frequencies of the rotary embedding are scaled. */
export type RopeScaling =
  | { readonly type: 'default' }
  | { readonly type: 'linear'; readonly factor: number }
  | { readonly type: 'dynamic'; readonly factor: number }
  | {
      readonly type: 'yarn';
      readonly factor: number;
      readonly originalPositions: number;
      /** Multiplies cosines and sines. */
      readonly attentionFactor: number;
      readonly betaFast: number;
      readonly betaSlow: number;
      /** Whether the ends of the ramp between unscaled and scaled channels are rounded to whole channels. */
      readonly truncate: boolean;
    }
  | {
      readonly type: 'llama3';
      readonly factor: number;
      readonly originalPositions: number;
      readonly lowFrequencyFactor: number;
      readonly highFrequencyFactor: number;
    };

const positive = z.number().check(z.gt(0));
const optional = <T extends z.ZodMiniType>(schema: T) => z.optional(z.nullable(schema));

const parameters = z.looseObject({
  rope_type: optional(z.string()),
  type: optional(z.string()),
  rope_theta: optional(positive),
  partial_rotary_factor: optional(positive),
  factor: optional(positive),
  original_max_position_embeddings: optional(positive),
  attention_factor: optional(z.number().check(z.minimum(0))),
  beta_fast: optional(z.number()),
  beta_slow: optional(z.number()),
  mscale: optional(z.number()),
  mscale_all_dim: optional(z.number()),
  truncate: optional(z.boolean()),
  low_freq_factor: optional(positive),
  high_freq_factor: optional(positive),
});
type RopeParameters = z.infer<typeof parameters>;

/** The fields of `config.json` that this file reads. */
export const ropeFields = {
  rope_theta: optional(positive),
  rope_parameters: optional(parameters),
  rope_scaling: optional(parameters),
  partial_rotary_factor: optional(positive),
  original_max_position_embeddings: optional(positive),
};
const ropeFile = z.object(ropeFields);
type RopeFile = z.infer<typeof ropeFile>;

/** Creates the errors about wrong or unsupported rotary settings. */
interface RopeErrors {
  bad(message: string): Error;
  unsupported(what: string): Error;
}

/**
 * Reads the base of the frequencies and their scaling.
 * @param maxPositions `max_position_embeddings`
 * @throws `errors.bad` for a missing field, `errors.unsupported` for an unknown type
 */
export function ropeOf(file: RopeFile, maxPositions: number, errors: RopeErrors): { theta: number; scaling: RopeScaling } {
  // An empty rope_scaling counts as absent.
  const scaling = file.rope_scaling && Object.keys(file.rope_scaling).length > 0 ? file.rope_scaling : null;
  const field = scaling ? 'rope_scaling' : 'rope_parameters';
  const found: RopeParameters = scaling ?? file.rope_parameters ?? {};
  const partial = found.partial_rotary_factor ?? file.partial_rotary_factor ?? 1;
  if (partial !== 1) throw errors.unsupported(`partial_rotary_factor ${partial}`);
  const type = found.rope_type ?? found.type ?? 'default';
  const read = { found, field, type, maxPositions, original: file.original_max_position_embeddings, errors };
  return { theta: found.rope_theta ?? file.rope_theta ?? 10_000, scaling: scalingOf(read) };
}

interface Read {
  readonly found: RopeParameters;
  /** Name of the field with these parameters. */
  readonly field: string;
  readonly type: string;
  readonly maxPositions: number;
  /** `original_max_position_embeddings` outside the rotary settings, which takes precedence over the one inside. */
  readonly original: number | null | undefined;
  readonly errors: RopeErrors;
}

function scalingOf(read: Read): RopeScaling {
  const { type } = read;
  switch (type) {
    case 'default':
      return { type };
    case 'linear':
    case 'dynamic':
      return { type, factor: required(read, 'factor') };
    case 'yarn':
      return yarnOf(read);
    case 'llama3':
      return {
        type,
        factor: required(read, 'factor'),
        originalPositions: originalOf(read),
        lowFrequencyFactor: required(read, 'low_freq_factor'),
        highFrequencyFactor: required(read, 'high_freq_factor'),
      };
    default:
      throw read.errors.unsupported(`${read.field} of type ${type}`);
  }
}

function yarnOf(read: Read): RopeScaling {
  const { found, maxPositions } = read;
  const originalPositions = originalOf(read);
  // null means the ratio of the lengths; a missing factor is an error.
  const factor = found.factor === null ? maxPositions / originalPositions : required(read, 'factor');
  return {
    type: 'yarn',
    factor,
    originalPositions,
    attentionFactor: found.attention_factor ?? attentionFactor(factor, found.mscale, found.mscale_all_dim),
    betaFast: found.beta_fast || 32,
    betaSlow: found.beta_slow || 1,
    truncate: found.truncate ?? true,
  };
}

function attentionFactor(factor: number, mscale: number | null | undefined, mscaleAll: number | null | undefined): number {
  const scale = (by: number) => (factor <= 1 ? 1 : 0.1 * by * Math.log(factor) + 1);
  return mscale && mscaleAll ? scale(mscale) / scale(mscaleAll) : scale(1);
}

function originalOf({ original, found, maxPositions }: Read): number {
  return original ?? found.original_max_position_embeddings ?? maxPositions;
}

function required({ found, field, type, errors }: Read, name: 'factor' | 'low_freq_factor' | 'high_freq_factor'): number {
  const value = found[name];
  if (value == null) throw errors.bad(`config.json: ${field} of type ${type} needs ${name}.`);
  return value;
}
