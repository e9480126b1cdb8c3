// Which turns of the held-out records a model is asked for.

import type { Call, DataRecord, Message } from '../record';

/** What a case asks for: one call, several calls, a turn after the result of a call, or an answer without a call. */
export const CASE_KINDS = ['single', 'parallel', 'after_result', 'no_call'] as const;
export type CaseKind = (typeof CASE_KINDS)[number];

/** One turn that a model must produce. The messages before `messageIndex` are the prompt. */
export interface EvalCase {
  readonly recordId: string;
  readonly messageIndex: number;
  readonly kind: CaseKind;
  /** Text of the last user message before the turn. */
  readonly request: string;
  readonly expected: readonly Call[];
}

/**
 * Returns the cases of a record: the assistant turns that make calls, and those directly after a user turn that make none.
 * A text that reports the result of a tool is not a case: calls are scored, wording is not.
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

/** Chooses `count` of the cases, evenly spread and always the same, so that sample answers can be compared between steps. */
export function chooseSamples<Case>(cases: readonly Case[], count: number): readonly Case[] {
  if (cases.length <= count) return cases;
  return cases.filter((_, index) => Math.floor((index * count) / cases.length) !== Math.floor(((index - 1) * count) / cases.length));
}
