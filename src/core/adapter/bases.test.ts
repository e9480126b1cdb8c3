import { expect, test } from 'vitest';
import type { ModelOrigin } from '../model-info';
import { basesNamed } from '.';

const origin: ModelOrigin = { kind: 'hub', address: 'https://hub.example', name: 'owner/base', revision: 'main', commit: 'c'.repeat(40) };
const models = [
  { id: 'starter', name: 'starter', fromZero: false },
  { id: 'from-zero', name: 'from-zero', fromZero: true },
  { id: 'm1', name: 'base', fromZero: false },
  { id: 'm2', name: 'renamed', fromZero: false, origin },
  { id: 'm3', name: 'other/base', fromZero: false },
];

test.each([
  ['owner/base', ['m1', 'm2']],
  ['other/base', ['m1', 'm3']],
  ['C:\\models\\base\\', ['m1']],
  ['m2', ['m2']],
  ['Qwen/Qwen3-0.6B', []],
  ['from-zero', []],
  ['', ['starter', 'm1', 'm2', 'm3']],
])('%j is the base of an adapter: by the name of its folder, its whole name, its name at a hub, or its id', (baseName, ids) => {
  expect(basesNamed(baseName, models).map(({ id }) => id)).toEqual(ids);
});
