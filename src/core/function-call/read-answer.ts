// Splits the text of an assistant turn into content, reasoning and calls, to import ChatML and to score generated answers.

import type { Call } from '../record';
import type { PromptFormat } from '../tokenizer';
import { CALL_END, CALL_START, THINK_END, THINK_START } from './markers';
import { type ReadCalls, readCallBlock, readDetachedArguments } from './read-call';

export interface ReadAnswer {
  /** Text outside reasoning and calls. Blocks that could not be read as calls stay in it. */
  readonly content: string;
  /** Text of the think block, if there is one. */
  readonly reasoning?: string;
  readonly calls: readonly Call[];
  /** The text is not in the format; `calls` has the calls that could still be read. */
  readonly malformed: boolean;
}

interface Tags {
  readonly start: string;
  readonly end: string;
}

const TAGS: Readonly<Record<PromptFormat, Tags>> = {
  function_call: { start: CALL_START, end: CALL_END },
  template: { start: '<tool_call>', end: '</tool_call>' },
};

/** Closing tags tried for one block. A limit, so that hostile text cannot make reading slow. */
const MAX_CLOSING_TAGS = 16;

/** A block that is opened and closed, or only closed because the prompt opened it. One newline inside and up to two after belong to it. */
const THINK = /^(?:\s*<think>\n?)?([\s\S]*?)\n?<\/think>\n{0,2}/;

/**
 * Reads an answer in the `function_call` format or in the Hermes form of Qwen's own template (`template`).
 * Tolerated, but marked as malformed: a bare name, a name outside the JSON of its arguments, `parameters` or `args` for
 * `arguments`, a missing name (read as an empty one), a list of calls in one block, arguments in a string, a missing
 * closing tag.
 */
export function readAnswer(text: string, format: PromptFormat = 'function_call'): ReadAnswer {
  const tags = TAGS[format];
  const { reasoning, rest } = splitReasoning(text, tags);
  const unfinished = reasoning === undefined && rest.trimStart().startsWith(THINK_START);
  // An unfinished think block is not an answer yet.
  const answer = unfinished ? { content: rest, calls: [], malformed: true } : readCalls(rest, tags);
  return reasoning === undefined ? answer : { ...answer, reasoning };
}

function splitReasoning(text: string, tags: Tags): { reasoning?: string; rest: string } {
  if (!text.includes(THINK_END)) return { rest: text };
  const match = THINK.exec(text);
  const [block, reasoning] = match ?? [];
  if (block === undefined || reasoning === undefined) return { rest: text };
  // A closing tag after the first call belongs to an argument or to text.
  if (reasoning.includes(tags.start) && !text.trimStart().startsWith(THINK_START)) return { rest: text };
  return { reasoning, rest: text.slice(block.length) };
}

function readCalls(text: string, tags: Tags): ReadAnswer {
  const calls: Call[] = [];
  const content: string[] = [];
  let malformed = false;
  let at = 0;
  for (;;) {
    const start = text.indexOf(tags.start, at);
    if (start < 0) break;
    const between = text.slice(at, start);
    const block = readBlock(text, start, tags);
    if (block.read === undefined) {
      content.push(between, text.slice(start, block.end));
      malformed = true;
    } else {
      // The newline that joins text and calls is not part of the text.
      content.push(between.endsWith('\n') ? between.slice(0, -1) : between);
      calls.push(...block.read.calls);
      malformed ||= block.read.malformed || (calls.length > 1 && between.trim() !== '');
    }
    at = block.end;
  }
  const rest = text.slice(at);
  if (calls.length > 0 && rest.trim() !== '') malformed = true;
  if (calls.length === 0 || rest.trim() !== '') content.push(rest);
  return { content: content.join(''), calls, malformed };
}

/** Reads the block that begins at `start`. `end` is the position after it. */
function readBlock(text: string, start: number, tags: Tags): { read: ReadCalls | undefined; end: number } {
  const inside = start + tags.start.length;
  const close = closingTag(text, inside, tags);
  if (close < 0) {
    const read = readCallBlock(text.slice(inside));
    return { read: read && { ...read, malformed: true }, end: text.length };
  }
  const end = close + tags.end.length;
  const block = text.slice(inside, close);
  const read = readCallBlock(block);
  const [call] = read?.calls ?? [];
  if (call !== undefined && call.name === block.trim()) {
    const detached = readDetachedArguments(text.slice(end));
    if (detached !== undefined) {
      return { read: { calls: [{ ...call, argumentsText: detached.argumentsText }], malformed: true }, end: end + detached.end };
    }
  }
  return { read, end };
}

/** Returns the position of the closing tag: the first one before which the block can be read, since a JSON string may contain one. */
function closingTag(text: string, inside: number, tags: Tags): number {
  const first = text.indexOf(tags.end, inside);
  let close = first;
  for (let tries = 0; close >= 0 && tries < MAX_CLOSING_TAGS; tries++) {
    if (readCallBlock(text.slice(inside, close)) !== undefined) return close;
    close = text.indexOf(tags.end, close + 1);
  }
  return first;
}
