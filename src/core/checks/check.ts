// What a check is, and what it finds. registry.ts lists the checks.

import type { AppError } from '../failure';
import type { JsonNode } from '../json';
import type { Notice } from '../notice';
import type { Call, DataRecord, Message, ToolSpec } from '../record';
import type { CompiledTool } from './compile-tool';

export type Severity = 'error' | 'warning';

/** One finding of one check in one record. */
export interface Finding extends Notice {
  readonly check: string;
  readonly severity: Severity;
  readonly recordId: string;
  /** Index of the message in the record from 0, if the finding is about one. */
  readonly messageIndex?: number;
  readonly callIndex?: number;
}

/** A finding before its check and its record are known. */
export type Found = Omit<Finding, 'check' | 'severity' | 'recordId'> & { readonly recordId?: string };

export interface Check {
  /** Named in reports; its words are `check.checks.<id>` in i18n. */
  readonly id: string;
  /** Errors stop training, warnings do not. */
  readonly severity: Severity;
  /** Every code its findings may have; the words of a code are `notices.<code>` in i18n. */
  readonly codes: readonly string[];
  readonly run: (context: CheckContext) => Iterable<Found>;
}

/** Lengths of an example in tokens. */
export interface ExampleLengths {
  /** All tokens, uncut. */
  readonly length: number;
  readonly trained: number;
  /** Trained tokens before the cut at the maximum length. */
  readonly trainedWithin: number;
}

/** What checks read. Each value is computed once for all checks. */
export interface CheckContext {
  readonly records: readonly DataRecord[];
  /** Maximum length of an example in tokens. */
  readonly maxLength: number;
  /** The lengths of a record's example, or why the record cannot be rendered. */
  readonly lengthsOf: (record: DataRecord) => ExampleLengths | AppError;
  /** The tools that a record may call: its own, or else the project's. The first of several with one name counts. */
  readonly toolsOf: (record: DataRecord) => ReadonlyMap<string, CompiledTool>;
  /** The same tools as they are declared, with duplicates. */
  readonly toolSpecsOf: (record: DataRecord) => readonly ToolSpec[];
  /** The parsed arguments of a call; null if they are not JSON. */
  readonly argumentsOf: (call: Call) => JsonNode | null;
}

/** Runs a check on each record. */
export function perRecord(find: (record: DataRecord, context: CheckContext) => Iterable<Found>): Check['run'] {
  return function* run(context) {
    for (const record of context.records) for (const found of find(record, context)) yield { ...found, recordId: record.id };
  };
}

/** Runs a check on each call. */
export function perCall(find: (call: Call, record: DataRecord, context: CheckContext) => Iterable<Found>): Check['run'] {
  return perRecord(function* calls(record, context) {
    for (const [messageIndex, message] of record.messages.entries()) {
      for (const [callIndex, call] of (message.calls ?? []).entries()) {
        for (const found of find(call, record, context)) yield { ...found, messageIndex, callIndex };
      }
    }
  });
}

/** Runs a check on each message; `messages` are all messages of its record. */
export function perMessage(find: (message: Message, index: number, messages: readonly Message[]) => Iterable<Found>): Check['run'] {
  return perRecord(function* messages(record) {
    for (const [messageIndex, message] of record.messages.entries()) {
      for (const found of find(message, messageIndex, record.messages)) yield { ...found, messageIndex };
    }
  });
}

export function found(code: string, message: string, remedy: string, values: Found['values'] = {}): Found {
  return { code, message, remedy, values };
}
