// Qwen3 with hybrid thinking. TRL's training template writes a think block in every assistant turn, while the model's
// own template writes one only after the last user message. Two changes of the messages make the model's own template write
// them all. First, every user text is wrapped as a tool response, and a user message is put in front: the template takes
// that one for the last, and it is cut out again afterwards. Second, every turn gets reasoning that is not empty for the
// template. Trained: from after `assistant\n` to the newline after `<|im_end|>`.

import type { Message } from '../../record';
import type { TemplateMessage } from '../../tokenizer';
import {
  contentOf,
  leadingNewlines,
  type MarkedRecord,
  markedCalls,
  markedContent,
  markedText,
  markedTools,
  stripNewlines,
} from '../marked-record';
import { assistantTurns, probe, qwenProbe } from './chatml';
import type { ChatTemplate, MarkedRendering, TemplateFamily } from './family';

const RESULT_START = '<tool_response>';
const RESULT_END = '</tool_response>';
const THINK_START = '<think>';
const THINK_END = '</think>';
const EMPTY_THOUGHT = `${THINK_START}\n\n${THINK_END}\n\n`;

const PROBE: readonly TemplateMessage[] = [
  { role: 'user', content: 'first' },
  { role: 'assistant', content: 'a', reasoning_content: 'r' },
  { role: 'user', content: `${RESULT_START}u${RESULT_END}` },
  { role: 'assistant', content: 'b', reasoning_content: 's' },
];
const PROBE_TEXT = [
  '<|im_start|>user\nfirst<|im_end|>\n',
  '<|im_start|>assistant\n<think>\nr\n</think>\n\na<|im_end|>\n',
  `<|im_start|>user\n${RESULT_START}u${RESULT_END}<|im_end|>\n`,
  '<|im_start|>assistant\n<think>\ns\n</think>\n\nb<|im_end|>\n',
].join('');

export const qwen3: TemplateFamily = {
  id: 'qwen3',
  recognises: (template) =>
    probe(template) === qwenProbe('x', `${EMPTY_THOUGHT}a`) && template(PROBE, [], { addGenerationPrompt: false }) === PROBE_TEXT,
  training,
  prompt: (record, template, options) =>
    template(
      record.input.messages.map((message, index) => promptMessage(record, message, index)),
      markedTools(record),
      options,
    ),
};

function training(record: MarkedRecord, template: ChatTemplate): MarkedRendering {
  const first = record.placeholders.add({ text: '' });
  const wrapped: string[] = [];
  const messages = record.input.messages.map((message, index) => {
    if (message.role !== 'user') return trainedMessage(record, message, index);
    const content = markedContent(record, index, contentOf(message));
    wrapped.push(content);
    return { role: 'user', content: RESULT_START + content + RESULT_END };
  });
  // The template writes a system text only if it is the very first message.
  const place = messages[0]?.role === 'system' ? 1 : 0;
  const withFirst = messages.toSpliced(place, 0, { role: 'user', content: first });
  const rendered = template(withFirst, markedTools(record), { addGenerationPrompt: false });
  const text = wrapped.reduce(
    (unwrapped, content) => unwrapped.replace(`\n${RESULT_START}${content}${RESULT_END}<`, () => `\n${content}<`),
    rendered.replace(`<|im_start|>user\n${first}<|im_end|>\n`, ''),
  );
  return { text, turns: assistantTurns(record, text, { from: 'newline', to: 'newline' }) };
}

function trainedMessage(record: MarkedRecord, message: Message, index: number): TemplateMessage {
  if (message.role !== 'assistant') return { role: message.role, content: markedContent(record, index, contentOf(message)) };
  const { reasoning } = splitThought(message);
  // A placeholder for an empty text is not empty for the template, so it writes the think block.
  const marked = stripNewlines(reasoning) === '' ? record.placeholders.add({ text: '' }) : markedText(record, reasoning);
  return { ...assistantMessage(record, message, index), reasoning_content: marked };
}

/** Marks a message for the model's own prompt. The template decides which thoughts it shows. */
function promptMessage(record: MarkedRecord, message: Message, index: number): TemplateMessage {
  const content = contentOf(message);
  if (message.role === 'assistant') return assistantMessage(record, message, index);
  const isResult =
    content.length >= RESULT_START.length + RESULT_END.length && content.startsWith(RESULT_START) && content.endsWith(RESULT_END);
  if (message.role !== 'user' || !isResult) return { role: message.role, content: markedContent(record, index, content) };
  const inner = markedText(record, content.slice(RESULT_START.length, -RESULT_END.length));
  return { role: 'user', content: RESULT_START + inner + RESULT_END };
}

function assistantMessage(record: MarkedRecord, message: Message, index: number): TemplateMessage {
  const { reasoning, content, contentStart } = splitThought(message);
  return {
    role: 'assistant',
    content: markedContent(record, index, content, contentStart),
    reasoning_content: markedText(record, reasoning),
    ...(message.calls === undefined || message.calls.length === 0 ? {} : { tool_calls: markedCalls(record, index, message.calls) }),
  };
}

/** Reasoning and answer of an assistant's message. */
interface Thought {
  readonly reasoning: string;
  readonly content: string;
  /** Number of characters of the original content before `content` begins. */
  readonly contentStart: number;
}

/**
 * Splits a message as Qwen3's template does: reasoning ends at the first `</think>` and begins after the last `<think>`
 * before it; the answer follows the last `</think>`. Reasoning in a field of its own wins, and the content stays whole.
 */
function splitThought(message: Message): Thought {
  const content = contentOf(message);
  if (message.reasoning !== undefined) return { reasoning: message.reasoning, content, contentStart: 0 };
  const first = content.indexOf(THINK_END);
  if (first < 0) return { reasoning: '', content, contentStart: 0 };
  const before = content.slice(0, first).replace(/\n+$/, '');
  const opened = before.lastIndexOf(THINK_START);
  const reasoning = (opened < 0 ? before : before.slice(opened + THINK_START.length)).replace(/^\n+/, '');
  const afterTag = content.lastIndexOf(THINK_END) + THINK_END.length;
  const contentStart = afterTag + leadingNewlines(content.slice(afterTag)).length;
  return { reasoning, content: content.slice(contentStart), contentStart };
}
