// What a check is. The registry (registry.ts) lists them; each is an object with the same few fields.

import type { AppError } from '../failure';
import type { JsonNode } from '../json';
import type { Call, DataRecord, Message, ToolSpec } from '../record';
import type { CompiledTool } from './compile-tool';
import type { Finding, Severity } from './findings';

export interface RowLengths {
  /** Tokens of the row, uncut. */
  readonly length: number;
  readonly trained: number;
  /** Trained tokens before the cut at max length. */
  readonly trainedWithin: number;
}

export interface CheckContext {
  readonly records: readonly DataRecord[];
  readonly maxLength: number;
  /** A row's lengths, or why it cannot be rendered; found once for all checks. */
  readonly lengthsOf: (record: DataRecord) => RowLengths | AppError;
  /** The tools a record's calls may name: its own, else the project's. */
  readonly toolsOf: (record: DataRecord) => ReadonlyMap<string, CompiledTool>;
  /** As they stand, duplicates included. */
  readonly toolSpecsOf: (record: DataRecord) => readonly ToolSpec[];
  /** Parsed arguments of a call; null when they are no JSON. */
  readonly argumentsOf: (call: Call) => JsonNode | null;
}

/** A finding before it is known which check and record it belongs to. */
export type Found = Omit<Finding, 'check' | 'severity' | 'recordId'> & { readonly recordId?: string };

export interface Check {
  /** Stands in reports; translated as `checks.<id>`. */
  readonly id: string;
  /** Errors stop training; warnings do not. */
  readonly severity: Severity;
  /** Every code its findings may carry; translated as `notices.<code>`. */
  readonly codes: readonly string[];
  readonly run: (context: CheckContext) => Iterable<Found>;
}

/** A check that looks at one record at a time. */
export function perRecord(look: (record: DataRecord, context: CheckContext) => Iterable<Found>): Check['run'] {
  return function* run(context) {
    for (const record of context.records) for (const found of look(record, context)) yield { ...found, recordId: record.id };
  };
}

/** A check that looks at one call at a time. */
export function perCall(look: (call: Call, record: DataRecord, context: CheckContext) => Iterable<Found>): Check['run'] {
  return perRecord(function* calls(record, context) {
    for (const [messageIndex, message] of record.messages.entries()) {
      for (const [callIndex, call] of (message.calls ?? []).entries()) {
        for (const found of look(call, record, context)) yield { ...found, messageIndex, callIndex };
      }
    }
  });
}

/** A check that looks at one message at a time, knowing those before it. */
export function perMessage(look: (message: Message, index: number, messages: readonly Message[]) => Iterable<Found>): Check['run'] {
  return perRecord(function* messages(record) {
    for (const [messageIndex, message] of record.messages.entries()) {
      for (const found of look(message, messageIndex, record.messages)) yield { ...found, messageIndex };
    }
  });
}

export function found(code: string, message: string, remedy: string, values: Found['values'] = {}): Found {
  return { code, message, remedy, values };
}
