// What is done with several runs, and with the settings as a file: compare, duplicate, continue, config.yaml in and out.
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright/test';
import type { Studio } from './studio';
import { expect, test } from './test';

const STEPS = 6;

function runs(page: Page): Locator {
  return page.getByTestId('run');
}

/** The sample with one short run that measured its held-out loss and kept checkpoints. */
async function trained(studio: Studio): Promise<void> {
  await studio.open();
  await studio.openFromZeroSample();
  await studio.goTo('train');
  await studio.setTraining({ save_steps: '2', save_total_limit: '3', eval_steps: '4' });
  await studio.train(STEPS);
}

test('runs are duplicated, laid over each other, and continued from a checkpoint', async ({ studio, page }) => {
  const { words } = studio;
  const wordsOfRuns = words.train.runs;
  await trained(studio);
  // By the list: the status line of one run reads as that of another with as many steps.
  const expectDone = (count: number) =>
    expect(runs(page).getByText(wordsOfRuns.states.done, { exact: true })).toHaveCount(count, { timeout: 60_000 });
  const first = await runs(page).getByRole('rowheader').getByRole('button').innerText();

  // What the model answered at the two evaluations, the latest first.
  const samples = page.getByTestId('samples');
  await expect(samples).toContainText(words.train.samples.atStep(String(STEPS)));
  await expect(samples.getByRole('listitem')).toHaveCount(4);
  await samples.getByRole('button', { name: words.train.samples.step('4') }).click();
  await expect(samples).toContainText(words.train.samples.atStep('4'));

  await page.getByRole('button', { name: wordsOfRuns.duplicate(first) }).click();
  await expect(runs(page)).toHaveCount(2);
  await page.getByTestId('train-resume').click();
  await expectDone(2);

  // The same rows and settings: nothing differs.
  const compare = page.getByTestId('run-compare');
  for (const box of await page.getByTestId('runs').getByRole('checkbox').all()) await box.check();
  await expect(compare.getByText(words.train.compareRuns.same)).toBeVisible();
  await page.getByRole('button', { name: words.train.compareRuns.stop }).click();
  await expect(compare).toHaveCount(0);

  // A checkpoint in the middle of the first: its curve up to there comes with it.
  await page.getByRole('button', { name: wordsOfRuns.continueFrom(first) }).click();
  const dialog = page.getByTestId('continue-run');
  await dialog.getByRole('radio', { name: words.train.continueFrom.step('2', String(STEPS)) }).check();
  await dialog.getByRole('button', { name: words.train.continueFrom.startAt('2') }).click();
  await expectDone(3);
  const losses = await runs(page).locator('td:nth-of-type(5)').allInnerTexts();
  expect(losses[0]).toMatch(/\d/);
  expect(new Set(losses).size).toBe(1);

  // Another learning rate: the table names it and nothing else.
  await page.getByTestId('setting-learning_rate').fill('1e-3');
  await page.getByTestId('train-start').click();
  await expectDone(4);
  const boxes = page.getByTestId('runs').getByRole('checkbox');
  await boxes.nth(0).check();
  await boxes.nth(3).check();
  const differences = compare.getByTestId('run-differences');
  await expect(differences.getByRole('row')).toHaveCount(2);
  await expect(differences).toContainText(words.train.settings.learning_rate.label);
  await expect(differences).toContainText('1e-3');
  await expect(compare.getByTestId('compare-loss').getByRole('img', { name: new RegExp(first) })).toBeVisible();
  await expect(compare.getByTestId('compare-eval-loss').getByRole('listitem')).toHaveCount(2);
});

