// Where two argument objects first differ, as a path a person can find: `city`, `filter.tags[1]`.

import { type JsonNode, lastMembers, sameValue } from '../json';

/** Path of the first difference by value, in the expected object's order; null when they are equal. */
export function firstDifference(expected: JsonNode, actual: JsonNode, path = ''): string | null {
  if (sameValue(expected, actual)) return null;
  if (expected.kind === 'object' && actual.kind === 'object') {
    const left = lastMembers(expected);
    const right = lastMembers(actual);
    for (const key of [...left.keys(), ...right.keys()]) {
      const inner = path === '' ? key : `${path}.${key}`;
      const [a, b] = [left.get(key), right.get(key)];
      if (a === undefined || b === undefined) return inner;
      const difference = firstDifference(a, b, inner);
      if (difference !== null) return difference;
    }
  }
  if (expected.kind === 'array' && actual.kind === 'array') {
    for (let index = 0; index < Math.max(expected.items.length, actual.items.length); index++) {
      const [a, b] = [expected.items[index], actual.items[index]];
      if (a === undefined || b === undefined) return `${path}[${index}]`;
      const difference = firstDifference(a, b, `${path}[${index}]`);
      if (difference !== null) return difference;
    }
  }
  return path;
}
