// Compares one answer with the expected calls: calls in order, arguments by value (key order is free, 1 = 1.0).

import { readAnswer } from '../function-call';
import { type JsonNode, lastMembers, sameValue, tryParseJson } from '../json';
import type { Call } from '../record';
import type { PromptFormat } from '../tokenizer';
import type { EvalCase } from './cases';

/** `exact`: the answer is right; the others: the first reason why it is wrong. */
export const VERDICTS = ['exact', 'wrong_name', 'wrong_arguments', 'missing_call', 'extra_call', 'call_not_due', 'unreadable'] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface CaseResult extends EvalCase {
  readonly answerText: string;
  readonly calls: readonly Call[];
  readonly verdict: Verdict;
  readonly nameRight: boolean;
  readonly argumentsRight: boolean;
  /** Where the answer first differs: the name of a tool or a path into the arguments, e.g. `city`; empty if it is exact. */
  readonly difference: string;
}

/**
 * Scores the text that a model answered with. An answer that only a tolerant reader can read is `unreadable`, since the
 * program that will receive it need not be tolerant; its calls are still in the result.
 */
export function scoreCase(evalCase: EvalCase, answerText: string, format: PromptFormat): CaseResult {
  const { recordId, messageIndex, kind, request, expected } = evalCase;
  const { calls, malformed } = readAnswer(answerText, format);
  const nameRight = !malformed && sameNames(expected, calls);
  const argumentsRight =
    !malformed && expected.length === calls.length && expected.every((call, index) => argumentDifference(call, calls[index]) === null);
  const { verdict, difference } = malformed ? { verdict: 'unreadable' as const, difference: '' } : judge(expected, calls);
  return { recordId, messageIndex, kind, request, expected, answerText, calls, verdict, nameRight, argumentsRight, difference };
}

function judge(expected: readonly Call[], actual: readonly Call[]): { verdict: Verdict; difference: string } {
  if (expected.length === 0) {
    const [call] = actual;
    return call ? { verdict: 'call_not_due', difference: call.name } : { verdict: 'exact', difference: '' };
  }
  for (const [index, call] of expected.entries()) {
    const answer = actual[index];
    if (!answer) return { verdict: 'missing_call', difference: call.name };
    if (answer.name !== call.name) return { verdict: 'wrong_name', difference: answer.name };
    const difference = argumentDifference(call, answer);
    if (difference !== null) return { verdict: 'wrong_arguments', difference };
  }
  const extra = actual[expected.length];
  return extra ? { verdict: 'extra_call', difference: extra.name } : { verdict: 'exact', difference: '' };
}

function sameNames(expected: readonly Call[], actual: readonly Call[]): boolean {
  return expected.length === actual.length && expected.every(({ name }, index) => actual[index]?.name === name);
}

/** Returns null if the arguments are equal by value. Texts that are not JSON must be the same text. */
function argumentDifference(expected: Call, actual: Call | undefined): string | null {
  if (!actual) return expected.name;
  const left = tryParseJson(expected.argumentsText);
  const right = tryParseJson(actual.argumentsText);
  if (!left || !right) return expected.argumentsText === actual.argumentsText ? null : '';
  return firstDifference(left, right);
}

/** Returns the path of the first difference by value, `filter.tags[1]`, in the order of the expected object; null if equal. */
function firstDifference(expected: JsonNode, actual: JsonNode, path = ''): string | null {
  if (sameValue(expected, actual)) return null;
  if (expected.kind === 'object' && actual.kind === 'object') {
    const left = lastMembers(expected);
    const right = lastMembers(actual);
    for (const key of [...left.keys(), ...right.keys()]) {
      const inner = path === '' ? key : `${path}.${key}`;
      const [a, b] = [left.get(key), right.get(key)];
      if (a === undefined || b === undefined) return inner;
      const difference = firstDifference(a, b, inner);
      if (difference !== null) return difference;
    }
  }
  if (expected.kind === 'array' && actual.kind === 'array') {
    for (let index = 0; index < Math.max(expected.items.length, actual.items.length); index++) {
      const [a, b] = [expected.items[index], actual.items[index]];
      if (a === undefined || b === undefined) return `${path}[${index}]`;
      const difference = firstDifference(a, b, `${path}[${index}]`);
      if (difference !== null) return difference;
    }
  }
  return path;
}
