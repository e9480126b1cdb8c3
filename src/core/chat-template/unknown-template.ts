// Templates of unknown families. The record's texts go in as they are, since the template may inspect them. Only values that
// JavaScript's Jinja would print differently from Python become placeholders. The trained part of a turn is what its
// rendering adds to the prompt before it. So each rendering must begin with the previous one; otherwise there is an error.

import { AppError } from '../failure';
import { type JsonNode, parseJson, writePython } from '../json';
import type { Message } from '../record';
import type { RenderInput, Rendering, RenderOptions, TemplateMessage, TemplateTool, TrainedSpan } from '../tokenizer';
import type { ChatTemplate } from './families/family';
import { contentOf } from './marked-record';
import { messageSpans, type RenderedTurn } from './message-spans';
import { createPlaceholders, type Placeholders } from './placeholders';
import { templateObject, templateTool } from './template-objects';

/** Renders the training text. @throws AppError `unsupported` when the template rewrites earlier turns or rejects the record. */
export function renderUnknown(input: RenderInput, template: ChatTemplate): Rendering {
  const { placeholders, messages, tools } = templateInput(input);
  const render = (count: number, addGenerationPrompt: boolean) =>
    callTemplate(template, messages.slice(0, count), tools, { addGenerationPrompt });
  const whole = render(messages.length, false);
  const filled = placeholders.fill(whole);
  const spans: TrainedSpan[] = [];
  input.messages.forEach((message, index) => {
    if (message.role !== 'assistant') return;
    const before = render(index, true);
    const after = render(index + 1, false);
    if (!after.startsWith(before) || !whole.startsWith(after)) throw rewritesTurns(index);
    const start = filled.at(before.length);
    const end = filled.at(after.length);
    spans.push(...messageSpans(message, { message: index, start, end, content: writtenContent(message, filled.text, start) }));
  });
  return { text: filled.text, spans };
}

/** Renders the prompt for the next assistant message. @throws AppError `unsupported` when the template rejects the record. */
export function renderUnknownPrompt(input: RenderInput, template: ChatTemplate, options: RenderOptions): string {
  const { placeholders, messages, tools } = templateInput(input);
  return placeholders.fill(callTemplate(template, messages, tools, options)).text;
}

interface TemplateInput {
  readonly placeholders: Placeholders;
  readonly messages: readonly TemplateMessage[];
  readonly tools: readonly TemplateTool[];
}

function templateInput(input: RenderInput): TemplateInput {
  const placeholders = createPlaceholders(input);
  return {
    placeholders,
    messages: input.messages.map((message) => templateMessage(placeholders, message)),
    tools: input.tools.map((tool) => templateTool(placeholders, tool, (node) => templateValue(placeholders, node))),
  };
}

/** Finds the content only at the beginning of its turn: anywhere else, placing weights of its characters would be a guess. */
function writtenContent(message: Message, text: string, turnStart: number): RenderedTurn['content'] {
  const content = contentOf(message);
  return content !== '' && text.startsWith(content, turnStart) ? { from: 0, to: content.length, at: turnStart } : undefined;
}

function callTemplate(
  template: ChatTemplate,
  messages: readonly TemplateMessage[],
  tools: readonly TemplateTool[],
  options: RenderOptions,
): string {
  try {
    return template(messages, tools, options);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError(
      {
        code: 'unsupported',
        reason: 'template_refuses',
        message: `The model's chat template rejects this record: ${reason}`,
        remedy: 'Change the record so that the template accepts it, or choose the function_call format.',
        values: { reason },
      },
      { cause: error },
    );
  }
}

function templateMessage(placeholders: Placeholders, message: Message): TemplateMessage {
  return {
    role: message.role,
    content: contentOf(message),
    ...(message.reasoning === undefined ? {} : { reasoning_content: message.reasoning }),
    ...(message.callId === undefined ? {} : { tool_call_id: message.callId }),
    ...(message.name === undefined ? {} : { name: message.name }),
    ...(message.calls === undefined || message.calls.length === 0
      ? {}
      : {
          tool_calls: message.calls.map((call) => ({
            type: 'function',
            function: { name: call.name, arguments: templateValue(placeholders, parseJson(call.argumentsText)) },
          })),
        }),
  };
}

/** Converts a value to JavaScript's, with placeholders for numbers it would print differently and keys it would reorder or lose. */
function templateValue(placeholders: Placeholders, node: JsonNode): unknown {
  switch (node.kind) {
    case 'object':
      return templateObject(placeholders, node, (value) => templateValue(placeholders, value));
    case 'array':
      return node.items.map((item) => templateValue(placeholders, item));
    case 'number': {
      const value = Number(node.text);
      const exact = Number.isSafeInteger(value) && String(value) === node.text;
      return exact ? value : placeholders.add({ text: node.text, json: writePython(node) });
    }
    case 'null':
      return null;
    default:
      return node.value;
  }
}

function rewritesTurns(message: number): AppError {
  return new AppError({
    code: 'unsupported',
    reason: 'template_rewrites',
    message: `The model's chat template changes earlier turns once message ${message + 1} is added, so the trained part cannot be located.`,
    remedy: 'Choose the function_call format, or split the conversation into records with one assistant turn each.',
    values: { message: message + 1 },
  });
}
