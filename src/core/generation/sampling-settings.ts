// The fields of `generation_config.json` that determine how a token is chosen, with the names and defaults of
// GenerationConfig of transformers 5.23. A field that changes the choice and is not implemented is an error that names it.

import * as z from 'zod/mini';
import { AppError } from '../failure';

export interface SamplingSettings {
  /** False: the most probable token. */
  readonly do_sample: boolean;
  /** Divides the logits. */
  readonly temperature: number;
  /** Samples only from this many of the most probable tokens; 0 for all. */
  readonly top_k: number;
  /** Samples only from the most probable tokens that together reach this probability; 1 for all. */
  readonly top_p: number;
  /** Divides the positive logits of tokens that already occur, and multiplies the negative ones. Applies without sampling too. */
  readonly repetition_penalty: number;
}

/** Most tokens of a sample answer during training. Calls are short, and a model that does not stop yet must not delay the run. */
export const LONGEST_SAMPLE = 96;

const FILE = 'generation_config.json';
const optional = <T extends z.ZodMiniType>(schema: T) => z.optional(z.nullable(schema));
const positive = z.number().check(z.gt(0));

const schema = z.looseObject({
  do_sample: optional(z.boolean()),
  temperature: optional(positive),
  top_k: optional(z.int().check(z.minimum(0))),
  top_p: optional(z.number().check(z.minimum(0), z.maximum(1))),
  repetition_penalty: optional(positive),
});

/** Other fields that change the choice, with the value that has no effect. null or a missing field has no effect either. */
const NEUTRAL: Readonly<Record<string, unknown>> = {
  num_beams: 1,
  min_p: null,
  top_h: null,
  typical_p: 1,
  epsilon_cutoff: 0,
  eta_cutoff: 0,
  no_repeat_ngram_size: 0,
  encoder_repetition_penalty: 1,
  guidance_scale: 1,
  min_length: 0,
  min_new_tokens: 0,
  bad_words_ids: null,
  sequence_bias: null,
  suppress_tokens: null,
  begin_suppress_tokens: null,
  forced_bos_token_id: null,
  forced_eos_token_id: null,
  exponential_decay_length_penalty: null,
  watermarking_config: null,
};

/**
 * Parses the text of `generation_config.json`; without one, the answer is greedy.
 * @throws AppError `bad-input` (not JSON, or a value out of range) or `unsupported`; both name the field
 */
export function parseSamplingSettings(text: string | undefined): SamplingSettings {
  const read = schema.safeParse(text === undefined ? {} : parsed(text));
  if (!read.success) {
    const issue = read.error.issues[0];
    throw failure('bad-input', `${FILE}: ${issue?.path.join('.') || 'the file'}: ${issue?.message}`);
  }
  const file = read.data;
  const active = Object.keys(NEUTRAL).find((name) => file[name] != null && file[name] !== NEUTRAL[name]);
  if (active !== undefined) throw failure('unsupported', `${FILE}: ${active} ${JSON.stringify(file[active])} is not supported.`);
  return {
    do_sample: file.do_sample ?? false,
    temperature: file.temperature ?? 1,
    top_k: file.top_k ?? 50,
    top_p: file.top_p ?? 1,
    repetition_penalty: file.repetition_penalty ?? 1,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw failure('bad-input', `${FILE} is not JSON.`, { cause });
  }
}

function failure(code: 'bad-input' | 'unsupported', message: string, options?: ErrorOptions): AppError {
  const remedy = `Fix ${FILE} in the model's folder, or answer without sampling.`;
  return new AppError({ code, message, remedy, place: { file: FILE } }, options);
}
