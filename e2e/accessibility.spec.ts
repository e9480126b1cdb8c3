// No violation that axe can find, on every screen, in both themes.
import { expectNoViolationInBothThemes } from './no-violation';
import { FIRST_REQUEST, type StepId, type Studio } from './studio';
import { expect, test } from './test';

const STEPS: readonly StepId[] = ['data', 'check', 'train', 'evaluate', 'export'];

async function judgeData(studio: Studio) {
  const { page, words } = studio;
  await studio.open();
  await expectNoViolationInBothThemes(page, 'empty studio');
  await studio.openFromZeroSample();
  await expectNoViolationInBothThemes(page, 'records');
  await studio.row(FIRST_REQUEST).click();
  for (const tab of Object.values(words.data.inspector.tabs).slice(1)) {
    await studio.aside.getByRole('tab', { name: tab }).click();
    await expectNoViolationInBothThemes(page, `inspector ${tab}`);
  }
  for (const tab of [words.data.tabs.tools, words.data.tabs.sources]) {
    await page.getByRole('tab', { name: tab }).click();
    await expectNoViolationInBothThemes(page, `${tab}`);
  }
  await page.getByRole('button', { name: words.data.add, exact: true }).click();
  await expectNoViolationInBothThemes(page, 'add example');
  await page.keyboard.press('Escape');
  await studio.primary.click();
  await expect(studio.heading('check')).toBeVisible();
  await expect(studio.primary).toBeEnabled({ timeout: 60_000 });
  await expectNoViolationInBothThemes(page, 'checked');
}

async function judgeTrained(studio: Studio) {
  const { page } = studio;
  await studio.open();
  await studio.openFromZeroSample();
  await studio.goTo('train');
  await expectNoViolationInBothThemes(page, 'before training');
  await studio.train(4);
  await expectNoViolationInBothThemes(page, 'trained');
  for (const step of STEPS) {
    await studio.goTo(step);
    await expectNoViolationInBothThemes(page, `${step}`);
  }
}

async function judgeEvaluated(studio: Studio) {
  const { page, words } = studio;
  await studio.open();
  await studio.openFromZeroSample();
  await studio.goTo('train');
  await studio.train(4);
  await studio.goTo('evaluate');
  await studio.primary.click();
  await expect(page.getByText(words.evaluate.metrics.exact).first()).toBeVisible({ timeout: 120_000 });
  await studio.ask(FIRST_REQUEST);
  for (const tab of Object.values(words.evaluate.tabs)) {
    await page.getByRole('tab', { name: tab }).click();
    await expectNoViolationInBothThemes(page, `evaluated, ${tab}`);
  }
  for (const dialog of ['Control+k', '?']) {
    await page.locator('#main').focus();
    await page.keyboard.press(dialog);
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectNoViolationInBothThemes(page, `dialog ${dialog}`);
    await page.keyboard.press('Escape');
  }
}

/** What the Train screen shows besides: an adapter's settings, wrong ones, the recipe as text, several runs. */
async function judgeTrain(studio: Studio) {
  const { page, words } = studio;
  await studio.open();
  await studio.openFromZeroSample();
  await studio.goTo('train');
  await page.getByTestId('setting-method').getByRole('button', { name: words.train.method.lora }).click();
  await studio.setTraining({ r: '0' });
  await expectNoViolationInBothThemes(page, 'LoRA, a warning and a wrong value');
  await page.getByRole('button', { name: words.train.problems.take('1') }).click();
  await page.getByTestId('setting-method').getByRole('button', { name: words.train.method.full }).click();
  await page.getByTestId('recipe-text').click();
  await page.getByTestId('recipe-dialog').getByRole('textbox').fill('train:\n  seed: one\n');
  await expectNoViolationInBothThemes(page, 'a wrong recipe');
  await page.keyboard.press('Escape');
  await studio.setTraining({ save_steps: '2' });
  await studio.train(4);
  const [run] = await page.getByTestId('run').getByRole('rowheader').getByRole('button').allInnerTexts();
  await page.getByRole('button', { name: words.train.runs.continueFrom(run ?? '') }).click();
  await expectNoViolationInBothThemes(page, 'checkpoints');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: words.train.runs.duplicate(run ?? '') }).click();
  await page.getByTestId('train-resume').click();
  await expect(page.getByTestId('run').getByText(words.train.runs.states.done, { exact: true })).toHaveCount(2, { timeout: 60_000 });
  for (const box of await page.getByTestId('runs').getByRole('checkbox').all()) await box.check();
  await expect(page.getByTestId('compare-loss')).toBeVisible();
  await expectNoViolationInBothThemes(page, 'comparison');
  await page.getByRole('button', { name: words.train.compareRuns.stop }).click();
}

test('no violation in the empty studio, in Data and in Check', ({ studio }) => judgeData(studio));
test('no violation on any screen once a model is trained', ({ studio }) => judgeTrained(studio));
test('no violation in Evaluate and in the dialogs', ({ studio }) => judgeEvaluated(studio));
test('no violation in the states of Train', ({ studio }) => judgeTrain(studio));
