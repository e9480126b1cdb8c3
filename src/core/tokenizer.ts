// What core knows of a tokenizer. src/tokenizer makes one from @huggingface/transformers; tests make small ones.

import type { Message, ToolSpec } from './record';

/** Token ids of a text with the characters each token covers. */
export interface Encoding {
  readonly ids: Int32Array;
  /**
   * `starts[i]`, `ends[i]`: token i covers characters [start, end) of the text, in UTF-16 code units. Several byte
   * tokens of one character share its range.
   */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

export interface RenderOptions {
  readonly addGenerationPrompt: boolean;
  /** Passed to templates that know it (Qwen3); others ignore it. */
  readonly enableThinking?: boolean;
}

export interface Tokenizer {
  /** `starter`, `from-zero`, `qwen2_5`, `qwen3`, or the id of a stored model. */
  readonly id: string;
  readonly vocabularySize: number;
  /** Ids that end generation, e.g. `<|im_end|>`. */
  readonly stopIds: readonly number[];
  encode(text: string): Encoding;
  /** Special tokens are kept. */
  decode(ids: ArrayLike<number>): string;
  /** The token's own text (for the lens; bytes that are no whole character shown as `\xNN`), and its bytes. */
  tokenText(id: number): string;
  tokenBytes(id: number): Uint8Array;
  isSpecial(id: number): boolean;
  /**
   * The model's own chat template over messages and tools already in template form (plain JSON-like values); absent
   * when it has none. Callers use core/chat-template, which keeps source text intact by placeholders.
   */
  readonly chatTemplate?: (messages: readonly TemplateMessage[], tools: readonly TemplateTool[], options: RenderOptions) => string;
  /** Source of the chat template, to recognise the family and to export it. */
  readonly chatTemplateText?: string;
}

/** A message in the form chat templates take. `arguments` may be any JSON-like value, strings being placeholders. */
export interface TemplateMessage {
  readonly role: string;
  readonly content: string;
  readonly reasoning_content?: string;
  readonly tool_calls?: readonly { readonly type: 'function'; readonly function: { readonly name: string; readonly arguments: unknown } }[];
  readonly tool_call_id?: string;
  readonly name?: string;
}

export interface TemplateTool {
  readonly type: 'function';
  readonly function: Readonly<Record<string, unknown>>;
}

/** How a record becomes text: the function_call format, or the model's own chat template. */
export type PromptFormat = 'function_call' | 'template';

/** Characters [start, end) of a rendered text that are trained with `weight`. */
export interface TrainedSpan {
  readonly start: number;
  readonly end: number;
  readonly weight: number;
  /** Index of the assistant message it comes from. */
  readonly message: number;
}

/** One rendering of a record: the text and what of it is trained. */
export interface Rendering {
  readonly text: string;
  readonly spans: readonly TrainedSpan[];
}

/** A row as the trainer takes it. */
export interface TokenizedExample {
  readonly id: string;
  /** [T] */
  readonly inputIds: Int32Array;
  /** [T], weight of each token in the loss; 0 = not trained. */
  readonly weights: Float32Array;
}

export interface RenderInput {
  readonly messages: readonly Message[];
  readonly tools: readonly ToolSpec[];
}
