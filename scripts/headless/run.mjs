// Runs one recipe in a headless browser: the studio's own page and workers, no window.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { browserFlags, ensureBrowser } from '../browser.mjs';
import { ensureBuild } from '../build.mjs';
import { startLocalSite } from './local-site.mjs';
import { applyOverrides } from './overrides.mjs';

/** @typedef {import('./local-site.mjs').HeadlessEvent} HeadlessEvent */
/** @typedef {import('../../src/app/headless-report').HeadlessReport} HeadlessReport */

/** Where downloads from hubs are kept for the next run. */
const CACHE = fileURLToPath(new URL('../../.cache/hub', import.meta.url));

/** A step of the run failed. The message says what happened, where, and what to do. */
export class HeadlessFailure extends Error {}

/** @param {HeadlessEvent} event */
function failureText(event) {
  const { message, remedy, place } = /** @type {{ message?: string, remedy?: string, place?: { file?: string, line?: number } }} */ (
    event.failure ?? {}
  );
  const where = place?.file ? `${place.file}${place.line ? `:${place.line}` : ''}: ` : place?.line ? `line ${place.line}: ` : '';
  return `${where}${message ?? 'unknown failure'}${remedy ? `\n${remedy}` : ''}`;
}

/** @param {string} profile @param {boolean} software */
async function openBrowser(profile, software) {
  // The profile is on disk, because a private window keeps its files in memory, which would limit the size of a model.
  return chromium.launchPersistentContext(profile, {
    executablePath: await ensureBrowser(),
    headless: true,
    args: browserFlags({ software }),
  });
}

/**
 * Runs the recipe and returns the report. Rejects with a {@link HeadlessFailure} when a step fails.
 * @param {{ configPath: string, outFolder: string, overrides?: readonly string[], hub?: string, allowHosts?: readonly string[], cacheFolder?: string, onEvent?: (event: HeadlessEvent) => void, software?: boolean }} options
 *   `hub` is the name of a known hub or an address, `allowHosts` are the hosts that the run may reach for the recipe's model
 *   `cacheFolder` keeps downloads from a hub
 *   `software` selects the WebGPU adapter on the CPU, as in the tests
 * @returns {Promise<HeadlessReport>}
 */
export async function runHeadless({
  configPath,
  outFolder,
  overrides = [],
  hub = 'huggingface',
  allowHosts = [],
  cacheFolder = CACHE,
  onEvent = () => {},
  software = false,
}) {
  const recipeText = applyOverrides(await readFile(configPath, 'utf8'), overrides);
  ensureBuild();
  const profile = await mkdtemp(join(tmpdir(), 'tooltune-'));
  /** @type {(event: HeadlessEvent) => void} */
  let ended = () => {};
  const end = new Promise((/** @type {(event: HeadlessEvent) => void} */ done) => {
    ended = done;
  });
  const site = await startLocalSite({
    configPath: resolve(configPath),
    recipeText,
    network: { hub, allowHosts },
    outFolder: resolve(outFolder),
    cacheFolder: resolve(cacheFolder),
    onEvent: (event) => {
      onEvent(event);
      if (event.event === 'done' || event.event === 'failure') ended(event);
    },
  });
  const browser = await openBrowser(profile, software);
  try {
    const page = browser.pages()[0] ?? (await browser.newPage());
    const fail = (/** @type {string} */ message) => ended({ event: 'failure', failure: { message } });
    page.on('crash', () => fail('The page crashed, most likely because it ran out of memory.'));
    page.on('pageerror', (error) => fail(`The page failed: ${error.message}`));
    browser.on('close', () => fail('The browser was closed.'));
    await page.goto(site.address);
    const last = await end;
    if (last.event === 'failure') throw new HeadlessFailure(failureText(last));
    return JSON.parse(await readFile(join(outFolder, 'report.json'), 'utf8'));
  } finally {
    await browser.close();
    await site.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
