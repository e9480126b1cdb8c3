// A checkpoint of 1.2 GB taken in by the studio in a browser, as a folder and as a zip: seconds, MB/s, and how much the
// memory of the tab's process grows at its peak.

import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Zip, ZipPassThrough } from 'fflate';
import { chromium } from 'playwright';
import { browserFlags, ensureBrowser } from '../browser.mjs';
import { distFolder, ensureBuild } from '../build.mjs';
import { startServer } from '../server.mjs';

const HOUR = 3_600_000;
const SAMPLE_MILLISECONDS = 250;
const megabytes = (/** @type {number} */ bytes) => Math.round(bytes / 1e6);

/** The folder as a zip of stored files, as our own exports are. @param {string} folder @param {string} zipPath */
async function writeZip(folder, zipPath) {
  async function* parts() {
    /** @type {Uint8Array[]} */
    let ready = [];
    const zip = new Zip((error, part) => {
      if (error) throw error;
      ready.push(part);
    });
    for (const name of await readdir(folder)) {
      const entry = new ZipPassThrough(name);
      zip.add(entry);
      for await (const part of createReadStream(join(folder, name), { highWaterMark: 4_000_000 })) {
        entry.push(part);
        yield* ready;
        ready = [];
      }
      entry.push(new Uint8Array(), true);
    }
    zip.end();
    yield* ready;
  }
  await pipeline(Readable.from(parts()), createWriteStream(zipPath));
}

/** Resident memory of the largest renderer, bytes. @param {import('playwright').CDPSession} session */
async function tabMemory(session) {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const ids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  const sizes = execFileSync('ps', ['-o', 'rss=', '-p', ids.join(',')], { encoding: 'utf8' })
    .trim()
    .split(/\s+/);
  return 1024 * Math.max(...sizes.map(Number));
}

/**
 * Adds files in a fresh browser and prints the figures.
 * @param {string} title @param {RegExp} button that asks for them @param {string} path of the folder or zip @param {number} bytes
 */
async function measureIntake(title, button, path, bytes) {
  const server = await startServer({ root: distFolder });
  const profile = await mkdtemp(join(tmpdir(), 'tooltune-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await ensureBrowser(),
    headless: true,
    args: browserFlags({ software: true }),
    locale: 'en-GB',
  });
  const session = await context.browser()?.newBrowserCDPSession();
  if (!session) throw new Error('A persistent context has a browser.');
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(server.origin);
    await page.getByRole('button', { name: 'Search or run a command' }).click();
    const palette = page.getByTestId('palette');
    await palette.getByRole('combobox').fill('Models:');
    await palette.getByRole('option').first().click();
    const dialog = page.getByTestId('models');
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), dialog.getByRole('button', { name: button }).click()]);
    const before = await tabMemory(session);
    let peak = before;
    const timer = setInterval(async () => {
      peak = Math.max(peak, await tabMemory(session).catch(() => 0));
    }, SAMPLE_MILLISECONDS);
    const started = performance.now();
    await chooser.setFiles(path);
    await dialog.getByTestId('stored-model').or(dialog.getByTestId('failure')).waitFor({ timeout: HOUR });
    const seconds = (performance.now() - started) / 1000;
    clearInterval(timer);
    if ((await dialog.getByTestId('stored-model').count()) === 0) throw new Error(await dialog.getByTestId('failure').innerText());
    const speed = Math.round(bytes / 1e6 / seconds);
    console.log(
      `${title}: ${megabytes(bytes)} MB in ${seconds.toFixed(1)} s, ${speed} MB/s; the tab's process had ${megabytes(before)} MB before, ${megabytes(peak)} MB at its peak`,
    );
  } finally {
    await context.close();
    await server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** @param {string} folder a whole Hugging Face folder */
export async function soakIntake(folder) {
  ensureBuild();
  const sizes = await Promise.all((await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  await measureIntake('folder', /^Add a folder/, folder, bytes);
  const zipPath = `${folder}.zip`;
  try {
    await writeZip(folder, zipPath);
    await measureIntake('zip', /^Add a zip/, zipPath, bytes);
  } finally {
    await rm(zipPath, { force: true });
  }
}
