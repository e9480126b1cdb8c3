// npm run reference [FOLDER…]: makes all goldens again with the real libraries (reference/*/make_*.py).
// npm run reference:check [FOLDER…] [--out DIR]: loads the exports of a run in DIR (default: out/, where the demo writes
// them) into these libraries and compares (reference/*/check_*.py, which get DIR as TOOLTUNE_OUT).
// The exit code is 0 only if every script succeeded.
import { spawnSync } from 'node:child_process';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { repository } from './build.mjs';
import { duration } from './headless/terminal.mjs';
import { ensurePython } from './reference/python.mjs';
import { referenceScripts } from './reference/scripts.mjs';

const ROOT = join(repository, 'reference');
/** Goldens must not depend on the number of cores or the order of a set. Nothing is downloaded from a hub. */
const FIXED = { OMP_NUM_THREADS: '1', PYTHONHASHSEED: '0', HF_HUB_OFFLINE: '1', TOKENIZERS_PARALLELISM: 'false' };

const { positionals, values } = parseArgs({ allowPositionals: true, options: { out: { type: 'string', default: 'out' } } });
const [verb, ...only] = positionals;
if (verb !== 'make' && verb !== 'check') throw new Error('Run this as `npm run reference` or `npm run reference:check`.');
const scripts = referenceScripts(ROOT, verb, only);
if (scripts.length === 0) throw new Error(`reference/ has no ${verb}_*.py.`);
const environment = { ...process.env, ...FIXED, TOOLTUNE_OUT: resolve(repository, values.out) };
const python = ensurePython(join(ROOT, 'requirements.txt'), join(repository, '.cache', 'reference'));
/** @type {string[]} */
const failed = [];
for (const script of scripts) {
  const name = relative(repository, script);
  console.log(`\n── ${name}`);
  const started = performance.now();
  const { status } = spawnSync(python, [script], { cwd: repository, stdio: 'inherit', env: environment });
  if (status !== 0) failed.push(name);
  console.log(`${status === 0 ? '✓' : '✗'} ${name} ${duration((performance.now() - started) / 1000)}`);
}
console.log(failed.length === 0 ? `\nAll ${scripts.length} scripts succeeded.` : `\n${failed.length} failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
