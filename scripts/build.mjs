// Builds the page into dist/ when it is older than its sources.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('..', import.meta.url));
/** Folder of a finished build to use instead of dist/. It is never rebuilt. */
const finishedBuild = process.env.TOOLTUNE_DIST;
export const distFolder = finishedBuild ? resolve(finishedBuild) : join(repository, 'dist');

const SOURCES = ['src', 'public', 'stubs', 'scripts/vite', 'index.html', 'vite.config.ts', 'package-lock.json'];

/**
 * Returns the time of the newest change below a path, in milliseconds since 1970; 0 if nothing is there.
 * @param {string} path @returns {number}
 */
function newest(path) {
  if (!existsSync(path)) return 0;
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Returns whether the build is newer than everything it is made from. */
export function buildIsFresh() {
  if (finishedBuild) return true;
  const page = join(distFolder, 'index.html');
  if (!existsSync(page)) return false;
  return statSync(page).mtimeMs > Math.max(...SOURCES.map((name) => newest(join(repository, name))));
}

/** Runs `vite build`; throws when it fails. @param {{ quiet?: boolean }} options */
export function build({ quiet = true } = {}) {
  const vite = join(repository, 'node_modules', 'vite', 'bin', 'vite.js');
  const result = spawnSync(process.execPath, [vite, 'build', ...(quiet ? ['--logLevel', 'error'] : [])], {
    cwd: repository,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (result.status !== 0) throw new Error('The build failed. The output above says why.');
}

/** Builds the page if needed. */
export function ensureBuild() {
  if (!buildIsFresh()) build();
}
