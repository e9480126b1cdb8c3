// Qwen2.5: ChatML with a system turn that is always there. Training text = the template's own; TRL trains
// from the newline after `assistant` to the newline after `<|im_end|>`. Reasoning is not written.

import { markedTools } from '../draft';
import { assistantTurns, plainMessages, probe, qwenProbe } from './chatml';
import type { TemplateFamily } from './family';

export const qwen25: TemplateFamily = {
  id: 'qwen2_5',
  recognises: (template) => {
    const text = probe(template);
    return text.startsWith('<|im_start|>system\n') && text.endsWith(`<|im_end|>\n${qwenProbe('"x"', 'a')}`);
  },
  training: (draft, template) => {
    const text = template(plainMessages(draft), markedTools(draft, draft.input.tools), { addGenerationPrompt: false });
    return { text, turns: assistantTurns(draft, text, { from: 'role', to: 'newline' }) };
  },
  prompt: (draft, template, options) => template(plainMessages(draft), markedTools(draft, draft.input.tools), options),
};
