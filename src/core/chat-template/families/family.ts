// A family of chat templates: how to recognise it, how to mark a record for it, and which part of an assistant's turn is
// trained.

import type { RenderOptions, TemplateMessage, TemplateTool } from '../../tokenizer';
import type { MarkedRecord } from '../marked-record';

/** A tokenizer's chat template. */
export type ChatTemplate = (messages: readonly TemplateMessage[], tools: readonly TemplateTool[], options: RenderOptions) => string;

/** The trained part of one assistant turn: characters [start, end) of a marked text. */
export interface MarkedTurn {
  /** Index of the assistant message. */
  readonly message: number;
  readonly start: number;
  readonly end: number;
}

/** A training text in which placeholders stand for all of the record's texts and values. */
export interface MarkedRendering {
  readonly text: string;
  readonly turns: readonly MarkedTurn[];
}

export interface TemplateFamily {
  readonly id: string;
  /** Tests on a few fixed messages whether the template behaves like this family. It may throw, which means no. */
  readonly recognises: (template: ChatTemplate) => boolean;
  /** Renders the training text, with the default mask of TRL's assistant_only_loss. */
  readonly training: (record: MarkedRecord, template: ChatTemplate) => MarkedRendering;
  /** Renders the model's own prompt, placeholders included. It ends where the answer begins. */
  readonly prompt: (record: MarkedRecord, template: ChatTemplate, options: RenderOptions) => string;
}
