// Qwen3-*-Instruct-2507: Qwen3's turns without thinking. TRL trains from after `assistant\n` to the newline after
// `<|im_end|>`.

import { markedTools } from '../draft';
import { assistantTurns, plainMessages, probe, qwenProbe } from './chatml';
import type { TemplateFamily } from './family';

export const qwen3Instruct: TemplateFamily = {
  id: 'qwen3_instruct_2507',
  recognises: (template) => probe(template) === qwenProbe('x', 'a'),
  training: (draft, template) => {
    const text = template(plainMessages(draft), markedTools(draft, draft.input.tools), { addGenerationPrompt: false });
    return { text, turns: assistantTurns(draft, text, { from: 'newline', to: 'newline' }) };
  },
  prompt: (draft, template, options) => template(plainMessages(draft), markedTools(draft, draft.input.tools), options),
};
