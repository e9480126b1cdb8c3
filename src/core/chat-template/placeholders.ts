// A chat template is rendered once with placeholders in place of the record's own texts and values. Afterwards each
// placeholder is replaced by its source text. So JavaScript's Jinja never prints a number, and nothing that a record
// says can be mistaken for the template's own structure.
//
// "Marked" means "with placeholders": marked messages go into the template, a marked text comes out of it.

import { AppError } from '../failure';
import type { RenderInput } from '../tokenizer';

/** The value behind a placeholder. */
interface PlaceholderValue {
  /** Replaces the placeholder. */
  readonly text: string;
  /** Replaces the placeholder and the quotes around it where the template wrote it as a JSON string; default: `text` inside the quotes. */
  readonly json?: string;
  /** Names the value in the error when the template leaves it out. Without it, the template may leave the value out. */
  readonly required?: string;
}

/** A marked text after its placeholders were replaced. */
interface FilledText {
  readonly text: string;
  /** Maps a position of the marked text, outside of placeholders, to its position in `text`. */
  readonly at: (markedPosition: number) => number;
  /** Returns where a placeholder's value begins in `text`; undefined when the template left it out. */
  readonly startOf: (placeholder: string) => number | undefined;
}

/** The placeholders of one record. */
export interface Placeholders {
  /** Returns a new placeholder. Placeholders hold no white space, quote, bracket or letter. */
  readonly add: (value: PlaceholderValue) => string;
  /** @throws AppError `unsupported` when a required value is missing from the marked text. */
  readonly fill: (markedText: string) => FilledText;
}

// Private-use characters: no template has them. Where a record does, OPEN is repeated until the record has no such run.
const OPEN = '\ue000';
const CLOSE = '\ue001';

/** Creates placeholders that differ from every text of the record. */
export function createPlaceholders(input: RenderInput): Placeholders {
  const texts = [...textsOf(input)];
  let open = OPEN;
  while (texts.some((text) => text.includes(open))) open += OPEN;
  const placeholderOf = (index: number) => `${open}${index}${CLOSE}`;
  const pattern = new RegExp(`("?)${open}(\\d+)${CLOSE}("?)`, 'gu');
  const values: PlaceholderValue[] = [];
  return {
    add: (value) => {
      values.push(value);
      return placeholderOf(values.length - 1);
    },
    fill: (markedText) => fill(markedText, values, pattern, placeholderOf),
  };
}

function* textsOf(input: RenderInput): Generator<string> {
  for (const message of input.messages) {
    yield message.content ?? '';
    yield message.reasoning ?? '';
    for (const call of message.calls ?? []) yield `${call.name}${call.argumentsText}`;
  }
  for (const tool of input.tools) yield `${tool.name}${tool.description}${tool.parametersText}${Object.values(tool.extra ?? {}).join()}`;
}

function fill(
  markedText: string,
  values: readonly PlaceholderValue[],
  pattern: RegExp,
  placeholderOf: (index: number) => string,
): FilledText {
  const starts = new Map<string, number>();
  /** The end of each replaced stretch, in the marked text and in the filled one. */
  const borders: { marked: number; filled: number }[] = [{ marked: 0, filled: 0 }];
  let text = '';
  let position = 0;
  for (const match of markedText.matchAll(pattern)) {
    const [found, before = '', number = '', after = ''] = match;
    const index = Number(number);
    const value = values[index];
    if (!value) continue;
    const quoted = value.json !== undefined && before !== '' && after !== '';
    text += markedText.slice(position, match.index) + (quoted ? '' : before);
    starts.set(placeholderOf(index), text.length);
    text += quoted ? value.json : value.text + after;
    position = match.index + found.length;
    borders.push({ marked: position, filled: text.length });
  }
  text += markedText.slice(position);
  values.forEach(({ required }, index) => {
    if (required !== undefined && !starts.has(placeholderOf(index))) throw leftOut(required);
  });
  const at = (markedPosition: number) => {
    const border = borders.findLast(({ marked }) => marked <= markedPosition);
    return border === undefined ? markedPosition : border.filled + (markedPosition - border.marked);
  };
  return { text, at, startOf: (placeholder) => starts.get(placeholder) };
}

function leftOut(what: string): AppError {
  return new AppError({
    code: 'unsupported',
    reason: 'template_leaves_out',
    message: `The model's chat template leaves out ${what}.`,
    remedy: 'Choose the function_call format, or a model whose chat template supports tool calls.',
    values: { what },
  });
}
