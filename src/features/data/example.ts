// From the form's texts to a record, and to the line it will be in the exported file. Pure.

import { buildRecord } from '../../core/builder';
import { writeRow } from '../../core/formats';
import { writeAnswer } from '../../core/function-call';
import type { DataRecord, Message, NewRecord, ToolSpec } from '../../core/record';

export interface ExampleDraft {
  readonly system: string;
  readonly request: string;
  /** null = no call: the answer is text. */
  readonly tool: string | null;
  readonly argumentsText: string;
  readonly answer: string;
}

const FILE = 'examples';

function rowOf({ system, request, tool, argumentsText, answer }: ExampleDraft): NewRecord {
  if (tool !== null) return buildRecord({ system, request, tool, argumentsText }, FILE);
  const first: Message[] = system === '' ? [] : [{ role: 'system', content: system }];
  return {
    source: { file: FILE, line: 1, format: 'chatml' },
    tools: [],
    messages: [...first, { role: 'user', content: request }, { role: 'assistant', content: answer }],
  };
}

export function buildExample(draft: ExampleDraft): Omit<DataRecord, 'id'> {
  return { ...rowOf(draft), tags: [], split: 'train' };
}

/** The exact ChatML line. */
export function previewLine(draft: ExampleDraft, tools: readonly ToolSpec[]): string {
  return writeRow('chatml', rowOf(draft), tools).line;
}

/** The assistant's turn of that line, readable: inside the line its quotes are escaped. */
export function answerText(draft: ExampleDraft): string {
  const answer = rowOf(draft).messages.at(-1);
  return answer ? writeAnswer(answer) : '';
}
