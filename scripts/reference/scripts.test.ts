import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { repository } from '../build.mjs';
import { referenceScripts } from './scripts.mjs';

const root = mkdtempSync(join(tmpdir(), 'tooltune-reference-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
for (const [folder, ...names] of [
  ['b', 'make_goldens.py', 'check_exports.py', 'rows.py'],
  ['a', 'make_z.py', 'make_a.py', 'make_notes.md'],
] as const) {
  mkdirSync(join(root, folder));
  for (const name of names) writeFileSync(join(root, folder, name), '');
}
writeFileSync(join(root, 'requirements.txt'), '');

const found = (verb: 'make' | 'check', ...only: string[]) => referenceScripts(root, verb, only).map((path) => relative(root, path));

it('finds the scripts of a verb, sorted, in all folders or in the named ones', () => {
  expect(found('make')).toEqual([join('a', 'make_a.py'), join('a', 'make_z.py'), join('b', 'make_goldens.py')]);
  expect(found('check')).toEqual([join('b', 'check_exports.py')]);
  expect(found('make', 'b')).toEqual([join('b', 'make_goldens.py')]);
});

it('reports a folder without such a script', () => {
  expect(() => found('check', 'a')).toThrow('reference/a has no check_*.py');
  expect(() => found('make', 'nowhere')).toThrow('reference/nowhere');
});

it('finds scripts in folders of reference/', () => {
  expect(referenceScripts(join(repository, 'reference'), 'make', ['model', 'tokens'])).not.toHaveLength(0);
});
