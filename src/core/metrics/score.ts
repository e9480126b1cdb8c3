// One answer against what was expected. Calls are compared in order; arguments by value (key order free, 1 = 1.0).

import { readAnswer } from '../function-call';
import { tryParseJson } from '../json';
import type { Call } from '../record';
import type { PromptFormat } from '../tokenizer';
import type { EvalCase } from './cases';
import { firstDifference } from './difference';
import type { CaseResult, Verdict } from './results';

/**
 * Scores the text a model answered with. An answer that only a tolerant reader understands is `unreadable`, since the
 * program that will receive it need not be tolerant; its calls are shown all the same.
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

/** Null when equal by value; texts that are no JSON must be the same text. */
function argumentDifference(expected: Call, actual: Call | undefined): string | null {
  if (!actual) return expected.name;
  const left = tryParseJson(expected.argumentsText);
  const right = tryParseJson(actual.argumentsText);
  if (!left || !right) return expected.argumentsText === actual.argumentsText ? null : '';
  return firstDifference(left, right);
}
