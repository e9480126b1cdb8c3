// Nothing is lost: the browser is killed in the middle of a training, and the run goes on with the losses it would
// have had.
import { rm } from 'node:fs/promises';
import type { Page } from 'playwright/test';
import { kill, openProfile } from './persistent';
import { Studio } from './studio';
import { expect, test } from './test';

const STEPS = 40;
const SAVE_EVERY = 8;
/** Past the first checkpoint, not on one. */
const KILL_AFTER = SAVE_EVERY + 3;

/** Losses of every stored run by step, oldest run first. */
function storedLosses(page: Page): Promise<(readonly [step: number, loss: number])[][]> {
  return page.evaluate(async () => {
    const request = <T>(made: IDBRequest<T>) =>
      new Promise<T>((done, fail) => {
        made.onsuccess = () => done(made.result);
        made.onerror = () => fail(made.error);
      });
    const database = await request(indexedDB.open('tooltune'));
    const transaction = database.transaction(['runs', 'runLogs']);
    const runs: { id: string; createdAt: number }[] = await request(transaction.objectStore('runs').getAll());
    const logs: { runId: string; step: number; report: { loss: number } }[] = await request(transaction.objectStore('runLogs').getAll());
    database.close();
    const ofRun = (id: string) => logs.filter((log) => log.runId === id).map(({ step, report }) => [step, report.loss] as const);
    return runs.sort((a, b) => a.createdAt - b.createdAt).map(({ id }) => ofRun(id));
  });
}

test('a training that is killed goes on at its last checkpoint, with the same losses', async ({ browserName: _ }, info) => {
  const profile = info.outputPath('profile');
  let context = await openProfile(profile);
  let page = await context.newPage();
  let studio = new Studio(page);
  await studio.open();
  await studio.openSample();
  await studio.goTo('train');
  await studio.setTraining({ save_steps: String(SAVE_EVERY) });
  await studio.train(STEPS);

  // The same settings again, killed on the way.
  await page.getByTestId('train-start').click();
  await expect.poll(() => studio.step(), { timeout: 60_000, intervals: [20] }).toBeGreaterThanOrEqual(KILL_AFTER);
  expect(await studio.step(), 'killed too late to show anything').toBeLessThan(STEPS);
  await kill(context);

  context = await openProfile(profile);
  page = await context.newPage();
  studio = new Studio(page);
  await studio.open();
  await studio.goTo('train');
  await expect(page.getByTestId('resume-note')).toContainText('Interrupted');
  await expect(page.getByTestId('resume-note')).toContainText(studio.words.train.status.resumes(String(SAVE_EVERY)).slice(0, 30));
  await page.getByTestId('train-resume').click();
  await studio.expectTrained(STEPS);

  const [unbroken = [], resumed = []] = await storedLosses(page);
  expect(unbroken).toHaveLength(STEPS);
  expect(resumed).toEqual(unbroken);
  await context.close();
  await rm(profile, { recursive: true, force: true });
});
