// What happens to a run on its way is said: a hidden tab, packed rows and an early end, a loss that is no number.
import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright/test';
import { readSafetensors, writeSafetensors } from '../src/core/weights';
import { expect, test } from './test';

const FOLDER = new URL('fixtures/qwen3-folder/', import.meta.url);
const WEIGHTS = 'model.safetensors';

/** Hides the tab, or shows it again, as far as the page can tell. */
function setVisibility(page: Page, state: DocumentVisibilityState): Promise<void> {
  return page.evaluate((value) => {
    Object.defineProperty(document, 'visibilityState', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}

test('a hidden tab saves, trains on and says so; what happened meanwhile is told on return and kept with the run', async ({
  studio,
  page,
}) => {
  const { words } = studio;
  const steps = 60;
  await studio.open();
  await studio.openFromZeroSample();
  await studio.goTo('train');
  await studio.setTraining({ max_steps: String(steps), save_steps: String(steps) });
  await page.getByTestId('train-start').click();
  await expect.poll(() => studio.step(), { timeout: 60_000, intervals: [50] }).toBeGreaterThan(2);
  await setVisibility(page, 'hidden');
  await expect(page).toHaveTitle(new RegExp(`^\\d+\\s% · ${words.shell.trainsInBackground} · ToolTune$`));
  await expect(page.getByTestId('notice-tab_hidden')).toContainText('A checkpoint is saved');
  await expect(studio.status).toContainText(/saved at \d+/);
  await setVisibility(page, 'visible');
  const told = page.getByTestId('notice-tab_shown');
  await expect(told).toContainText(/went from step \d+ to step \d+/);
  await expect(page.getByTestId('notice-tab_hidden')).toHaveCount(0);
  await expect(page).toHaveTitle(new RegExp(`^\\d+\\s% · ${words.train.status.running} · ToolTune$`));
  await studio.expectTrained(steps);
  await expect(page).toHaveTitle(`${words.shell.steps.train} · ToolTune`);
  const history = page.getByTestId('run-history').getByRole('listitem');
  await expect(history).toHaveText([/went from step \d+ to step \d+/, /hidden at step \d+/]);
});

test('rows are packed and the training ends early where a person chose so, and the run says both', async ({ studio, page }) => {
  const { words } = studio;
  await studio.open();
  await studio.openFromZeroSample();
  await studio.goTo('train');
  // Nothing is learned: the first measurement stays the best, and the two after it are in vain.
  await studio.setTraining({ learning_rate: '0', max_steps: '30', eval_steps: '2', early_stopping_patience: '2' });
  const plan = page.getByTestId('plan');
  await expect(plan).toContainText(words.train.plan.shared('').trim());
  await page.getByTestId('setting-packing').getByRole('checkbox').check();
  await expect(plan).toContainText(new RegExp(words.train.plan.packed('\\d+')));
  await expect(plan).toContainText(words.train.plan.padding('').trim());
  await page.getByTestId('train-start').click();
  await expect(studio.status).toContainText(words.train.status.ended.early('6', '30'), { timeout: 120_000 });
  await expect(page.getByTestId('run').getByText(words.train.runs.states.done, { exact: true })).toBeVisible();
  await page.getByTestId('recipe-text').click();
  const text = page.getByTestId('recipe-dialog').getByRole('textbox');
  await expect(text).toHaveValue(/packing: true/);
  await expect(text).toHaveValue(/early_stopping_patience: 2/);
});

test('a checkpoint whose loss is no number pauses after three steps and shows the rows of the batch', async ({ studio, page }) => {
  const { words } = studio;
  const { tensors } = readSafetensors(readFileSync(new URL(WEIGHTS, FOLDER)));
  const broken = tensors.map((tensor) =>
    tensor.name === 'model.norm.weight' ? { ...tensor, data: tensor.data.fill(Number.NaN) } : tensor,
  );
  const content = (name: string) => (name === WEIGHTS ? Buffer.from(writeSafetensors(broken, {})) : readFileSync(new URL(name, FOLDER)));
  await studio.open();
  await studio.openFromZeroSample();
  await studio.drop(readdirSync(FOLDER).map((name) => ({ name, content: content(name) })));
  await expect(studio.toast(/ready/)).toBeVisible({ timeout: 60_000 });
  await studio.goTo('train');
  const model = page.getByRole('combobox', { name: words.train.model.label });
  await model.selectOption({ index: (await model.locator('option').count()) - 1 });
  await studio.setTraining({ max_steps: '8', per_device_train_batch_size: '2' });
  await page.getByTestId('train-start').click();
  const note = page.getByTestId('resume-note');
  await expect(note).toContainText(words.train.status.ended.paused('3', '8'), { timeout: 120_000 });
  await expect(note).toContainText('was not a finite number 3 steps in a row, last at step 3');
  const skipped = page.getByTestId('skipped-note');
  await expect(skipped).toContainText(words.train.status.skipped(3));
  await skipped.getByRole('button', { name: words.train.status.rowsOfStep('3') }).click();
  const rows = page.getByTestId('batch-rows');
  await expect(rows.getByRole('heading', { level: 3 })).toHaveCount(2);
  for (const id of await rows.getByRole('heading', { level: 3 }).allInnerTexts()) await expect(note).toContainText(id);
  await expect(rows.getByText(words.data.inspector.roles.user, { exact: true }).first()).toBeVisible();
});
