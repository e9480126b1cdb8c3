// Qwen2 and Qwen1.5: plain ChatML with a default system turn, no tools, no calls. A row with calls is refused: its calls
// would be left out. TRL trains Qwen2-VL, whose template does the same, from after `assistant\n` to the newline after
// `<|im_end|>`.

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
  training: (draft, template) => {
    const text = template(plainMessages(draft), [], { addGenerationPrompt: false });
    return { text, turns: assistantTurns(draft, text, { from: 'newline', to: 'newline' }) };
  },
  prompt: (draft, template, options) => template(plainMessages(draft), [], options),
};
