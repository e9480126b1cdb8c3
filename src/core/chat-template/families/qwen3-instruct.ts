// Qwen3-*-Instruct-2507: Qwen3's turns without thinking. TRL trains from after `assistant\n` to the newline after
// `<|im_end|>`.

import { markedTools } from '../marked-record';
import { assistantTurns, plainMessages, probe, qwenProbe } from './chatml';
import type { TemplateFamily } from './family';

export const qwen3Instruct: TemplateFamily = {
  id: 'qwen3_instruct_2507',
  recognises: (template) => probe(template) === qwenProbe('x', 'a'),
  training: (record, template) => {
    const text = template(plainMessages(record), markedTools(record), { addGenerationPrompt: false });
    return { text, turns: assistantTurns(record, text, { from: 'newline', to: 'newline' }) };
  },
  prompt: (record, template, options) => template(plainMessages(record), markedTools(record), options),
};
