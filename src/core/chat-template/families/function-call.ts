// The function_call format as a chat template, as the from-zero model's folder and every folder trained from it carry it. Trained
// from after `assistant\n` to the end of `<|im_end|>`; nothing follows the last turn.

import type { TemplateMessage } from '../../tokenizer';
import { type Draft, markedText } from '../draft';
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
  training: (draft, template) => {
    const text = template(messagesWithReasoning(draft), [], { addGenerationPrompt: false });
    return { text, turns: assistantTurns(draft, text, { from: 'newline', to: 'end' }) };
  },
  prompt: (draft, template, options) => template(messagesWithReasoning(draft), [], options),
};

function messagesWithReasoning(draft: Draft): TemplateMessage[] {
  return plainMessages(draft, true).map((message, index) => {
    const reasoning = draft.input.messages[index]?.reasoning;
    return reasoning === undefined ? message : { ...message, reasoning_content: markedText(draft, reasoning) };
  });
}
