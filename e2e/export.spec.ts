// What is exported comes back: each dataset format, and the recipe.
import { readFileSync } from 'node:fs';
import { expect, test } from './test';

const FORMATS = ['chatml', 'function_call_messages', 'openai'] as const;

test('each dataset format is read again, row for row', async ({ studio, page }) => {
  const { words } = studio;
  await studio.open();
  await studio.openFromZeroSample();
  const all = await studio.rowCount();
  const exported = new Map<string, Buffer>();
  await studio.goTo('export');
  const card = page.getByTestId('export-dataset');
  await card.getByRole('combobox', { name: words.exporting.dataset.split }).selectOption({ label: words.exporting.dataset.splits.all });
  for (const format of FORMATS) {
    await card
      .getByRole('combobox', { name: words.exporting.dataset.format })
      .selectOption({ label: words.exporting.dataset.formats[format] });
    const { path } = await studio.saveDataset();
    exported.set(format, readFileSync(path));
  }
  expect(new Set([...exported.values()].map((file) => file.toString('utf8'))).size).toBe(FORMATS.length);

  for (const format of FORMATS) {
    await page.getByTestId('project-switcher').click();
    const dialog = page.getByRole('dialog', { name: words.shell.projects.title });
    await dialog.getByRole('textbox', { name: words.shell.projects.name }).fill(format);
    await dialog.getByRole('button', { name: words.shell.projects.createButton }).click();
    await studio.goTo('data');
    await studio.drop([{ name: `${format}.jsonl`, content: exported.get(format) ?? '' }]);
    await studio.expectRows(all);
    await expect(studio.row('查一下北京的天气')).toContainText('get_weather(city="北京")');
  }
  // Written again in its own format, a file is the same to the byte.
  await studio.goTo('export');
  await card.getByRole('combobox', { name: words.exporting.dataset.split }).selectOption({ label: words.exporting.dataset.splits.all });
  await card
    .getByRole('combobox', { name: words.exporting.dataset.format })
    .selectOption({ label: words.exporting.dataset.formats.openai });
  const { path } = await studio.saveDataset();
  expect(readFileSync(path).equals(exported.get('openai') ?? Buffer.alloc(0))).toBe(true);
});

test('a recipe is saved, changed outside, and opened again', async ({ studio, page }) => {
  await studio.open();
  await studio.openFromZeroSample();
  await studio.goTo('export');
  const { path, name } = await studio.download(page.getByTestId('download-recipe'));
  expect(name).toBe('config.yaml');
  const text = readFileSync(path, 'utf8');
  expect(text).toMatch(/max_steps: -1/);
  const open = async (changed: string) => {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByTestId('open-recipe').click()]);
    await chooser.setFiles({ name: 'other.yaml', mimeType: 'application/yaml', buffer: Buffer.from(changed) });
  };
  await open(text.replace('max_steps: -1', 'max_steps: 17'));
  await expect(studio.toast(/other\.yaml/)).toBeVisible();
  await studio.goTo('train');
  await studio.openAdvanced();
  await expect(page.getByTestId('setting-max_steps')).toHaveValue('17');
  // A wrong one is refused with its line, and changes nothing.
  await studio.goTo('export');
  await open(text.replace('max_steps: -1', 'max_stepz: 5'));
  await expect(studio.failure).toContainText('max_stepz');
});
