// Calls of tfjs that no production code may make: reading back at once holds the thread until the device is done, and a
// one-hot matrix is as wide as the vocabulary. Tests may.

import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const TRAPS = /\b(?:dataSync|arraySync|bytesSync|oneHot)\b/;
const source = new URL('../', import.meta.url);

it('reads nothing back at once and makes no one-hot matrix', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => /(?<!\.test|\.browser)\.tsx?$/.test(name));
  expect(files.length).toBeGreaterThan(500);
  expect(files.filter((name) => TRAPS.test(readFileSync(new URL(name, source), 'utf8')))).toEqual([]);
});