test('settings go out as config.yaml and come in again: typed, pasted, dropped', async ({ studio, page }) => {
  const { words } = studio;
  const file = words.train.file;
  await studio.open();
  await studio.openFromZeroSample();
  await studio.goTo('train');
  await page.getByTestId('recipe-text').click();
  const dialog = page.getByTestId('recipe-dialog');
  const { name, path } = await studio.download(dialog.getByRole('button', { name: file.download }));
  expect(name).toBe('config.yaml');
  const text = readFileSync(path, 'utf8');
  const editor = dialog.getByRole('textbox', { name: file.label });
  await expect(editor).toHaveValue(text);

  // A misspelt name is an error with its line and the nearest name; nothing can be taken then.
  await editor.fill(text.replace('num_train_epochs:', 'num_train_epoch:'));
  const line = text.split('\n').findIndex((each) => each.includes('num_train_epochs')) + 1;
  await expect(dialog.getByTestId('failure')).toContainText(`Line ${line}`);
  await expect(dialog.getByTestId('failure')).toContainText('num_train_epochs');
  await expect(dialog.getByRole('button', { name: file.apply })).toBeDisabled();

  // A known name without effect is listed, and the rest is taken.
  await editor.fill(text.replace('max_steps: -1', 'max_steps: 17\n  bf16: true'));
  await expect(dialog.getByTestId('recipe-notes')).toContainText('bf16');
  await dialog.getByRole('button', { name: file.apply }).click();
  await expect(dialog).toHaveCount(0);
  await studio.openAdvanced();
  await expect(page.getByTestId('setting-max_steps')).toHaveValue('17');

  await studio.drop([{ name: 'config.yaml', content: text.replace('max_steps: -1', 'max_steps: 18') }]);
  await expect(editor).toHaveValue(/max_steps: 18/);
  await dialog.getByRole('button', { name: file.apply }).click();
  await expect(page.getByTestId('setting-max_steps')).toHaveValue('18');

  await studio.paste(text.replace('max_steps: -1', 'max_steps: 19'));
  await expect(editor).toHaveValue(/max_steps: 19/);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByTestId('setting-max_steps')).toHaveValue('18');
});

test('a warning leads to its setting, a wrong value to the nearest that can be used', async ({ studio, page }) => {
  const { words } = studio;
  await studio.open();
  await studio.openFromZeroSample();
  await studio.goTo('train');
  const rate = page.getByTestId('setting-learning_rate');
  await rate.fill('2e-4');
  await page.getByTestId('preset-warning').getByTestId('to-setting-learning_rate').click();
  await expect(rate).toBeFocused();

  await studio.setTraining({ warmup_steps: '-3' });
  await page.getByTestId('setting-seed').focus();
  await expect(page.getByTestId('train-start')).toBeDisabled();
  await page.getByTestId('settings-invalid').getByTestId('to-setting-warmup_steps').click();
  await expect(page.getByTestId('setting-warmup_steps')).toBeFocused();
  await page.getByRole('button', { name: words.train.problems.take('0') }).click();
  await expect(page.getByTestId('setting-warmup_steps')).toHaveValue('0');
  await expect(page.getByTestId('train-start')).toBeEnabled();

  // LoRA brings its own fields; a model that starts from nothing is none for it, and the studio says so.
  await page.getByTestId('setting-method').getByRole('button', { name: words.train.method.lora }).click();
  await expect(page.getByTestId('setting-r')).toHaveValue('16');
  await expect(page.getByTestId('to-setting-method')).toBeVisible();
  await page.getByTestId('setting-target_modules').getByRole('button', { name: 'gate_proj' }).click();
  await page.getByTestId('recipe-text').click();
  await expect(page.getByTestId('recipe-dialog').getByRole('textbox')).toHaveValue(/target_modules: \[[^\]]*o_proj, up_proj, down_proj\]/);
});

test('what a held-out loss decides is warned of where no row is held out', async ({ studio, page }) => {
  await studio.open();
  // By its text this row is trained on; held out is the side of others.
  await studio.drop([
    { name: 'one.jsonl', content: '{"messages": [{"role": "user", "content": "查京天气"}, {"role": "assistant", "content": "好"}]}' },
  ]);
  await studio.expectRows(1);
  await studio.goTo('train');
  await studio.setTraining({ early_stopping_patience: '2' });
  const best = page.getByTestId('setting-load_best_model_at_end').getByRole('checkbox');
  await best.check();
  const warnings = page.getByTestId('preset-warning');
  await warnings.getByTestId('to-setting-load_best_model_at_end').click();
  await expect(best).toBeFocused();
  await warnings.getByTestId('to-setting-early_stopping_patience').click();
  await expect(page.getByTestId('setting-early_stopping_patience')).toBeFocused();
  await best.uncheck();
  await expect(warnings.getByTestId('to-setting-load_best_model_at_end')).toHaveCount(0);
});
