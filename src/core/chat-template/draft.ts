// A record in the form that chat templates take, with a mark for every text and value of the row.

import { toolNode } from '../formats/tool';
import { type JsonNode, type JsonObject, member, tryParseJson, writePython } from '../json';
import type { Call, Message, ToolSpec } from '../record';
import type { RenderInput, TemplateMessage, TemplateTool } from '../tokenizer';
import { createPlaceholders, type Placeholders } from './placeholders';
import { leadingNewlines, stripNewlines, trailingNewlines } from './python-text';

/** A mark with the part of a message's content that it stands for. */
export interface ContentMark {
  readonly mark: string;
  /** Characters [start, end) of the message's content. */
  readonly start: number;
  readonly end: number;
}

/** A row that is being rendered. */
export interface Draft {
  readonly input: RenderInput;
  readonly slots: Placeholders;
  /** By message index. */
  readonly contentMarks: Map<number, ContentMark>;
}

export function createDraft(input: RenderInput): Draft {
  return { input, slots: createPlaceholders(textsOf(input)), contentMarks: new Map() };
}

/** Every text of a row that a mark must differ from. */
export function* textsOf(input: RenderInput): Generator<string> {
  for (const message of input.messages) {
    yield message.content ?? '';
    yield message.reasoning ?? '';
    for (const call of message.calls ?? []) yield `${call.name}${call.argumentsText}`;
  }
  for (const tool of input.tools) yield `${tool.name}${tool.description}${tool.parametersText}${Object.values(tool.extra ?? {}).join()}`;
}

/**
 * A text as a template may ask about it: empty stays empty, and newlines at its ends stay, since templates strip them;
 * all between is one mark.
 */
export function markedText(draft: Draft, text: string, required?: string): string {
  const kept = stripNewlines(text);
  if (kept === '') return text;
  const mark = draft.slots.add(required === undefined ? { text: kept } : { text: kept, required });
  return leadingNewlines(text) + mark + trailingNewlines(text);
}

/** {@link markedText} of (a part of) a message's content, remembered, so that weights of its characters can be placed. */
export function markedContent(draft: Draft, index: number, content: string, contentStart = 0): string {
  const kept = stripNewlines(content);
  if (kept === '') return content;
  const lead = leadingNewlines(content);
  const mark = draft.slots.add({ text: kept, required: `the text of message ${index + 1}` });
  const start = contentStart + lead.length;
  draft.contentMarks.set(index, { mark, start, end: start + kept.length });
  return lead + mark + trailingNewlines(content);
}

/** Python's `json.dumps(json.loads(text), ensure_ascii=False)`, numbers as the source wrote them; what is no JSON as it is. */
export function pythonText(json: string): string {
  const node = tryParseJson(json);
  return node === undefined ? json : writePython(node);
}

/**
 * Calls in template form: the arguments are one mark, whether the template prints a string or makes JSON of it.
 * @param jsonNames the template writes names as JSON strings; Qwen's templates put them between quotes as they are.
 */
export function markedCalls(
  draft: Draft,
  index: number,
  calls: readonly Call[],
  jsonNames = false,
): NonNullable<TemplateMessage['tool_calls']> {
  return calls.map((call, number) => {
    const argumentsText = pythonText(call.argumentsText);
    const place = `call ${number + 1} of message ${index + 1}`;
    return {
      type: 'function',
      function: {
        name: draft.slots.add({ text: call.name, required: place, ...(jsonNames ? { json: JSON.stringify(call.name) } : {}) }),
        arguments: draft.slots.add({ text: argumentsText, json: argumentsText, required: `the arguments of ${place}` }),
      },
    };
  });
}

/** Tools in template form as their source wrote them, columns and all; each value is one mark. */
export function markedTools(draft: Draft, tools: readonly ToolSpec[]): TemplateTool[] {
  return tools.map((tool) => templateTool(draft.slots, tool, (node) => markedJson(draft.slots, writePython(node))));
}

const markedJson = (slots: Placeholders, text: string): string => slots.add({ text, json: text });

/** A tool as an object of the template, always in its `function` wrapper; `convert` makes the values. */
export function templateTool(slots: Placeholders, tool: ToolSpec, convert: (node: JsonNode) => unknown): TemplateTool {
  const source = toolNode(tool, true);
  const inner = member(source, 'function');
  if (inner?.kind !== 'object') return { type: 'function', function: templateObject(slots, source, convert) };
  // Keys keep the place they have in the source.
  return { ...templateObject(slots, source, convert), type: 'function', function: templateObject(slots, inner, convert) };
}

/** An object whose keys keep their order: keys that JavaScript would sort, or hold once only, are marks. */
export function templateObject(slots: Placeholders, node: JsonObject, convert: (node: JsonNode) => unknown): Record<string, unknown> {
  const count = (key: string) => node.members.reduce((total, entry) => total + (entry.key === key ? 1 : 0), 0);
  const safe = (key: string) => count(key) === 1 && !/^\d+$/.test(key) && key !== '__proto__';
  return Object.fromEntries(
    node.members.map(({ key, value }) => [safe(key) ? key : slots.add({ text: key, json: JSON.stringify(key) }), convert(value)]),
  );
}

/** Text of a message; templates of Qwen's families know no difference between empty, null and absent. */
export const contentOf = (message: Message): string => message.content ?? '';
