// Renders a record as the text a model is trained on, and as the prompt it is asked with.

import { AppError } from '../failure';
import { renderTurns } from '../function-call';
import type { PromptFormat, RenderInput, Rendering, Tokenizer } from '../tokenizer';
import { familyOf } from './families';
import type { ChatTemplate, TemplateFamily } from './families/family';
import { createMarkedRecord } from './marked-record';
import { messageSpans } from './message-spans';
import { renderUnknown, renderUnknownPrompt } from './unknown-template';

/**
 * Renders the training text of a record with its trained spans, in order.
 * @throws AppError `unsupported` when the tokenizer has no chat template, or one that leaves out a call or a text.
 */
export function renderRecord(input: RenderInput, tokenizer: Tokenizer, format: PromptFormat): Rendering {
  if (format === 'function_call') return renderTurns(input.messages, { addGenerationPrompt: false });
  const template = templateOf(tokenizer);
  const family = familyOf(tokenizer);
  return family ? renderKnown(input, family, template) : renderUnknown(input, template);
}

export interface PromptOptions {
  /**
   * Whether a model that can think should think before it answers. Off by default: small models in a tab answer in a few
   * tokens, and records without reasoning train exactly this prompt's empty think block.
   */
  readonly enableThinking?: boolean;
}

/**
 * Renders the prompt for the next assistant message. It ends with the generation prompt.
 * @throws AppError as {@link renderRecord} does.
 */
export function renderPrompt(input: RenderInput, tokenizer: Tokenizer, format: PromptFormat, options: PromptOptions = {}): string {
  if (format === 'function_call') return renderTurns(input.messages, { addGenerationPrompt: true }).text;
  const template = templateOf(tokenizer);
  const settings = { addGenerationPrompt: true, enableThinking: options.enableThinking ?? false };
  const family = familyOf(tokenizer);
  if (!family) return renderUnknownPrompt(input, template, settings);
  const record = createMarkedRecord(input);
  return record.placeholders.fill(family.prompt(record, template, settings)).text;
}

/** Renders with a template of a known family: the family finds the turns in the marked text, before the values return. */
function renderKnown(input: RenderInput, family: TemplateFamily, template: ChatTemplate): Rendering {
  const record = createMarkedRecord(input);
  const marked = family.training(record, template);
  const filled = record.placeholders.fill(marked.text);
  const spans = marked.turns.flatMap((turn) => {
    const message = input.messages[turn.message];
    if (!message) return [];
    const written = record.contents.get(turn.message);
    const at = written && filled.startOf(written.placeholder);
    const content = written === undefined || at === undefined ? undefined : { from: written.start, to: written.end, at };
    return messageSpans(message, { message: turn.message, start: filled.at(turn.start), end: filled.at(turn.end), content });
  });
  return { text: filled.text, spans };
}

function templateOf(tokenizer: Tokenizer): ChatTemplate {
  if (tokenizer.chatTemplate) return tokenizer.chatTemplate;
  throw new AppError({
    code: 'unsupported',
    reason: 'no_chat_template',
    message: 'This model has no chat template.',
    remedy: 'Choose the function_call format, or add chat_template.jinja to the model folder.',
  });
}
