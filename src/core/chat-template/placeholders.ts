// Placeholders. A chat template is rendered once with marks in place of a row's own texts and values; afterwards each
// mark gives way to its source text. So JavaScript's Jinja never prints a number, and nothing that a row says can be
// taken for the template's own structure.

import { AppError } from '../failure';

/** What a mark stands for. */
export interface Placeholder {
  /** The text that takes the mark's place. */
  readonly text: string;
  /** What takes the place of mark and quotes where the template wrote the mark as a JSON string; `text` unless given. */
  readonly json?: string;
  /** Named in the error when the template leaves the slot out; slots without it may be left out. */
  readonly required?: string;
}

/** A rendering with its marks still in it, and the same one filled in. */
export interface Filled {
  readonly text: string;
  /** A position of the skeleton, outside of marks, in the filled text. */
  readonly at: (skeletonPosition: number) => number;
  /** Where a slot's text begins in the filled text; undefined when the template left it out. */
  readonly startOf: (mark: string) => number | undefined;
}

export interface Placeholders {
  /** A new mark for a slot. Marks hold no white space, quote, bracket or letter. */
  readonly add: (slot: Placeholder) => string;
  readonly fill: (skeleton: string) => Filled;
}

// Private-use characters: no template has them; where a row does, the mark grows until the row has none like it.
const OPEN = '\ue000';
const CLOSE = '\ue001';

/** Slots for a row whose texts are `texts`. */
export function createPlaceholders(texts: Iterable<string>): Placeholders {
  const all = [...texts];
  let open = OPEN;
  while (all.some((text) => text.includes(open))) open += OPEN;
  const slots: Placeholder[] = [];
  const pattern = new RegExp(`("?)${open}(\\d+)${CLOSE}("?)`, 'gu');
  return {
    add: (slot) => {
      slots.push(slot);
      return `${open}${slots.length - 1}${CLOSE}`;
    },
    fill: (skeleton) => fill(skeleton, slots, pattern, (index) => `${open}${index}${CLOSE}`),
  };
}

function fill(skeleton: string, slots: readonly Placeholder[], pattern: RegExp, markOf: (index: number) => string): Filled {
  const starts = new Map<string, number>();
  /** Ends of replaced stretches: position in the skeleton → position in the text. */
  const borders: { skeleton: number; text: number }[] = [{ skeleton: 0, text: 0 }];
  let text = '';
  let position = 0;
  for (const match of skeleton.matchAll(pattern)) {
    const [found, before = '', number = '', after = ''] = match;
    const index = Number(number);
    const slot = slots[index];
    if (!slot) continue;
    const quoted = slot.json !== undefined && before !== '' && after !== '';
    text += skeleton.slice(position, match.index) + (quoted ? '' : before);
    starts.set(markOf(index), text.length);
    text += quoted ? slot.json : slot.text + after;
    position = match.index + found.length;
    borders.push({ skeleton: position, text: text.length });
  }
  text += skeleton.slice(position);
  slots.forEach((slot, index) => {
    if (slot.required !== undefined && !starts.has(markOf(index))) throw leftOut(slot.required);
  });
  return { text, at: (wanted) => translate(borders, wanted), startOf: (mark) => starts.get(mark) };
}

function translate(borders: readonly { skeleton: number; text: number }[], wanted: number): number {
  const border = borders.findLast((entry) => entry.skeleton <= wanted);
  return border === undefined ? wanted : border.text + (wanted - border.skeleton);
}

function leftOut(what: string): AppError {
  return new AppError({
    code: 'unsupported',
    reason: 'template_leaves_out',
    message: `The model's chat template leaves out ${what}.`,
    remedy: 'Choose the function_call format, or a model whose chat template knows tool calls.',
    values: { what },
  });
}
