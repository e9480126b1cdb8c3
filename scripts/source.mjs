// The studio's own modules, for scripts that make or measure what it makes.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** @param {string} path below src, of a module that needs no browser */
export async function loadSource(path) {
  const { module } = await runnerImport(fileURLToPath(new URL(`../src/${path}`, import.meta.url)), {
    configFile: false,
    logLevel: 'error',
  });
  return module;
}
