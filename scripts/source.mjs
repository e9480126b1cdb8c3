// Loads the studio's own modules, for scripts that generate or measure with them.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** @param {string} path of a module that needs no browser, relative to src */
export async function loadSource(path) {
  const { module } = await runnerImport(fileURLToPath(new URL(`../src/${path}`, import.meta.url)), {
    configFile: false,
    logLevel: 'error',
  });
  return module;
}
