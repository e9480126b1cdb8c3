// The parts of a tokenizer's files that ToolTune reads itself, and the kinds of tokenizer it supports.

import * as z from 'zod/mini';
import { AppError } from '../core/failure';

/** Texts of the files of a Hugging Face folder that make up a tokenizer. */
export interface TokenizerFiles {
  readonly tokenizerJson: string;
  readonly tokenizerConfigJson: string;
  /** `chat_template.jinja`, where the folder has one. It overrides the template in tokenizer_config.json. */
  readonly chatTemplate?: string;
  readonly generationConfigJson?: string;
}

export interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special: boolean;
}

interface TokenizerDescription {
  readonly added: readonly AddedToken[];
  /** Whether text is normalised to NFC before it is split into words. */
  readonly normalises: boolean;
}

const part: z.ZodMiniType<Part> = z.lazy(() =>
  z.object({
    type: z.string(),
    add_prefix_space: z.optional(z.boolean()),
    pretokenizers: z.optional(z.array(part)),
    normalizers: z.optional(z.array(part)),
    decoders: z.optional(z.array(part)),
  }),
);

interface Part {
  type: string;
  add_prefix_space?: boolean | undefined;
  pretokenizers?: Part[] | undefined;
  normalizers?: Part[] | undefined;
  decoders?: Part[] | undefined;
}

const tokenizerSchema = z.object({
  added_tokens: z.array(
    z.object({
      id: z.int(),
      content: z.string().check(z.minLength(1)),
      special: z.boolean(),
      lstrip: z.optional(z.boolean()),
      rstrip: z.optional(z.boolean()),
      single_word: z.optional(z.boolean()),
    }),
  ),
  normalizer: z.nullish(part),
  pre_tokenizer: z.nullish(part),
  model: z.object({ type: z.string() }),
});

const tokenText = z.union([z.string(), z.object({ content: z.string() })]);
const configSchema = z.looseObject({
  chat_template: z.nullish(z.union([z.string(), z.array(z.object({ name: z.string(), template: z.string() }))])),
  eos_token: z.nullish(tokenText),
});
export type TokenizerConfig = z.infer<typeof configSchema>;

const generationSchema = z.object({
  eos_token_id: z.nullish(z.union([z.int(), z.array(z.int())])),
});

/** Parses JSON text with a schema. @throws AppError `bad-input` that names the file. */
function readJson<T>(text: string, schema: z.ZodMiniType<T>, file: string): T {
  const fail = (reason: string) =>
    new AppError({
      code: 'bad-input',
      reason: 'tokenizer_file',
      message: `${file} cannot be read: ${reason}`,
      remedy: 'Use the tokenizer files of the model folder unchanged.',
      values: { file },
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw fail(error instanceof Error ? error.message : String(error));
  }
  const result = z.safeParse(schema, value);
  if (!result.success) throw fail(result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; '));
  return result.data;
}

const flatten = (node: Part | null | undefined): Part[] =>
  node ? [node, ...[...(node.pretokenizers ?? []), ...(node.normalizers ?? []), ...(node.decoders ?? [])].flatMap(flatten)] : [];

/**
 * Reads the parts of tokenizer.json that offsets depend on.
 * @throws AppError `unsupported` for anything but byte-level BPE with or without NFC, which Qwen, GPT-2 and Llama 3 use.
 */
export function describeTokenizer(tokenizerJson: string): TokenizerDescription {
  const json = readJson(tokenizerJson, tokenizerSchema, 'tokenizer.json');
  const preTokenizers = flatten(json.pre_tokenizer);
  const normalizers = flatten(json.normalizer).filter((node) => node.type !== 'Sequence');
  const unsupported = [
    json.model.type === 'BPE' ? null : `a model of type ${json.model.type}`,
    preTokenizers.some((node) => node.type === 'ByteLevel') ? null : 'no byte-level pre-tokenizer',
    preTokenizers.some((node) => node.add_prefix_space === true) ? 'a space added before the text' : null,
    ...normalizers.filter((node) => node.type !== 'NFC').map((node) => `a normalizer of type ${node.type}`),
    ...json.added_tokens
      .filter((token) => token.lstrip || token.rstrip || token.single_word)
      .map((token) => `a token ${token.content} with lstrip, rstrip or single_word`),
  ].filter((entry) => entry !== null);
  if (unsupported.length > 0) {
    throw new AppError({
      code: 'unsupported',
      reason: 'tokenizer_kind',
      message: `This tokenizer has ${unsupported.join(', ')}.`,
      remedy: 'Use a model with a byte-level BPE tokenizer, for example any Qwen2.5 or Qwen3 model.',
      values: { what: unsupported.join(', ') },
    });
  }
  return { added: json.added_tokens, normalises: normalizers.length > 0 };
}

/** Reads tokenizer_config.json. A chat template in its own file replaces the one in there. */
export function readTokenizerConfig(files: TokenizerFiles): TokenizerConfig {
  const config = readJson(files.tokenizerConfigJson, configSchema, 'tokenizer_config.json');
  return files.chatTemplate === undefined ? config : { ...config, chat_template: files.chatTemplate };
}

/** Returns the text of the template for chats with tools, or undefined. */
export function chatTemplateOf(config: TokenizerConfig): string | undefined {
  const template = config.chat_template;
  if (typeof template === 'string') return template;
  const named = (name: string) => template?.find((entry) => entry.name === name)?.template;
  return named('tool_use') ?? named('default');
}

/** Returns the ids that end generation in generation_config.json; none without the file. */
export function readStopIds(text: string | undefined): readonly number[] {
  if (text === undefined) return [];
  const eos = readJson(text, generationSchema, 'generation_config.json').eos_token_id;
  return typeof eos === 'number' ? [eos] : (eos ?? []);
}

export const contentOf = (token: TokenizerConfig['eos_token']): string | undefined => (typeof token === 'string' ? token : token?.content);
