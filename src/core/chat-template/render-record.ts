// A record as the text a model is trained on, and as the prompt it is asked with.

import { AppError } from '../failure';
import { renderTurns } from '../function-call';
import type { PromptFormat, RenderInput, Rendering, Tokenizer } from '../tokenizer';
import { createDraft } from './draft';
import { familyOf } from './families';
import type { ChatTemplate } from './families/family';
import { messageSpans } from './message-spans';
import { promptOfUnknown, renderUnknown } from './unknown-template';

/**
 * The training text of a record with its trained spans, in order.
 * @throws AppError `unsupported` when the tokenizer has no chat template, or one that leaves a call or a text out.
 */
export function renderRecord(input: RenderInput, tokenizer: Tokenizer, format: PromptFormat): Rendering {
  if (format === 'function_call') return renderTurns(input.messages, { addGenerationPrompt: false });
  const template = templateOf(tokenizer);
  const family = familyOf(tokenizer);
  if (!family) return renderUnknown(input, template);
  const draft = createDraft(input);
  const skeleton = family.training(draft, template);
  const filled = draft.slots.fill(skeleton.text);
  const spans = skeleton.turns.flatMap((turn) => {
    const message = input.messages[turn.message];
    if (!message) return [];
    const mark = draft.contentMarks.get(turn.message);
    const at = mark === undefined ? undefined : filled.startOf(mark.mark);
    const content = mark === undefined || at === undefined ? undefined : { from: mark.start, to: mark.end, at };
    return messageSpans(message, { message: turn.message, start: filled.at(turn.start), end: filled.at(turn.end), content });
  });
  return { text: filled.text, spans };
}

export interface PromptOptions {
  /**
   * Whether a model that can think is to think before it answers. Off by default: small models in a tab answer in a
   * few tokens, and rows without reasoning train exactly this prompt's empty think block.
   */
  readonly enableThinking?: boolean;
}

/**
 * The prompt that asks for the next assistant message; ends with the generation prompt.
 * @throws AppError as {@link renderRecord}.
 */
export function renderPrompt(input: RenderInput, tokenizer: Tokenizer, format: PromptFormat, options: PromptOptions = {}): string {
  if (format === 'function_call') return renderTurns(input.messages, { addGenerationPrompt: true }).text;
  const template = templateOf(tokenizer);
  const settings = { addGenerationPrompt: true, enableThinking: options.enableThinking ?? false };
  const family = familyOf(tokenizer);
  if (!family) return promptOfUnknown(input, template, settings);
  const draft = createDraft(input);
  return draft.slots.fill(family.prompt(draft, template, settings)).text;
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
