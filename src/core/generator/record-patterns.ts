// Sentences from rows that a person wrote or brought: where the request says a value of its call, there is a slot. Pure.

import { requestOf } from '../builder/labels';
import { fieldsOf, type SchemaField } from '../builder/schema-form';
import { type JsonNode, lastMembers, textOf, tryParseJson } from '../json';
import type { Call, DataRecord, Message, ToolSpec } from '../record';
import type { GeneratorPlan } from './plan';

/** Why a row gives no sentence; it stays the row it is. */
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
  /** Tool → its sentences, each once. */
  readonly patterns: Readonly<Record<string, readonly string[]>>;
  /** Texts that trained rows call with: none of them may be held out. */
  readonly trainedValues: readonly string[];
  /** Rows that gave a sentence. */
  readonly used: number;
  readonly skipped: readonly SkippedRecord[];
}

type Reading = { readonly tool: string; readonly pattern: string } | { readonly reason: SkipReason };

export function recordPatterns(records: readonly DataRecord[], tools: readonly ToolSpec[]): RecordPatterns {
  const fields = new Map(tools.map(({ name, parametersText }) => [name, fieldsOf(parametersText) ?? []]));
  const patterns = new Map<string, Set<string>>(tools.map(({ name }) => [name, new Set()]));
  const trained = new Set<string>();
  const left: SkippedRecord[] = [];
  for (const record of records) {
    if (record.split === 'train') for (const text of record.messages.flatMap(calledTexts)) trained.add(text);
    const request = requestOf(record);
    const reading = readRow(request, record.messages, fields);
    if ('reason' in reading) left.push({ id: record.id, request, reason: reading.reason });
    else patterns.get(reading.tool)?.add(reading.pattern);
  }
  return {
    patterns: Object.fromEntries([...patterns].map(([tool, sentences]) => [tool, [...sentences]])),
    trainedValues: [...trained],
    used: records.length - left.length,
    skipped: left,
  };
}

/** The plan with these sentences before its own, and their values on the side that is trained. */
export function withRecordPatterns(plan: GeneratorPlan, { patterns, trainedValues }: RecordPatterns): GeneratorPlan {
  return {
    ...plan,
    trainedValues: [...new Set([...plan.trainedValues, ...trainedValues])],
    tools: plan.tools.map((templates) => ({
      ...templates,
      patterns: [...new Set([...(patterns[templates.tool] ?? []), ...templates.patterns])],
    })),
  };
}

/** @param fields of each tool, by its name */
function readRow(request: string, messages: readonly Message[], fields: ReadonlyMap<string, readonly SchemaField[]>): Reading {
  if (messages.filter(({ role }) => role === 'user').length > 1) return { reason: { kind: 'several_requests' } };
  const calls = messages.flatMap((message) => message.calls ?? []);
  const [call] = calls;
  if (!call) return { reason: { kind: 'no_call' } };
  if (calls.length > 1) return { reason: { kind: 'several_calls' } };
  if (/[{}]/.test(request)) return { reason: { kind: 'braces' } };
  const known = fields.get(call.name);
  return known ? readCall(request, call, known) : { reason: { kind: 'unknown_tool', tool: call.name } };
}

function readCall(request: string, call: Call, fields: readonly SchemaField[]): Reading {
  const node = tryParseJson(call.argumentsText);
  const values = node?.kind === 'object' ? lastMembers(node) : null;
  const fits =
    values !== null &&
    fields.every(({ name, required }) => !required || values.has(name)) &&
    [...values.keys()].every((name) => fields.some((field) => field.name === name));
  if (!fits) return { reason: { kind: 'bad_arguments', tool: call.name } };
  const said = [...values].map(([parameter, value]) => ({ parameter, text: saidText(value) }));
  const slots: Slot[] = [];
  // The longest first: a short value may stand inside a long one.
  for (const value of said.toSorted((a, b) => b.text.length - a.text.length)) {
    const places = placesOf(request, value.text).filter((start) =>
      slots.every((slot) => start >= slot.end || start + value.text.length <= slot.start),
    );
    const [start] = places;
    const about = { tool: call.name, parameter: value.parameter };
    if (start === undefined) return { reason: { kind: 'not_said', ...about } };
    if (places.length > 1) return { reason: { kind: 'said_twice', ...about } };
    slots.push({ start, end: start + value.text.length, parameter: value.parameter });
  }
  return { tool: call.name, pattern: withSlots(request, slots) };
}

function calledTexts({ calls = [] }: Message): readonly string[] {
  return calls.flatMap(({ argumentsText }) => {
    const node = tryParseJson(argumentsText);
    return node?.kind === 'object' ? node.members.map(({ value }) => saidText(value)).filter((text) => text !== '') : [];
  });
}

/** What a request says for a value; empty where no text is it (flags, objects, lists). */
function saidText(node: JsonNode): string {
  return node.kind === 'number' ? node.text : (textOf(node) ?? '');
}

/** Where the text stands by itself: `1` is not said by `10:15`, nor `art` by `start`. */
function placesOf(request: string, text: string): readonly number[] {
  if (text.trim() === '') return [];
  const places: number[] = [];
  for (let at = request.indexOf(text); at >= 0; at = request.indexOf(text, at + 1)) {
    const joinsBefore = WORD.test(text.charAt(0)) && WORD.test(request.charAt(at - 1));
    const joinsAfter = WORD.test(text.charAt(text.length - 1)) && WORD.test(request.charAt(at + text.length));
    if (!joinsBefore && !joinsAfter) places.push(at);
  }
  return places;
}

/** Characters that join into words; Chinese ones do not. */
const WORD = /[\p{Script=Latin}\p{N}]/u;

interface Slot {
  readonly start: number;
  readonly end: number;
  readonly parameter: string;
}

function withSlots(request: string, slots: readonly Slot[]): string {
  let pattern = '';
  let at = 0;
  for (const { start, end, parameter } of slots.toSorted((a, b) => a.start - b.start)) {
    pattern += `${request.slice(at, start)}{${parameter}}`;
    at = end;
  }
  return (pattern + request.slice(at)).replace(/\s+/g, ' ').trim();
}
