// A Qwen3 folder in F32 as transformers saves it: dropped, trained, and before training it answers as it does there
// (reference/model/make_folder.py; token for token in src/worker/foreign-folder.test.ts).
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from './test';

const FOLDER = new URL('fixtures/qwen3-folder/', import.meta.url);
const { answers }: { readonly answers: readonly { readonly request: string; readonly answer: string }[] } = JSON.parse(
  readFileSync(new URL('fixtures/qwen3-folder-answers.json', import.meta.url), 'utf8'),
);

/** Random weights also choose bytes that are no text; these are what a page shows for certain. */
const readable = (text: string) => text.match(/\p{Script=Han}|[A-Za-z_]/gu)?.join('') ?? '';

test('a folder made by transformers is a model like any other', async ({ studio, page }) => {
  const { words } = studio;
  await studio.open();
  await studio.openFromZeroSample();
  await studio.drop(readdirSync(FOLDER).map((name) => ({ name, content: readFileSync(new URL(name, FOLDER)) })));
  await expect(studio.toast(/ready/)).toBeVisible({ timeout: 60_000 });
  await studio.goTo('train');
  const model = page.getByRole('combobox', { name: words.train.model.label });
  await model.selectOption({ index: (await model.locator('option').count()) - 1 });
  await studio.train(1);
  await studio.goTo('evaluate');
  for (const { request, answer } of answers) {
    const { base } = await studio.ask(request);
    // The last character may be half of one: transformers was stopped there.
    const expected = readable(answer).slice(0, -1);
    expect(expected.length).toBeGreaterThan(3);
    expect(readable(base).slice(0, expected.length)).toBe(expected);
  }
});
