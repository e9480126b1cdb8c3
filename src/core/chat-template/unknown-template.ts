// Templates of no known family: the row's texts go in as they are (such a template may look at them), only values that
// JavaScript's Jinja would print differently from Python go in as marks. Trained: what the template adds to a prompt to
// get the prompt with its answer. That needs a template whose renderings continue each other; any other is refused.

import { AppError } from '../failure';
import { type JsonNode, parseJson, writePython } from '../json';
import type { Message } from '../record';
import type { RenderInput, Rendering, RenderOptions, TemplateMessage, TemplateTool, TrainedSpan } from '../tokenizer';
import { contentOf, templateObject, templateTool, textsOf } from './draft';
import type { ChatTemplate } from './families/family';
import { messageSpans } from './message-spans';
import { createPlaceholders, type Placeholders } from './placeholders';

/** @throws AppError `unsupported` when the template rewrites earlier turns or refuses the row. */
export function renderUnknown(input: RenderInput, template: ChatTemplate): Rendering {
  const slots = createPlaceholders(textsOf(input));
  const messages = input.messages.map((message) => templateMessage(slots, message));
  const tools = input.tools.map((tool) => templateTool(slots, tool, (node) => templateValue(slots, node)));
  const render = (count: number, addGenerationPrompt: boolean) => call(template, messages.slice(0, count), tools, { addGenerationPrompt });
  const whole = render(messages.length, false);
  const filled = slots.fill(whole);
  const spans: TrainedSpan[] = [];
  input.messages.forEach((message, index) => {
    if (message.role !== 'assistant') return;
    const before = render(index, true);
    const after = render(index + 1, false);
    if (!after.startsWith(before) || !whole.startsWith(after)) throw notContinued(index);
    const turn = { message: index, start: filled.at(before.length), end: filled.at(after.length) };
    spans.push(...messageSpans(message, { ...turn, content: contentPlace(message, filled.text, turn) }));
  });
  return { text: filled.text, spans };
}

export function promptOfUnknown(input: RenderInput, template: ChatTemplate, options: RenderOptions): string {
  const slots = createPlaceholders(textsOf(input));
  const messages = input.messages.map((message) => templateMessage(slots, message));
  return slots.fill(
    call(
      template,
      messages,
      input.tools.map((tool) => templateTool(slots, tool, (node) => templateValue(slots, node))),
      options,
    ),
  ).text;
}

/** Content is placed only where the turn begins with it; weights of its characters need no more guessing then. */
function contentPlace(message: Message, text: string, turn: { start: number }): { from: number; to: number; at: number } | undefined {
  const content = contentOf(message);
  return content !== '' && text.startsWith(content, turn.start) ? { from: 0, to: content.length, at: turn.start } : undefined;
}

function call(
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
        message: `The model's chat template refuses this row: ${reason}`,
        remedy: 'Change the row so that the template takes it, or choose the function_call format.',
        values: { reason },
      },
      { cause: error },
    );
  }
}

function templateMessage(slots: Placeholders, message: Message): TemplateMessage {
  return {
    role: message.role,
    content: contentOf(message),
    ...(message.reasoning === undefined ? {} : { reasoning_content: message.reasoning }),
    ...(message.callId === undefined ? {} : { tool_call_id: message.callId }),
    ...(message.name === undefined ? {} : { name: message.name }),
    ...(message.calls === undefined || message.calls.length === 0
      ? {}
      : {
          tool_calls: message.calls.map((entry) => ({
            type: 'function',
            function: { name: entry.name, arguments: templateValue(slots, parseJson(entry.argumentsText)) },
          })),
        }),
  };
}

/** A value as JavaScript holds it, with marks for numbers it would print differently and keys it would reorder or lose. */
function templateValue(slots: Placeholders, node: JsonNode): unknown {
  switch (node.kind) {
    case 'object':
      return templateObject(slots, node, (value) => templateValue(slots, value));
    case 'array':
      return node.items.map((item) => templateValue(slots, item));
    case 'number': {
      const value = Number(node.text);
      return Number.isSafeInteger(value) && String(value) === node.text ? value : slots.add({ text: node.text, json: writePython(node) });
    }
    case 'null':
      return null;
    default:
      return node.value;
  }
}

function notContinued(message: number): AppError {
  return new AppError({
    code: 'unsupported',
    reason: 'template_rewrites',
    message: `The model's chat template writes earlier turns differently once message ${message + 1} is there, so what is trained cannot be told.`,
    remedy: 'Choose the function_call format, or split the conversation into rows with one assistant turn each.',
    values: { message: message + 1 },
  });
}
