// Python's string methods as chat templates use them. JavaScript's Jinja ignores their argument: `lstrip('\n')` would
// strip spaces too.

export const leadingNewlines = (text: string): string => /^\n*/.exec(text)?.[0] ?? '';
export const trailingNewlines = (text: string): string => /\n*$/.exec(text)?.[0] ?? '';
export const stripNewlines = (text: string): string => text.replace(/^\n+/, '').replace(/\n+$/, '');

/** Thinking and answer of an assistant's text, as Qwen3's templates take them apart. */
export interface Thought {
  readonly reasoning: string;
  readonly content: string;
  /** Characters of the original content before `content` begins. */
  readonly contentStart: number;
}

/**
 * Qwen3's rule: what stands before the first `</think>` (after the last `<think>` in it) is thinking, what follows the
 * last `</think>` is the answer. Reasoning that has a field of its own wins, and the content is then left whole.
 */
export function splitThought(content: string, reasoning: string | undefined): Thought {
  if (reasoning !== undefined) return { reasoning, content, contentStart: 0 };
  const first = content.indexOf('</think>');
  if (first < 0) return { reasoning: '', content, contentStart: 0 };
  const before = content.slice(0, first).replace(/\n+$/, '');
  const opened = before.lastIndexOf('<think>');
  const thought = (opened < 0 ? before : before.slice(opened + '<think>'.length)).replace(/^\n+/, '');
  const afterTag = content.lastIndexOf('</think>') + '</think>'.length;
  const contentStart = afterTag + leadingNewlines(content.slice(afterTag)).length;
  return { reasoning: thought, content: content.slice(contentStart), contentStart };
}
