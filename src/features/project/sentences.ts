// Sentences that a worker sends as a code with values, in the page's language.

import type { Failure } from '../../core/failure';
import type { Notice } from '../../core/notice';
import type { Operation } from '../../core/operation';
import type { Run } from '../../core/training';
import { type Dictionary, interpolate, UNKNOWN } from '../../i18n';

type Sentences = Readonly<Record<string, { readonly title: string; readonly message: string; readonly remedy: string }>>;

function wordsOf(t: Dictionary, code: string) {
  const sentences: Sentences = t.notices;
  return Object.hasOwn(sentences, code) ? sentences[code] : undefined;
}

/** What is shown of a value: a name that is not known stays visible as `–`. */
function fill(template: string, own: string, values: Notice['values']): string {
  return template === '' ? own : interpolate(template, values).replace(/\{\w+\}/g, UNKNOWN);
}

/** The translated sentence of a code, or the English one it came with. */
export function sentenceOf(t: Dictionary, notice: Notice): { readonly message: string; readonly remedy: string } {
  const words = wordsOf(t, notice.code);
  if (!words) return { message: notice.message, remedy: notice.remedy };
  return { message: fill(words.message, notice.message, notice.values), remedy: fill(words.remedy, notice.remedy, notice.values) };
}

/** The same of a failure. */
export function sentenceOfFailure(t: Dictionary, failure: Failure): { readonly message: string; readonly remedy: string } {
  const { reason = '', message, remedy = t.failures.remedies[failure.code], values = {} } = failure;
  return sentenceOf(t, { code: reason, message, remedy, values });
}

/** Heading of a failure: of its reason where that is known, or of its kind. */
export function titleOfFailure(t: Dictionary, { code, reason = '' }: Failure): string {
  return wordsOf(t, reason)?.title ?? t.failures.titles[code];
}

/** Why a run failed, or paused by itself; null where it did neither. */
export function sentenceOfEnd(t: Dictionary, { cause, failure }: Run): { readonly message: string; readonly remedy: string } | null {
  if (cause) return sentenceOfFailure(t, cause);
  return failure === undefined ? null : { message: failure, remedy: '' };
}

/** Heading of all notices of one code. */
export function noticeTitle(t: Dictionary, code: string): string {
  return wordsOf(t, code)?.title ?? code;
}

/** Name of an operation, as undo and redo show it. */
export function operationName(t: Dictionary, operation: Operation): string {
  const words = t.data.operations;
  switch (operation.kind) {
    case 'tools':
      return words.tools;
    case 'import':
      return operation.file === undefined ? words.importFiles(operation.count) : words.importFile(operation.file);
    case 'split':
      return words[operation.split](operation.count);
    default:
      return words[operation.kind](operation.count);
  }
}
