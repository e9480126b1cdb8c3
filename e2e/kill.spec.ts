// Nothing is lost: the browser is killed again and again in the middle of a training, and the run goes on with the losses
// it would have had.
import { rm } from 'node:fs/promises';
import type { Page } from 'playwright/test';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { kill, openProfile } from './persistent';
import { Studio } from './studio';
import { expect, test } from './test';

/** Two in `npm test`; `npm run soak` asks for more, at points of its own. */
const KILLS = Number(process.env['TOOLTUNE_KILLS'] ?? 2);
const SEED = Number(process.env['TOOLTUNE_KILL_SEED'] ?? 1);
const SAVE_EVERY = 8;
/** A kill comes so many steps after the checkpoint the run went on from: before, on and after the next save. */
const MOST_STEPS_TO_KILL = 11;
/** The last kill still finds the run at work. */
const STEPS = KILLS * (MOST_STEPS_TO_KILL + 1) + 2 * SAVE_EVERY;
const PATIENCE = 60_000 + STEPS * 3_000;

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

test(`a training that is killed ${KILLS} times goes on at its last checkpoint, with the same losses`, async ({ browserName: _ }, info) => {
  test.setTimeout(2 * PATIENCE + KILLS * 60_000);
  const generator = xoroshiro128plus(SEED);
  const profile = info.outputPath('profile');
  let context = await openProfile(profile);
  let page = await context.newPage();
  let studio = new Studio(page);
  await studio.open();
  await studio.openFromZeroSample();
  await studio.goTo('train');
  await studio.setTraining({ save_steps: String(SAVE_EVERY) });
  await studio.train(STEPS, PATIENCE);

  // The same settings again, killed on the way.
  await page.getByTestId('train-start').click();
  let reached = 0;
  for (let kills = 1; kills <= KILLS; kills++) {
    const target = Math.floor(reached / SAVE_EVERY) * SAVE_EVERY + uniformInt(generator, 1, MOST_STEPS_TO_KILL);
    await expect.poll(() => studio.step(), { timeout: 60_000, intervals: [20] }).toBeGreaterThanOrEqual(target);
    reached = await studio.step();
    expect(reached, 'killed too late to show anything').toBeLessThan(STEPS);
    await kill(context);

    context = await openProfile(profile);
    page = await context.newPage();
    studio = new Studio(page);
    await studio.open();
    await studio.goTo('train');
    await expect(page.getByTestId('resume-note'), `kill ${kills} at step ${reached}`).toContainText('Interrupted');
    await page.getByTestId('train-resume').click();
  }
  await studio.expectTrained(STEPS, PATIENCE);

  const [unbroken = [], resumed = []] = await storedLosses(page);
  expect(unbroken).toHaveLength(STEPS);
  expect(resumed).toEqual(unbroken);
  await context.close();
  await rm(profile, { recursive: true, force: true });
});
