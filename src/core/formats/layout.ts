// Splits JSON objects into fields and columns and joins them again without losing anything: the order of keys, earlier
// duplicates, nulls and spellings.
//
// A layout is a JSON list with one entry for each member of the source object:
//   "name"           a field or a column is here
//   ["name", value]  the source's own text is here: an earlier duplicate, a name that `extra` cannot hold, or a field's
//                    spelling that the writer would not choose (1.0 for the weight 1, null for nothing)
// It is kept in `extra` as the note `#layout`, and only if the object could not be restored without it.

import {
  arrayNode,
  type JsonMember,
  type JsonNode,
  type JsonObject,
  parseJson,
  sameSource,
  stringNode,
  textOf,
  writePython,
} from '../json';
import type { NewRecord } from '../record';

export type Extra = Readonly<Record<string, string>>;

/** Name of a layout note: a name in `extra` that is not a column. */
type NoteName = `#${string}`;

/** A member of an object that has a place in the record. */
export interface Field {
  readonly key: string;
  /** What the record writes; undefined = nothing. */
  readonly node: JsonNode | undefined;
  /**
   * Returns what the record would write if it had just been read from `source` (undefined = no such member). Equal to
   * `node` means that the field has not changed since, so the text of the source is kept.
   */
  readonly normalize: (source: JsonNode | undefined) => JsonNode | undefined;
}

interface Layout {
  /** Members that are not fields, as source text. */
  readonly columns: Extra;
  /** JSON text; absent if the writer's own order restores the source. */
  readonly layout?: string;
}

/** Whether a member can be a column of `extra`: `#` begins notes, and `__proto__` is not a safe name in a plain object. */
function isColumnName(key: string): boolean {
  return !key.startsWith('#') && key !== '__proto__';
}

/** Returns the columns of an `extra`, without the notes. */
export function columnsOf(extra: Extra | undefined): Extra {
  return Object.fromEntries(Object.entries(extra ?? {}).filter(([key]) => isColumnName(key)));
}

/** Returns the text of a note; undefined if there is none. */
export function noteOf(extra: Extra | undefined, name: NoteName): string | undefined {
  return extra === undefined || !Object.hasOwn(extra, name) ? undefined : extra[name];
}

/** Returns the `extra` of a part of a record, or nothing if there is nothing to keep. */
export function extraOf(columns: Extra, notes: Readonly<Record<NoteName, string | undefined>>): { extra?: Extra } {
  const kept = Object.entries(notes).flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const]));
  if (kept.length === 0) return Object.keys(columns).length === 0 ? {} : { extra: columns };
  return { extra: { ...columns, ...Object.fromEntries(kept) } };
}

/** Returns a part of a record without its layout notes, so that it is written in the usual layout. */
export function withoutNotes<Part extends { readonly extra?: Extra }>(part: Part): Part {
  const { extra } = part;
  return extra === undefined || Object.keys(extra).every(isColumnName) ? part : { ...part, extra: columnsOf(extra) };
}

/** Returns the record as `format` should write it: layout notes count only in the format that read the record. */
export function withNotesOf(format: string, record: NewRecord): NewRecord {
  if (record.source.format === format) return record;
  const messages = record.messages.map(withoutNotes).map((message) => {
    return message.calls === undefined ? message : { ...message, calls: message.calls.map(withoutNotes) };
  });
  return withoutNotes({ ...record, messages, tools: record.tools.map(withoutNotes) });
}

/**
 * Returns what the fields do not hold of `source`. Members that are not fields become columns; with `keepColumns` false
 * they stay in the layout.
 */
export function readLayout(source: JsonObject, fields: readonly Field[], { keepColumns = true } = {}): Layout {
  const last = new Map(source.members.map(({ key }, index) => [key, index]));
  const columns: [string, string][] = [];
  let isUsual = true;
  const entries = source.members.map(({ key, value }, index): Entry => {
    const field = fields.find((candidate) => candidate.key === key);
    if (last.get(key) === index) {
      if (field !== undefined && same(field.node, value)) return { key, source: undefined };
      if (field === undefined && keepColumns && isColumnName(key)) {
        columns.push([key, writePython(value)]);
        return { key, source: undefined };
      }
    }
    isUsual = false;
    return { key, source: value };
  });
  const kept = Object.fromEntries(columns);
  const order = [...fields.flatMap((field) => (field.node === undefined ? [] : field.key)), ...Object.keys(kept)];
  isUsual &&= order.length === entries.length && order.every((key, index) => key === entries[index]?.key);
  return isUsual ? { columns: kept } : { columns: kept, layout: writeEntries(entries) };
}

/** Joins fields and columns, in the order of the layout if there is one. A field replaces a column of its name. */
export function writeObject(fields: readonly Field[], columns: Extra, layout: string | undefined): JsonObject {
  const texts = Object.entries(columns).filter(
    ([key]) => isColumnName(key) && !fields.some((field) => field.key === key && field.node !== undefined),
  );
  if (layout !== undefined) return writeInOrder(fields, new Map(texts), readEntries(layout));
  const members: JsonMember[] = [];
  for (const { key, node } of fields) if (node !== undefined) members.push({ key, value: node });
  for (const column of texts) members.push(columnMember(column));
  return { kind: 'object', members };
}

interface Entry {
  readonly key: string;
  readonly source: JsonNode | undefined;
}

function writeInOrder(fields: readonly Field[], columns: ReadonlyMap<string, string>, entries: readonly Entry[]): JsonObject {
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const last = new Map(entries.map(({ key }, index) => [key, index]));
  const members = entries.flatMap(({ key, source }, index): readonly JsonMember[] => {
    if (last.get(key) !== index) return memberOf(key, source);
    const column = columns.get(key);
    if (column !== undefined) return [columnMember([key, column])];
    const field = byKey.get(key);
    if (field === undefined) return memberOf(key, source);
    const isUnchanged = source !== undefined && same(field.normalize(source), field.node);
    return memberOf(key, isUnchanged ? source : field.node);
  });
  for (const { key, node, normalize } of fields) {
    if (!last.has(key) && !same(node, normalize(undefined))) members.push(...memberOf(key, node));
  }
  for (const column of columns) if (!last.has(column[0])) members.push(columnMember(column));
  return { kind: 'object', members };
}

function writeEntries(entries: readonly Entry[]): string {
  return writePython(
    arrayNode(entries.map(({ key, source }) => (source === undefined ? stringNode(key) : arrayNode([stringNode(key), source])))),
  );
}

function readEntries(layout: string): Entry[] {
  const node = parseJson(layout);
  if (node.kind !== 'array') return [];
  return node.items.flatMap((item): Entry[] => {
    if (item.kind === 'string') return [{ key: item.value, source: undefined }];
    const [name, source] = item.kind === 'array' ? item.items : [];
    const key = textOf(name);
    return key === undefined || source === undefined ? [] : [{ key, source }];
  });
}

function memberOf(key: string, value: JsonNode | undefined): readonly JsonMember[] {
  return value === undefined ? [] : [{ key, value }];
}

function columnMember([key, text]: readonly [string, string]): JsonMember {
  return { key, value: parseJson(text) };
}

function same(a: JsonNode | undefined, b: JsonNode | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && sameSource(a, b));
}
