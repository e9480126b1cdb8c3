// Qwen2.5: ChatML that always has a system turn. The training text is the template's own. TRL trains from the newline
// after `assistant` to the newline after `<|im_end|>`. Reasoning is not written.

import { markedTools } from '../marked-record';
import { assistantTurns, plainMessages, probe, qwenProbe } from './chatml';
import type { TemplateFamily } from './family';

export const qwen25: TemplateFamily = {
  id: 'qwen2_5',
  recognises: (template) => {
    const text = probe(template);
    return text.startsWith('<|im_start|>system\n') && text.endsWith(`<|im_end|>\n${qwenProbe('"x"', 'a')}`);
  },
  training: (record, template) => {
    const text = template(plainMessages(record), markedTools(record), { addGenerationPrompt: false });
    return { text, turns: assistantTurns(record, text, { from: 'role', to: 'newline' }) };
  },
  prompt: (record, template, options) => template(plainMessages(record), markedTools(record), options),
};
