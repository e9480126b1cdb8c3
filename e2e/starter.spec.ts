// The pretrained starter: chosen from the beginning, fetched when it is first needed and kept; its card; and the model
// that learns from nothing beside it.
import type { Page } from 'playwright/test';
import { expect, test } from './test';

const WEIGHTS = 'models/starter/model.safetensors';
const STEPS = 2;

/** Addresses of the starter's weights that the page or its workers asked for. */
function weightsAsked(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith(WEIGHTS)) asked.push(request.url());
  });
  return asked;
}

test('the starter is the default; its weights are fetched by the first training and kept', async ({ studio, page }) => {
  test.setTimeout(300_000);
  const { words } = studio;
  const asked = weightsAsked(page);
  await studio.open();
  await studio.openSample();
  await studio.goTo('train');
  const model = page.getByRole('combobox', { name: words.train.model.label });
  await expect(model.locator('option:checked')).toHaveText(words.models.builtIn.starter.name);
  await expect(page.getByTestId('preset-warning')).toHaveCount(0);
  await expect(page.getByTestId('train-start')).toBeEnabled({ timeout: 60_000 });
  expect(asked).toEqual([]);

  await studio.train(STEPS, 240_000);
  expect(asked).toHaveLength(1);
  await page.reload();
  await studio.goTo('train');
  await studio.train(STEPS, 240_000);
  expect(asked).toHaveLength(1);
});

test('from zero is one choice away, and so is the way back; each has settings that suit it', async ({ studio, page }) => {
  const { words } = studio;
  const { starter, 'from-zero': fromZero } = words.models.builtIn;
  await studio.open();
  await studio.openSample();
  await studio.goTo('train');
  const model = page.getByRole('combobox', { name: words.train.model.label });
  const method = (name: string) => page.getByTestId('setting-method').getByRole('button', { name });
  await expect(method(words.train.method.lora)).toHaveAttribute('aria-pressed', 'true');
  await model.selectOption({ label: fromZero.name });
  await expect(page.getByTestId('model')).toContainText(fromZero.text('').trim().slice(-20));
  await expect(method(words.train.method.full)).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByTestId('preset-warning')).toHaveCount(0);

  await page.getByTestId('open-models').click();
  const dialog = page.getByTestId('models');
  await expect(dialog.getByTestId('built-in-model')).toHaveCount(2);
  await dialog.getByRole('button', { name: `${words.models.use}: ${starter.name}` }).click();
  await expect(dialog).toHaveCount(0);
  await expect(model.locator('option:checked')).toHaveText(starter.name);
  await expect(method(words.train.method.lora)).toHaveAttribute('aria-pressed', 'true');
});

test('the card says what was measured and what the starter cannot do', async ({ studio, page }) => {
  const { words } = studio;
  await studio.open();
  await studio.openSample();
  await studio.goTo('train');
  await page.getByTestId('open-card').click();
  const card = page.getByTestId('about-starter');
  const gate = card.getByTestId('starter-gate');
  await expect(gate.getByRole('rowheader', { name: words.models.card.skills.exact_calls })).toBeVisible();
  await expect(gate.getByRole('row').nth(1)).toContainText(/\d\s*%.*\d\s*%/);
  await expect(card).toContainText(words.models.card.cannot[0] ?? '');
  await expect(card).toContainText('Qwen3-0.6B');
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
});

test('a host without the starter’s weights is named, with what to do', async ({ studio, page }) => {
  await page.route(`**/${WEIGHTS}`, (route) => route.fulfill({ status: 404, body: 'gone' }));
  await studio.open();
  await studio.openSample();
  await studio.goTo('train');
  await page.getByTestId('train-start').click();
  await expect(studio.failure).toContainText(WEIGHTS, { timeout: 60_000 });
  await expect(studio.failure).toContainText('Reload the page');
});
