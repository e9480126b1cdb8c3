// The lossless JSON tree. JSON.parse rounds twenty-digit ids, turns 1.0 into 1, reorders integer-like keys and drops
// duplicate keys; this tree keeps the text of numbers and all members in source order. Escapes in strings are decoded:
// "\u4e2d" and "中" are the same string node.

export interface JsonMember {
  readonly key: string;
  readonly value: JsonNode;
}

export interface JsonObject {
  readonly kind: 'object';
  /** In source order, with duplicates. The last one of a name counts. */
  readonly members: readonly JsonMember[];
}

export interface JsonArray {
  readonly kind: 'array';
  readonly items: readonly JsonNode[];
}

export interface JsonString {
  readonly kind: 'string';
  readonly value: string;
}

export interface JsonNumber {
  readonly kind: 'number';
  /** As written: `1.0`, `1e21`, `12345678901234567890`. */
  readonly text: string;
}

export type JsonNode =
  | JsonObject
  | JsonArray
  | JsonString
  | JsonNumber
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' };

export const NULL: JsonNode = { kind: 'null' };

export function stringNode(value: string): JsonString {
  return { kind: 'string', value };
}

export function arrayNode(items: readonly JsonNode[]): JsonArray {
  return { kind: 'array', items };
}

export function objectNode(...members: readonly (readonly [key: string, value: JsonNode])[]): JsonObject {
  return { kind: 'object', members: members.map(([key, value]) => ({ key, value })) };
}

/** Returns the value of the last member called `key`, as Python and JavaScript read it. */
export function member(object: JsonObject, key: string): JsonNode | undefined {
  return object.members.findLast((entry) => entry.key === key)?.value;
}

/** Returns the text of a string node; undefined for any other node. */
export function textOf(node: JsonNode | undefined): string | undefined {
  return node?.kind === 'string' ? node.value : undefined;
}
