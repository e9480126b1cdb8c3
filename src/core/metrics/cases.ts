// What of a held-out record is asked and scored.

import type { Call, DataRecord, Message } from '../record';
import type { CaseKind } from './results';

/** One answer to give: the messages before `messageIndex` are the prompt. */
export interface EvalCase {
  readonly recordId: string;
  readonly messageIndex: number;
  readonly kind: CaseKind;
  /** The last user text before the answer. */
  readonly request: string;
  readonly expected: readonly Call[];
}

/**
 * The scored turns of a record: assistant turns that make calls, and those that directly follow a user turn without
 * making one (no call is due). A text that reports a tool's result is not scored: calls are, wording is not.
 */
export function casesOf(record: Pick<DataRecord, 'id' | 'messages'>): EvalCase[] {
  return record.messages.flatMap((message, messageIndex) => {
    if (message.role !== 'assistant') return [];
    const before = record.messages.slice(0, messageIndex);
    const expected = message.calls ?? [];
    if (expected.length === 0 && before.at(-1)?.role !== 'user') return [];
    const request = before.findLast(({ role }) => role === 'user')?.content ?? '';
    return [{ recordId: record.id, messageIndex, kind: kindOf(expected, before), request, expected }];
  });
}

function kindOf(expected: readonly Call[], before: readonly Message[]): CaseKind {
  if (expected.length === 0) return 'no_call';
  if (before.some(({ role }) => role === 'tool')) return 'after_result';
  return expected.length > 1 ? 'parallel' : 'single';
}
