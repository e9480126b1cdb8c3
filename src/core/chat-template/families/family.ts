// What a family of chat templates has to say: how to tell it, how to mark a row for it, and where an assistant's trained
// text lies in the skeleton (the rendering in which marks stand for all of the row's texts).

import type { RenderOptions, TemplateMessage, TemplateTool } from '../../tokenizer';
import type { Draft } from '../draft';

/** A tokenizer's chat template. */
export type ChatTemplate = (messages: readonly TemplateMessage[], tools: readonly TemplateTool[], options: RenderOptions) => string;

/** Characters [start, end) of the skeleton in which one assistant message is trained. */
export interface Turn {
  readonly message: number;
  readonly start: number;
  readonly end: number;
}

export interface Skeleton {
  readonly text: string;
  readonly turns: readonly Turn[];
}

export interface TemplateFamily {
  readonly id: string;
  /** Tried on a few fixed messages: does the template behave like this family? May throw: then it does not. */
  readonly recognises: (template: ChatTemplate) => boolean;
  /** The training text with the default mask of TRL's assistant_only_loss. */
  readonly training: (draft: Draft, template: ChatTemplate) => Skeleton;
  /** The model's own prompt, marks in it, that ends where the answer begins. */
  readonly prompt: (draft: Draft, template: ChatTemplate, options: RenderOptions) => string;
}
