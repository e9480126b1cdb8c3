// Objects to fields and columns and back, so that nothing is lost: order of keys, earlier duplicates, nulls, spellings.
//
// A layout is a JSON list with one entry for each member of the source object:
//   "name"           a field or a column stands here
//   ["name", value]  the source's own text stands here: an earlier duplicate, a name that an `extra` cannot hold, or a
//                    field's spelling that the writer would not choose itself (1.0 for the weight 1, null for nothing)
// It is kept (in `extra`, as `#layout`) only where writing without it would not give the source object back.

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

export type Extra = Readonly<Record<string, string>>;

/** One field of an object as a record fills it. */
export interface Field {
  readonly key: string;
  /** What the record writes; undefined = nothing. */
  readonly node: JsonNode | undefined;
  /** What a record read from `source` (undefined = no such key) would write. Equal to `node` = nobody changed it. */
  readonly normal: (source: JsonNode | undefined) => JsonNode | undefined;
}

export interface Layout {
  /** Members that no field names, as source text. */
  readonly columns: Extra;
  /** JSON text; absent when the writer's own order gives the source back. */
  readonly layout?: string;
}

/** Whether a member can be a column of `extra`: `#` begins facts, and `__proto__` is no safe name in a plain object. */
export function isColumnName(key: string): boolean {
  return !key.startsWith('#') && key !== '__proto__';
}

/** The columns of an `extra`, without the facts. */
export function columnsOf(extra: Extra | undefined): Extra {
  return Object.fromEntries(Object.entries(extra ?? {}).filter(([key]) => isColumnName(key)));
}

/** A fact of an `extra`, as text; undefined when it is not there. */
export function factOf(extra: Extra | undefined, name: `#${string}`): string | undefined {
  return extra === undefined || !Object.hasOwn(extra, name) ? undefined : extra[name];
}

/** `extra` of a record part, or nothing when there is nothing to keep. */
export function extraOf(columns: Extra, facts: Readonly<Record<`#${string}`, string | undefined>>): { extra?: Extra } {
  const kept = Object.entries(facts).flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const]));
  if (kept.length === 0) return Object.keys(columns).length === 0 ? {} : { extra: columns };
  return { extra: { ...columns, ...Object.fromEntries(kept) } };
}

/**
 * What of `source` its fields do not hold. With `keepColumns` false, members without a field stay in the layout
 * instead of becoming columns.
 */
export function readLayout(source: JsonObject, fields: readonly Field[], keepColumns = true): Layout {
  const last = new Map(source.members.map(({ key }, index) => [key, index]));
  const columns: [string, string][] = [];
  let asWriter = true;
  const entries = source.members.map(({ key, value }, index): Entry => {
    const field = fields.find((candidate) => candidate.key === key);
    if (last.get(key) === index) {
      if (field !== undefined && same(field.node, value)) return { key, source: undefined };
      if (field === undefined && keepColumns && isColumnName(key)) {
        columns.push([key, writePython(value)]);
        return { key, source: undefined };
      }
    }
    asWriter = false;
    return { key, source: value };
  });
  const kept = Object.fromEntries(columns);
  const order = [...fields.flatMap((field) => (field.node === undefined ? [] : field.key)), ...Object.keys(kept)];
  asWriter &&= order.length === entries.length && order.every((key, index) => key === entries[index]?.key);
  return asWriter ? { columns: kept } : { columns: kept, layout: writeEntries(entries) };
}

/** The object of the fields and columns, in the layout's order if there is one. A field wins over a column of its name. */
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
    return memberOf(key, source !== undefined && same(field.normal(source), field.node) ? source : field.node);
  });
  for (const { key, node, normal } of fields) if (!last.has(key) && !same(node, normal(undefined))) members.push(...memberOf(key, node));
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
