// The first run: sample, check, train, evaluate, ask, export, and the weights dropped back give the same answers.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { FIRST_REQUEST } from './studio';
import { expect, test } from './test';

const MODEL_FILES = ['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json', 'generation_config.json', 'README.md'];

test('the sample from opening to a model that is dropped back', async ({ studio, page }) => {
  test.setTimeout(420_000);
  const { words } = studio;
  await studio.open();
  await studio.openSample();
  await expect(studio.row(FIRST_REQUEST)).toContainText('get_weather(city="北京")');

  await studio.primary.click();
  await expect(studio.heading('check')).toBeVisible();
  await expect(page.getByText(studio.ready)).toBeVisible({ timeout: 60_000 });

  await studio.goTo('train');
  await studio.train(4);
  await page.getByTestId('train-compare').click();

  await expect(studio.heading('evaluate')).toBeVisible();
  await expect(page.getByText(words.evaluate.metrics.exact).first()).toBeVisible({ timeout: 240_000 });
  const { tuned } = await studio.ask(FIRST_REQUEST);

  await studio.goTo('export');
  const dataset = await studio.saveDataset();
  expect(dataset.name).toBe('qwen_toolcall_train.jsonl');
  const hash = createHash('sha256').update(readFileSync(dataset.path).subarray(0, 850)).digest('hex');
  expect(hash).toBe('2304c2150502fa21e13af5773ffb4fa7c649c55b0e36a8dccf924a2684a76790');

  const weights = await studio.download(studio.downloadWeights);
  const archive = readFileSync(weights.path);
  const names = Object.keys(unzipSync(archive)).map((name) => name.split('/').at(-1));
  expect(names).toEqual(expect.arrayContaining(MODEL_FILES));

  // Dropped back, the model is the base of a new run: what it answers before training is what the old run answered after.
  await studio.drop([{ name: weights.name, content: archive }]);
  await expect(studio.toast(/ready/)).toBeVisible({ timeout: 60_000 });
  await studio.goTo('train');
  const model = page.getByRole('combobox', { name: words.train.model.label });
  await model.selectOption({ label: weights.name.replace('.zip', '') });
  await studio.train(1);
  await studio.goTo('evaluate');
  const { base } = await studio.ask(FIRST_REQUEST);
  expect(base).toBe(tuned);
});
