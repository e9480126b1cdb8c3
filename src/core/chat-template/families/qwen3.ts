// Qwen3 with hybrid thinking. TRL's training template writes a think block in every assistant turn, while the model's
// own template writes it only after the last request. Here the model's own template is brought to write them all: every
// user text is dressed as a tool response, so that the last request it sees is a first one that is cut out again, and
// no turn's reasoning is empty for the template. Trained: from after `assistant\n` to the newline after `<|im_end|>`.

import type { Message } from '../../record';
import type { TemplateMessage } from '../../tokenizer';
import { contentOf, type Draft, markedCalls, markedContent, markedText, markedTools } from '../draft';
import { splitThought, stripNewlines } from '../python-text';
import { assistantTurns, probe, qwenProbe } from './chatml';
import type { ChatTemplate, Skeleton, TemplateFamily } from './family';

const RESULT_START = '<tool_response>';
const RESULT_END = '</tool_response>';
const EMPTY_THOUGHT = '<think>\n\n</think>\n\n';

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
  prompt: (draft, template, options) =>
    template(
      draft.input.messages.map((message, index) => ownMessage(draft, message, index)),
      markedTools(draft, draft.input.tools),
      options,
    ),
};

function training(draft: Draft, template: ChatTemplate): Skeleton {
  const first = draft.slots.add({ text: '' });
  const dressed: string[] = [];
  const messages = draft.input.messages.map((message, index) => {
    if (message.role !== 'user') return trainedMessage(draft, message, index);
    const content = markedContent(draft, index, contentOf(message));
    dressed.push(content);
    return { role: 'user', content: RESULT_START + content + RESULT_END };
  });
  // A system text counts only as the very first message.
  const place = messages[0]?.role === 'system' ? 1 : 0;
  const withFirst = messages.toSpliced(place, 0, { role: 'user', content: first });
  const rendered = template(withFirst, markedTools(draft, draft.input.tools), { addGenerationPrompt: false });
  const undressed = dressed.reduce(
    (text, content) => text.replace(`\n${RESULT_START}${content}${RESULT_END}<`, () => `\n${content}<`),
    rendered.replace(`<|im_start|>user\n${first}<|im_end|>\n`, ''),
  );
  return { text: undressed, turns: assistantTurns(draft, undressed, { from: 'newline', to: 'newline' }) };
}

function trainedMessage(draft: Draft, message: Message, index: number): TemplateMessage {
  if (message.role !== 'assistant') return { role: message.role, content: markedContent(draft, index, contentOf(message)) };
  const thought = splitThought(contentOf(message), message.reasoning);
  const reasoning = stripNewlines(thought.reasoning) === '' ? draft.slots.add({ text: '' }) : markedText(draft, thought.reasoning);
  return { ...assistantMessage(draft, message, index), reasoning_content: reasoning };
}

/** A message for the model's own prompt: the template decides which thoughts it shows. */
function ownMessage(draft: Draft, message: Message, index: number): TemplateMessage {
  const content = contentOf(message);
  if (message.role === 'assistant') return assistantMessage(draft, message, index);
  const isResult =
    content.length >= RESULT_START.length + RESULT_END.length && content.startsWith(RESULT_START) && content.endsWith(RESULT_END);
  if (message.role !== 'user' || !isResult) return { role: message.role, content: markedContent(draft, index, content) };
  const inner = markedText(draft, content.slice(RESULT_START.length, -RESULT_END.length));
  return { role: 'user', content: RESULT_START + inner + RESULT_END };
}

function assistantMessage(draft: Draft, message: Message, index: number): TemplateMessage {
  const thought = splitThought(contentOf(message), message.reasoning);
  return {
    role: 'assistant',
    content: markedContent(draft, index, thought.content, thought.contentStart),
    reasoning_content: markedText(draft, thought.reasoning),
    ...(message.calls === undefined || message.calls.length === 0 ? {} : { tool_calls: markedCalls(draft, index, message.calls) }),
  };
}
