// Makes patterns from a person's own records: where a request contains a value of its call, the pattern has a slot.

import { fieldsOf, requestOf, type SchemaField } from '../builder';
import { type JsonNode, lastMembers, textOf, tryParseJson } from '../json';
import type { Call, DataRecord, Message, ToolSpec } from '../record';
import type { GeneratorPlan } from './plan';

/** Why a record gives no pattern. The record itself is kept. */
export type SkipReason =
  | { readonly kind: 'no_call' | 'several_calls' | 'several_requests' | 'braces' }
  | { readonly kind: 'unknown_tool'; readonly tool: string }
  | { readonly kind: 'bad_arguments'; readonly tool: string }
  | { readonly kind: 'not_said' | 'said_twice'; readonly tool: string; readonly parameter: string };

export interface SkippedRecord {
  readonly id: string;
  readonly request: string;
  readonly reason: SkipReason;
}

export interface RecordPatterns {
  /** Tool → its patterns, each once. */
  readonly patterns: Readonly<Record<string, readonly string[]>>;
  /** Values in calls of training records. None of them may be held out. */
  readonly trainedValues: readonly string[];
  /** Number of records that gave a pattern. */
  readonly used: number;
  readonly skipped: readonly SkippedRecord[];
}

type PatternOrReason = { readonly tool: string; readonly pattern: string } | { readonly reason: SkipReason };

export function recordPatterns(records: readonly DataRecord[], tools: readonly ToolSpec[]): RecordPatterns {
  const fields = new Map(tools.map(({ name, parametersText }) => [name, fieldsOf(parametersText) ?? []]));
  const patterns = new Map<string, Set<string>>(tools.map(({ name }) => [name, new Set()]));
  const trained = new Set<string>();
  const skipped: SkippedRecord[] = [];
  for (const record of records) {
    if (record.split === 'train') for (const text of record.messages.flatMap(valueTexts)) trained.add(text);
    const request = requestOf(record);
    const found = patternOf(request, record.messages, fields);
    if ('reason' in found) skipped.push({ id: record.id, request, reason: found.reason });
    else patterns.get(found.tool)?.add(found.pattern);
  }
  return {
    patterns: Object.fromEntries([...patterns].map(([tool, found]) => [tool, [...found]])),
    trainedValues: [...trained],
    used: records.length - skipped.length,
    skipped,
  };
}

/** Puts the patterns before the plan's own, and keeps their values on the trained side. */
export function withRecordPatterns(plan: GeneratorPlan, { patterns, trainedValues }: RecordPatterns): GeneratorPlan {
  return {
    ...plan,
    trainedValues: [...new Set([...plan.trainedValues, ...trainedValues])],
    tools: plan.tools.map((toolPatterns) => ({
      ...toolPatterns,
      patterns: [...new Set([...(patterns[toolPatterns.tool] ?? []), ...toolPatterns.patterns])],
    })),
  };
}

/** @param fields each tool's fields, by its name */
function patternOf(request: string, messages: readonly Message[], fields: ReadonlyMap<string, readonly SchemaField[]>): PatternOrReason {
  if (messages.filter(({ role }) => role === 'user').length > 1) return { reason: { kind: 'several_requests' } };
  const calls = messages.flatMap((message) => message.calls ?? []);
  const [call] = calls;
  if (!call) return { reason: { kind: 'no_call' } };
  if (calls.length > 1) return { reason: { kind: 'several_calls' } };
  if (/[{}]/.test(request)) return { reason: { kind: 'braces' } };
  const known = fields.get(call.name);
  return known ? patternOfCall(request, call, known) : { reason: { kind: 'unknown_tool', tool: call.name } };
}

function patternOfCall(request: string, call: Call, fields: readonly SchemaField[]): PatternOrReason {
  const node = tryParseJson(call.argumentsText);
  const values = node?.kind === 'object' ? lastMembers(node) : null;
  const fits =
    values !== null &&
    fields.every(({ name, required }) => !required || values.has(name)) &&
    [...values.keys()].every((name) => fields.some((field) => field.name === name));
  if (!fits) return { reason: { kind: 'bad_arguments', tool: call.name } };
  const texts = [...values].map(([parameter, value]) => ({ parameter, text: textInRequest(value) }));
  const slots: Slot[] = [];
  // The longest first, since a short value may also be part of a long one.
  for (const { parameter, text } of texts.toSorted((a, b) => b.text.length - a.text.length)) {
    const starts = occurrences(request, text).filter((start) =>
      slots.every((slot) => start >= slot.end || start + text.length <= slot.start),
    );
    const [start] = starts;
    if (start === undefined) return { reason: { kind: 'not_said', tool: call.name, parameter } };
    if (starts.length > 1) return { reason: { kind: 'said_twice', tool: call.name, parameter } };
    slots.push({ start, end: start + text.length, parameter });
  }
  return { tool: call.name, pattern: withSlots(request, slots) };
}

function valueTexts({ calls = [] }: Message): readonly string[] {
  return calls.flatMap(({ argumentsText }) => {
    const node = tryParseJson(argumentsText);
    return node?.kind === 'object' ? node.members.map(({ value }) => textInRequest(value)).filter((text) => text !== '') : [];
  });
}

/** Returns a value as a request would write it; empty for values without a text (booleans, objects, lists). */
function textInRequest(node: JsonNode): string {
  return node.kind === 'number' ? node.text : (textOf(node) ?? '');
}

/** Finds where a text occurs as whole words: `10:15` does not contain `1`, nor `start` `art`. */
function occurrences(request: string, text: string): readonly number[] {
  if (text.trim() === '') return [];
  const starts: number[] = [];
  for (let at = request.indexOf(text); at >= 0; at = request.indexOf(text, at + 1)) {
    const joinsBefore = WORD.test(text.charAt(0)) && WORD.test(request.charAt(at - 1));
    const joinsAfter = WORD.test(text.charAt(text.length - 1)) && WORD.test(request.charAt(at + text.length));
    if (!joinsBefore && !joinsAfter) starts.push(at);
  }
  return starts;
}

/** Characters that join into words. Chinese characters do not. */
const WORD = /[\p{Script=Latin}\p{N}]/u;

/** Characters [start, end) of a request that are a parameter's value. */
interface Slot {
  readonly start: number;
  readonly end: number;
  readonly parameter: string;
}

function withSlots(request: string, slots: readonly Slot[]): string {
  let pattern = '';
  let position = 0;
  for (const { start, end, parameter } of slots.toSorted((a, b) => a.start - b.start)) {
    pattern += `${request.slice(position, start)}{${parameter}}`;
    position = end;
  }
  return (pattern + request.slice(position)).replace(/\s+/g, ' ').trim();
}
