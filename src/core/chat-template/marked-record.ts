// A record in the form that chat templates take, with placeholders in place of its texts and values.

import { tryParseJson, writePython } from '../json';
import type { Call, Message } from '../record';
import type { RenderInput, TemplateMessage, TemplateTool } from '../tokenizer';
import { createPlaceholders, type Placeholders } from './placeholders';
import { templateTool } from './template-objects';

/** The placeholder of a message's content, and which characters [start, end) of the content it stands for. */
interface ContentPlaceholder {
  readonly placeholder: string;
  readonly start: number;
  readonly end: number;
}

/** A record while it is being rendered. The `marked…` functions below fill its two registers. */
export interface MarkedRecord {
  readonly input: RenderInput;
  readonly placeholders: Placeholders;
  /** By message index. */
  readonly contents: Map<number, ContentPlaceholder>;
}

export function createMarkedRecord(input: RenderInput): MarkedRecord {
  return { input, placeholders: createPlaceholders(input), contents: new Map() };
}

/**
 * Puts one placeholder in place of a text. Templates test for empty texts and strip newlines, so an empty text stays
 * empty and newlines at both ends stay.
 */
export function markedText({ placeholders }: MarkedRecord, text: string): string {
  const kept = stripNewlines(text);
  if (kept === '') return text;
  return leadingNewlines(text) + placeholders.add({ text: kept }) + trailingNewlines(text);
}

/**
 * Works as {@link markedText} for a message's content, and remembers the placeholder: weights of single characters need
 * to know where it ends up.
 * @param content the message's content from character `contentStart` on
 */
export function markedContent({ placeholders, contents }: MarkedRecord, index: number, content: string, contentStart = 0): string {
  const kept = stripNewlines(content);
  if (kept === '') return content;
  const lead = leadingNewlines(content);
  const placeholder = placeholders.add({ text: kept, required: `the text of message ${index + 1}` });
  const start = contentStart + lead.length;
  contents.set(index, { placeholder, start, end: start + kept.length });
  return lead + placeholder + trailingNewlines(content);
}

/**
 * Converts calls. The arguments are one placeholder, whether the template prints a string or writes it as JSON.
 * @param jsonNames whether the template writes names as JSON strings; Qwen's templates put quotes around the bare name
 */
export function markedCalls(
  { placeholders }: MarkedRecord,
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
        name: placeholders.add({ text: call.name, required: place, ...(jsonNames ? { json: JSON.stringify(call.name) } : {}) }),
        arguments: placeholders.add({ text: argumentsText, json: argumentsText, required: `the arguments of ${place}` }),
      },
    };
  });
}

/** Converts the record's tools as their source wrote them, all columns included. Each value is one placeholder. */
export function markedTools({ input, placeholders }: MarkedRecord): TemplateTool[] {
  return input.tools.map((tool) =>
    templateTool(placeholders, tool, (node) => {
      const text = writePython(node);
      return placeholders.add({ text, json: text });
    }),
  );
}

/** Writes JSON as Python's `json.dumps(json.loads(text), ensure_ascii=False)`, with the source's numbers. Invalid JSON stays as it is. */
function pythonText(json: string): string {
  const node = tryParseJson(json);
  return node === undefined ? json : writePython(node);
}

/** Returns a message's text. Qwen's templates treat empty, null and absent alike. */
export const contentOf = (message: Message): string => message.content ?? '';

// Python's `strip('\n')`. JavaScript's Jinja ignores the argument and would strip spaces too.
export const leadingNewlines = (text: string): string => /^\n*/.exec(text)?.[0] ?? '';
const trailingNewlines = (text: string): string => /\n*$/.exec(text)?.[0] ?? '';
export const stripNewlines = (text: string): string => text.replace(/^\n+/, '').replace(/\n+$/, '');
