// npm test: types, lint with the layer rules, unit tests in Node and in a real browser, the build, and the whole studio
// end to end. The last line is `N passed, M failed` over all of it; the exit code agrees.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserVersion, ensureBrowser } from './browser.mjs';
import { distFolder, repository } from './build.mjs';
import { duration } from './headless/terminal.mjs';
import { playwrightCounts, total, vitestCounts } from './test/counts.mjs';

/** A suite that hangs is ended and counts as failed. Slow machines need twice the eight minutes that a usual one takes. */
const LONGEST_SUITE_MS = 25 * 60_000;

const reports = mkdtempSync(join(tmpdir(), 'tooltune-test-'));
/** @typedef {import('./test/counts.mjs').Counts} Counts */
/** @type {{ name: string, counts: Counts, seconds: number }[]} */
const results = [];

/** @param {string} script below node_modules @param {string[]} args @param {Record<string, string>} environment */
function run(script, args, environment = {}) {
  const result = spawnSync(process.execPath, [join(repository, 'node_modules', script), ...args], {
    cwd: repository,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...environment },
    timeout: LONGEST_SUITE_MS,
  });
  return result.status === 0;
}

/** @param {string} file */
function reportOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/** @param {boolean} ok @returns {Counts} */
function one(ok) {
  return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** @param {string} name @param {() => Counts} work */
function suite(name, work) {
  console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 70 - name.length))}`);
  const started = performance.now();
  const counts = work();
  results.push({ name, counts, seconds: (performance.now() - started) / 1000 });
  return counts.failed === 0;
}

/** The browser the tests use; null when none is there and none could be installed. */
async function browser() {
  try {
    const path = await ensureBrowser();
    console.log(`Browser: ${browserVersion(path)} (${path})`);
    return path;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return null;
  }
}

const found = await browser();
suite('Types', () => one(run('typescript/bin/tsc', ['-b'])));
suite('Lint and layers', () => one(run('@biomejs/biome/bin/biome', ['check', '.'])));
suite('Unit tests (Node and browser)', () => {
  const file = join(reports, 'vitest.json');
  const projects = found ? [] : ['--project', 'node'];
  const ok = run('vitest/vitest.mjs', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...projects]);
  const counts = vitestCounts(reportOf(file), ok);
  return found ? counts : { ...counts, failed: counts.failed + 1 };
});
const built = suite('Build', () => one(run('vite/bin/vite.js', ['build', '--logLevel', 'error'])));
suite('End to end', () => {
  if (!built || !found) {
    console.error(built ? 'Not run: there is no browser.' : 'Not run: there is no build.');
    return one(false);
  }
  const file = join(reports, 'playwright.json');
  const ok = run('playwright/cli.js', ['test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    // The build of above, whatever happens to the sources meanwhile.
    TOOLTUNE_DIST: distFolder,
  });
  return playwrightCounts(reportOf(file), ok);
});
rmSync(reports, { recursive: true, force: true });

console.log('');
for (const { name, counts, seconds } of results) {
  console.log(
    `${counts.failed === 0 ? '✓' : '✗'} ${name.padEnd(32)} ${duration(seconds).padStart(9)}   ${counts.passed} passed, ${counts.failed} failed`,
  );
}
const { passed, failed } = total(results.map((result) => result.counts));
process.exitCode = failed === 0 ? 0 : 1;
console.log(`${passed} passed, ${failed} failed`);
