// The function_call format as a chat template. The from-zero model's folder has it, and so does every model trained from
// it. Trained: from after `assistant\n` to the end of `<|im_end|>`; nothing follows the last turn.

import type { TemplateMessage } from '../../tokenizer';
import { type MarkedRecord, markedText } from '../marked-record';
import { assistantTurns, plainMessages, probe } from './chatml';
import type { TemplateFamily } from './family';

const PROBE = [
  '<|im_start|>user\nu<|im_end|>',
  '<|im_start|>assistant\n<function_call>{"name": "f", "arguments": x}</function_call>\n<function_call>{"name": "f", "arguments": x}</function_call><|im_end|>',
  '<|im_start|>tool\nr<|im_end|>',
  '<|im_start|>assistant\na<|im_end|>',
].join('\n');

export const functionCall: TemplateFamily = {
  id: 'function_call',
  recognises: (template) => probe(template) === PROBE,
  training: (record, template) => {
    const text = template(messagesWithReasoning(record), [], { addGenerationPrompt: false });
    return { text, turns: assistantTurns(record, text, { from: 'newline', to: 'end' }) };
  },
  prompt: (record, template, options) => template(messagesWithReasoning(record), [], options),
};

function messagesWithReasoning(record: MarkedRecord): TemplateMessage[] {
  return plainMessages(record, true).map((message, index) => {
    const reasoning = record.input.messages[index]?.reasoning;
    return reasoning === undefined ? message : { ...message, reasoning_content: markedText(record, reasoning) };
  });
}
