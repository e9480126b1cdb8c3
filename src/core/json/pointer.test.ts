import { expect, it } from 'vitest';
import { parseJson } from './parse';
import { atPointer } from './pointer';

const document = parseJson('{"a": [{"b/c": 1}, {"~d": 2}], "é %": {"": 3}}');

it.each([
  ['#/a/0/b~1c', '1'],
  ['#/a/1/~0d', '2'],
  ['#/%C3%A9%20%25/', '3'],
])('%s names what stands there', (pointer, text) => {
  expect(atPointer(document, pointer)).toEqual({ kind: 'number', text });
});

it('names nothing where there is none', () => {
  for (const pointer of ['#', '#/b', '#/a/2', '#/a/x', '#/a/0/b/c', '#/%zz', 'other.json#/a', '']) {
    expect(atPointer(document, pointer), pointer).toBeUndefined();
  }
});
