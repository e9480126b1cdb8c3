// From the tree to plain values, and the two equalities of trees.

import { sameNumber } from './decimal';
import type { JsonNode, JsonObject } from './node';

/**
 * Plain JavaScript value, for schema validation. Objects have no prototype, so that a key `__proto__` is a key like any
 * other and inherited names such as `toString` are not there. Numbers are rounded to doubles, the last duplicate counts.
 */
export function toValue(node: JsonNode): unknown {
  switch (node.kind) {
    case 'object': {
      const value: Record<string, unknown> = Object.create(null);
      for (const { key, value: inner } of node.members) value[key] = toValue(inner);
      return value;
    }
    case 'array':
      return node.items.map(toValue);
    case 'number':
      return Number(node.text);
    case 'string':
    case 'boolean':
      return node.value;
    case 'null':
      return null;
  }
}

/** Equal by value: order of keys is free, 1 = 1.0, of duplicate keys the last one counts. */
export function sameValue(a: JsonNode, b: JsonNode): boolean {
  if (a.kind === 'object' && b.kind === 'object') {
    const left = lastMembers(a);
    const right = lastMembers(b);
    if (left.size !== right.size) return false;
    for (const [key, value] of left) {
      const other = right.get(key);
      if (other === undefined || !sameValue(value, other)) return false;
    }
    return true;
  }
  if (a.kind === 'number' && b.kind === 'number') return sameNumber(a.text, b.text);
  return sameShape(a, b, sameValue);
}

/** Equal as source: same members in the same order, same duplicates, same number texts. Spaces and escapes aside. */
export function sameSource(a: JsonNode, b: JsonNode): boolean {
  if (a.kind === 'object' && b.kind === 'object') {
    return (
      a.members.length === b.members.length &&
      a.members.every((entry, index) => {
        const other = b.members[index];
        return other !== undefined && entry.key === other.key && sameSource(entry.value, other.value);
      })
    );
  }
  if (a.kind === 'number' && b.kind === 'number') return a.text === b.text;
  return sameShape(a, b, sameSource);
}

function sameShape(a: JsonNode, b: JsonNode, same: (a: JsonNode, b: JsonNode) => boolean): boolean {
  if (a.kind === 'array' && b.kind === 'array') {
    return (
      a.items.length === b.items.length &&
      a.items.every((item, index) => {
        const other = b.items[index];
        return other !== undefined && same(item, other);
      })
    );
  }
  if ((a.kind === 'string' && b.kind === 'string') || (a.kind === 'boolean' && b.kind === 'boolean')) return a.value === b.value;
  return a.kind === 'null' && b.kind === 'null';
}

/** Members by name; the last of several counts. */
export function lastMembers(object: JsonObject): Map<string, JsonNode> {
  return new Map(object.members.map(({ key, value }) => [key, value]));
}
