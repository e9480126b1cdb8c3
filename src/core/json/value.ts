// Turns the tree into plain values, and compares trees by value and by source.

import type { JsonNode, JsonObject } from './node';

/**
 * Returns a plain JavaScript value, for schema validation. Objects have no prototype, so `__proto__` is a key like any
 * other and names like `toString` are not inherited. Numbers are rounded to doubles; the last of duplicate keys counts.
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

/** Compares by value: the order of keys is free, 1 = 1.0, and the last of duplicate keys counts. */
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

/** Compares as source: same members in the same order, same duplicates, same number texts. Spaces and escapes are ignored. */
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

/** Returns the members by name; the last of duplicate keys counts. */
export function lastMembers(object: JsonObject): Map<string, JsonNode> {
  return new Map(object.members.map(({ key, value }) => [key, value]));
}

const PARTS = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/;

/** Longer exponents are compared as text: arithmetic on them is slow, and no real number has one. */
const MAX_EXPONENT_DIGITS = 400;

/** Whether two JSON number texts are the same decimal number, without rounding: 1 = 1.0 = 10e-1. */
function sameNumber(a: string, b: string): boolean {
  return a === b || canonical(a) === canonical(b);
}

/** Returns `<sign><digits without outer zeros>e<exponent>`, and `0` for every zero. The exponent may have any size. */
function canonical(text: string): string {
  const parts = PARTS.exec(text);
  if (parts === null) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  if (exponent.length > MAX_EXPONENT_DIGITS) return text;
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = trimZeros(digits);
  if (significant === '') return '0';
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - significant.length);
  return `${sign}${significant}e${power}`;
}

/** Removes trailing zeros. A loop, because `/0+$/` is quadratic on long runs of inner zeros. */
function trimZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charAt(end - 1) === '0') end--;
  return digits.slice(0, end);
}
