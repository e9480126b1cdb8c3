// Qwen2 and Qwen1.5: plain ChatML with a default system turn, without tools or calls. A record with calls is an error,
// since the template would leave them out. TRL has no training template for this one; Qwen2-VL's template does the same
// for texts, and TRL trains it from after `assistant\n` to the newline after `<|im_end|>`.

import { assistantTurns, plainMessages } from './chatml';
import type { TemplateFamily } from './family';

export const qwen2: TemplateFamily = {
  id: 'qwen2',
  recognises: (template) => {
    const messages = [
      { role: 'user', content: 'u' },
      { role: 'assistant', content: 'a' },
    ];
    const text = template(messages, [], { addGenerationPrompt: false });
    return (
      text.startsWith('<|im_start|>system\n') &&
      text.endsWith('<|im_end|>\n<|im_start|>user\nu<|im_end|>\n<|im_start|>assistant\na<|im_end|>\n')
    );
  },
  training: (record, template) => {
    const text = template(plainMessages(record), [], { addGenerationPrompt: false });
    return { text, turns: assistantTurns(record, text, { from: 'newline', to: 'newline' }) };
  },
  prompt: (record, template, options) => template(plainMessages(record), [], options),
};
