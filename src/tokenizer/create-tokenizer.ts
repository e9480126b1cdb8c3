// Creates a core Tokenizer from the files of a Hugging Face folder. @huggingface/transformers gives ids and chat templates,
// ToolTune adds bytes and offsets.

import type { PreTrainedTokenizer } from '@huggingface/transformers';
import { AppError } from '../core/failure';
import type { Encoding, Tokenizer } from '../core/tokenizer';
import { bytesOfVocabularyEntry, readableBytes } from './bytes';
import {
  type AddedToken,
  chatTemplateOf,
  contentOf,
  describeTokenizer,
  readStopIds,
  readTokenizerConfig,
  type TokenizerConfig,
  type TokenizerFiles,
} from './files';
import { loadFromMemory } from './library';
import { byteRanges } from './offsets';

const NO_BYTES = new Uint8Array(0);

/**
 * Creates a tokenizer from the texts of its files.
 * @throws AppError `bad-input` for damaged files, `unsupported` for anything but byte-level BPE.
 */
export async function createTokenizer(id: string, files: TokenizerFiles): Promise<Tokenizer> {
  const description = describeTokenizer(files.tokenizerJson);
  const config = readTokenizerConfig(files);
  // The library has no class for byte-level BPE. Naming its base class keeps it from guessing one and logging a warning.
  const libraryConfig = { ...config, tokenizer_class: 'PreTrainedTokenizer' };
  const library = await loadFromMemory(files.tokenizerJson, JSON.stringify(libraryConfig));
  const vocabulary = library.get_vocab();
  const entries: string[] = [];
  for (const [entry, entryId] of vocabulary) entries[entryId] = entry;
  const bytes = tokenBytesReader(entries, description.added);
  const special = new Set(description.added.filter((token) => token.special).map((token) => token.id));
  const addedTokens = addedTokenPattern(description.added);
  const template = chatTemplateOf(config);
  return {
    id,
    vocabularySize: entries.length,
    stopIds: stopIdsOf(files, config, vocabulary),
    encode: (text) => encode(text, library, bytes, (source) => byteRanges(source, addedTokens, description.normalises)),
    decode: (ids) => decode(ids, bytes),
    tokenText: (tokenId) => readableBytes(bytes(tokenId)),
    tokenBytes: bytes,
    isSpecial: (tokenId) => special.has(tokenId),
    ...(template === undefined ? {} : { chatTemplate: chatTemplate(library, template) }),
  };
}

/** Matches added tokens. The longest comes first, since it wins where several begin, as in Hugging Face's tokenizers. */
function addedTokenPattern(added: readonly AddedToken[]): RegExp | null {
  if (added.length === 0) return null;
  const contents = added.map((token) => token.content).sort((a, b) => b.length - a.length);
  return new RegExp(contents.map((content) => content.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|'), 'g');
}

function tokenBytesReader(entries: readonly string[], added: readonly AddedToken[]): (id: number) => Uint8Array {
  const encoder = new TextEncoder();
  const known = new Map<number, Uint8Array>(added.map((token) => [token.id, encoder.encode(token.content)]));
  return (id) => {
    const seen = known.get(id);
    if (seen) return seen;
    const entry = entries[id];
    // Checkpoints have more embedding rows than the tokenizer has tokens. Those ids have no bytes.
    const bytes = entry === undefined ? NO_BYTES : (bytesOfVocabularyEntry(entry) ?? encoder.encode(entry));
    known.set(id, bytes);
    return bytes;
  };
}

function encode(
  text: string,
  library: PreTrainedTokenizer,
  bytes: (id: number) => Uint8Array,
  ranges: (text: string) => { starts: readonly number[]; ends: readonly number[] },
): Encoding {
  const ids = Int32Array.from(library.encode(text, { add_special_tokens: false }));
  const table = ranges(text);
  const starts = new Int32Array(ids.length);
  const ends = new Int32Array(ids.length);
  let position = 0;
  ids.forEach((id, index) => {
    const next = position + bytes(id).length;
    starts[index] = table.starts[position] ?? text.length;
    ends[index] = table.ends[next - 1] ?? text.length;
    position = next;
  });
  if (position !== table.starts.length) {
    throw new AppError({
      code: 'unsupported',
      reason: 'tokenizer_bytes',
      message: `The tokens have ${position} bytes, but the text has ${table.starts.length}: this tokenizer changes text in an unknown way.`,
      remedy: 'Use a model with a byte-level BPE tokenizer, for example any Qwen2.5 or Qwen3 model.',
    });
  }
  return { ids, starts, ends };
}

function decode(ids: ArrayLike<number>, bytes: (id: number) => Uint8Array): string {
  const parts = Array.from(ids, bytes);
  const joined = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let position = 0;
  for (const part of parts) {
    joined.set(part, position);
    position += part.length;
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(joined);
}

/** Returns the ids that end generation: those of generation_config.json first, then the tokenizer's own end tokens. */
function stopIdsOf(files: TokenizerFiles, config: TokenizerConfig, vocabulary: ReadonlyMap<string, number>): number[] {
  const idOf = (content: string | undefined) => (content === undefined ? undefined : vocabulary.get(content));
  const own = [idOf(contentOf(config.eos_token)), idOf('<|im_end|>'), idOf('<|endoftext|>')].filter((id) => id !== undefined);
  return [...new Set([...readStopIds(files.generationConfigJson), ...own])];
}

function chatTemplate(library: PreTrainedTokenizer, template: string): NonNullable<Tokenizer['chatTemplate']> {
  return (messages, tools, options) => {
    const thinking = options.enableThinking === undefined ? {} : { enable_thinking: options.enableThinking };
    const settings = { chat_template: template, add_generation_prompt: options.addGenerationPrompt, ...thinking };
    const conversation = messages.map((message) => ({ ...message }));
    return library.apply_chat_template(conversation, {
      ...settings,
      tools: tools.length === 0 ? null : tools.map((tool) => ({ ...tool })),
      tokenize: false,
    });
  };
}
