// A browser profile made by version 84c244d opens as it was left: records with their history, an evaluation, a stored model
// and adapter, and two paused runs that resume with the losses 84c244d computed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright/test';
import { Studio } from './studio';
import { expect, test, watch } from './test';

const FOLDER = fileURLToPath(new URL('fixtures/profile-84c244d', import.meta.url));
const LOSSES: Readonly<Record<string, readonly number[]>> = JSON.parse(readFileSync(join(FOLDER, 'losses.json'), 'utf8'));
const PAUSED = ['adapter, paused', 'all weights, paused'];

/** Writes the fixture's files into the private file system of the page's origin. */
async function restoreFiles(page: Page): Promise<void> {
  const root = join(FOLDER, 'opfs');
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    await page.evaluate(
      async ({ names, base64 }) => {
        let folder = await navigator.storage.getDirectory();
        for (const name of names.slice(0, -1)) folder = await folder.getDirectoryHandle(name, { create: true });
        const file = await folder.getFileHandle(names.at(-1) ?? '', { create: true });
        const writable = await file.createWritable();
        await writable.write(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
        await writable.close();
      },
      { names: path.slice(root.length + 1).split(/[\\/]/), base64: readFileSync(path, 'base64') },
    );
  }
}

/** Losses of every stored run by name, in the order of their steps. */
function storedLosses(page: Page): Promise<Record<string, number[]>> {
  return page.evaluate(async () => {
    const request = <T>(made: IDBRequest<T>) =>
      new Promise<T>((done, fail) => {
        made.onsuccess = () => done(made.result);
        made.onerror = () => fail(made.error);
      });
    const database = await request(indexedDB.open('tooltune'));
    const transaction = database.transaction(['runs', 'runLogs']);
    const runs: { id: string; name: string }[] = await request(transaction.objectStore('runs').getAll());
    const logs: { runId: string; report: { loss: number } }[] = await request(transaction.objectStore('runLogs').getAll());
    database.close();
    return Object.fromEntries(runs.map(({ id, name }) => [name, logs.filter((log) => log.runId === id).map((log) => log.report.loss)]));
  });
}

test('a profile of 84c244d opens, undoes, redoes and resumes with the same losses', async ({ browser }) => {
  const context = await browser.newContext({ storageState: join(FOLDER, 'storage.json') });
  const page = await context.newPage();
  const watched = watch(page);
  // A page of the origin that starts no studio: the files must be there first.
  await page.goto('./favicon.svg');
  await restoreFiles(page);
  const studio = new Studio(page);
  const { words } = studio;
  await studio.open();

  // The table, and the history in both directions: import (undone), deletion, edit, move, the first import.
  await studio.expectRows(31);
  await expect(studio.row('查京天气吧')).toBeVisible();
  await page.locator('#main').focus();
  await page.keyboard.press('Control+y');
  await studio.expectRows(33);
  await page.keyboard.press('Control+z');
  await studio.expectRows(31);
  for (const rows of [32, 32, 32]) {
    await page.keyboard.press('Control+z');
    await studio.expectRows(rows);
  }
  await expect(studio.row('查京天气')).not.toContainText('吧');
  await page.keyboard.press('Control+z');
  await expect(page.getByText(words.data.empty.title)).toBeVisible();
  for (const rows of [32, 32, 32, 31]) {
    await page.keyboard.press('Control+y');
    await studio.expectRows(rows);
  }
  await expect(studio.row('查京天气吧')).toBeVisible();
  await page.getByRole('tab', { name: words.data.tabs.sources }).click();
  await expect(page.getByRole('tabpanel')).toContainText('weather.jsonl');

  // Runs, their models and checkpoints.
  await studio.goTo('train');
  await expect(page.getByTestId('run')).toHaveCount(3);
  for (const name of PAUSED) {
    await page.getByRole('button', { name: words.train.runs.goOn(name) }).click();
    await expect(page.getByTestId('run').filter({ hasText: name }).getByText(words.train.runs.states.done, { exact: true })).toBeVisible({
      timeout: 60_000,
    });
  }
  expect(await storedLosses(page)).toEqual(LOSSES);
  await page.getByTestId('open-models').click();
  await expect(page.getByTestId('stored-model')).toHaveCount(1);
  await expect(page.getByTestId('stored-adapter')).toContainText('weather-adapter');
  await page.keyboard.press('Escape');

  await page.getByTestId('run').getByRole('rowheader').getByRole('button', { name: 'adapter, done' }).click();
  await studio.goTo('evaluate');
  await expect(page.getByTestId('metric-exact')).toBeVisible();
  await expect(page.getByTestId('case').first()).toBeVisible();
  expect(watched).toEqual({ foreign: [], violations: [], errors: [] });
  await context.close();
});
