// What core knows of a tokenizer. src/tokenizer creates one from @huggingface/transformers; tests create small ones.

import type { Message, ToolSpec } from './record';

/** Token ids of a text, with the characters that each token covers. */
export interface Encoding {
  readonly ids: Int32Array;
  /**
   * Token i covers characters [starts[i], ends[i]) of the text, in UTF-16 code units. The byte tokens of one character
   * share its range.
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
  /** Keeps special tokens. */
  decode(ids: ArrayLike<number>): string;
  /** Returns a token's text for the token view. Bytes that are not a whole character appear as `\xNN`. */
  tokenText(id: number): string;
  tokenBytes(id: number): Uint8Array;
  isSpecial(id: number): boolean;
  /**
   * Renders the model's own chat template over messages and tools in template form (plain JSON-like values); absent when
   * the model has none. Call core/chat-template instead, which keeps source text intact by placeholders.
   */
  readonly chatTemplate?: (messages: readonly TemplateMessage[], tools: readonly TemplateTool[], options: RenderOptions) => string;
}

/** A message in the form that chat templates take. `arguments` is any JSON-like value, or a placeholder for one. */
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
  /** Index of the assistant message that the span belongs to. */
  readonly message: number;
}

/** A rendered record: its text, and which parts of it are trained. */
export interface Rendering {
  readonly text: string;
  readonly spans: readonly TrainedSpan[];
}

/** A tokenized record, ready for a batch. */
export interface TokenizedExample {
  readonly id: string;
  /** [T] */
  readonly inputIds: Int32Array;
  /** Weight of each token in the loss, [T]; 0 = not trained. */
  readonly weights: Float32Array;
}

/** What a rendering needs of a record. */
export interface RenderInput {
  readonly messages: readonly Message[];
  readonly tools: readonly ToolSpec[];
}
