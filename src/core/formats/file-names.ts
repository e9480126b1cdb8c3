// Names of exported files.

import type { Split } from '../record';

const STEMS = { chatml: 'qwen_toolcall', function_call_messages: 'common_toolcall', openai: 'openai_toolcall', tokens: 'tokens' } as const;

/** `qwen_toolcall_train.jsonl`, `openai_toolcall_eval.jsonl`, `tokens.jsonl`; of all rows, without the split. */
export function exportFileName(format: keyof typeof STEMS, split: Split | 'all'): string {
  const suffix = split === 'all' || (format === 'tokens' && split === 'train') ? '' : `_${split}`;
  return `${STEMS[format]}${suffix}.jsonl`;
}
