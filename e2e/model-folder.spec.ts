// A Qwen3 folder in F32 as transformers saves it: dropped, trained, and before training it answers as it does there
// (reference/model/make_folder.py; token for token in src/worker/foreign-folder.test.ts).
import { readdirSync, readFileSync } from 'node:fs';
import type { Studio } from './studio';
import { expect, test } from './test';

const FOLDER = new URL('fixtures/qwen3-folder/', import.meta.url);
const { answers }: { readonly answers: readonly { readonly request: string; readonly answer: string }[] } = JSON.parse(
  readFileSync(new URL('fixtures/qwen3-folder-answers.json', import.meta.url), 'utf8'),
);

/** Random weights also choose bytes that are no text; these are what a page shows for certain. */
const readable = (text: string) => text.match(/\p{Script=Han}|[A-Za-z_]/gu)?.join('') ?? '';

/** The sample with one step of the folder's model, `changed` files of it in place of its own. */
async function trained(studio: Studio, changed: Readonly<Record<string, string>> = {}): Promise<void> {
  await studio.open();
  await studio.openFromZeroSample();
  await studio.drop(readdirSync(FOLDER).map((name) => ({ name, content: changed[name] ?? readFileSync(new URL(name, FOLDER)) })));
  await expect(studio.toast(/ready/)).toBeVisible({ timeout: 60_000 });
  await studio.goTo('train');
  const model = studio.page.getByRole('combobox', { name: studio.words.train.model.label });
  await model.selectOption({ index: (await model.locator('option').count()) - 1 });
  await studio.train(1);
  await studio.goTo('evaluate');
}

test('a folder made by transformers is a model like any other', async ({ studio }) => {
  await trained(studio);
  for (const { request, answer } of answers) {
    const { base } = await studio.ask(request);
    // The last character may be half of one: transformers was stopped there.
    const expected = readable(answer).slice(0, -1);
    expect(expected.length).toBeGreaterThan(3);
    expect(readable(base).slice(0, expected.length)).toBe(expected);
  }
});

test('a folder that the memory for training cannot hold is told of before it is copied, and left to the person', async ({
  studio,
  page,
}) => {
  await page.addInitScript(() => localStorage.setItem('tooltune.settings', JSON.stringify({ memoryBudget: 0.0001 })));
  await studio.open();
  await studio.openFromZeroSample();
  const models = page.getByTestId('models');
  await studio.drop(readdirSync(FOLDER).map((name) => ({ name, content: readFileSync(new URL(name, FOLDER)) })));
  const found = models.getByTestId('files-found');
  await expect(found).toContainText('Even the smallest step');
  await expect(found).toContainText('qwen3, supported');
  await expect(models.getByTestId('stored-model')).toHaveCount(0);
  await found.getByRole('button', { name: studio.words.models.addAnyway }).click();
  await expect(models.getByTestId('stored-model')).toHaveCount(1, { timeout: 60_000 });
  await expect(found).toHaveCount(0);
});

test('the playground answers greedily, and as generation_config.json says where a person asks for it', async ({ studio, page }) => {
  await trained(studio, { 'generation_config.json': JSON.stringify({ do_sample: true, temperature: 3, top_k: 0, eos_token_id: 835 }) });
  const [{ request = '' } = {}] = answers;
  const greedy = await studio.ask(request);
  expect((await studio.ask(request)).base).toBe(greedy.base);
  const sampling = page.getByTestId('playground').getByRole('button', { name: studio.words.evaluate.playground.asConfigured });
  await sampling.click();
  await expect(sampling).toHaveAttribute('aria-pressed', 'true');
  const first = await studio.ask(request);
  expect(first.base).not.toBe(greedy.base);
  // Each question draws anew.
  expect((await studio.ask(request)).base).not.toBe(first.base);
  await sampling.click();
  expect((await studio.ask(request)).base).toBe(greedy.base);
});
