// Exported datasets and recipes can be imported again.

import { readFileSync } from 'node:fs';
import { formats } from '../src/core/formats';
import { expect, test } from './test';

test('each row format imports what it exported, row for row', async ({ studio, page }) => {
  const { words } = studio;
  await studio.open();
  await studio.openFromZeroSample();
  const all = await studio.rowCount();
  const ids = formats.map(({ id }) => id);
  const exported = new Map<string, Buffer>();
  await studio.goTo('export');
  const card = page.getByTestId('export-dataset');
  await card.getByRole('combobox', { name: words.exporting.dataset.split }).selectOption({ label: words.exporting.dataset.splits.all });
  for (const format of ids) {
    await card
      .getByRole('combobox', { name: words.exporting.dataset.format })
      .selectOption({ label: words.exporting.dataset.formats[format] });
    const { path } = await studio.saveDataset();
    exported.set(format, readFileSync(path));
  }
  expect(new Set([...exported.values()].map((file) => file.toString('utf8'))).size).toBe(ids.length);

  for (const format of ids) {
    await page.getByTestId('project-switcher').click();
    const dialog = page.getByRole('dialog', { name: words.shell.projects.title });
    await dialog.getByRole('textbox', { name: words.shell.projects.name }).fill(format);
    await dialog.getByRole('button', { name: words.shell.projects.createButton }).click();
    await studio.goTo('data');
    await studio.drop([{ name: `${format}.jsonl`, content: exported.get(format) ?? '' }]);
    await studio.expectRows(all);
    await expect(studio.row('查一下北京的天气')).toContainText('get_weather(city="北京")');
  }
  // The open project holds the rows of the last format. Exported again, they are the same to the byte.
  const last = ids.at(-1);
  if (last === undefined) throw new Error('There are no formats.');
  await studio.goTo('export');
  await card.getByRole('combobox', { name: words.exporting.dataset.split }).selectOption({ label: words.exporting.dataset.splits.all });
  await card.getByRole('combobox', { name: words.exporting.dataset.format }).selectOption({ label: words.exporting.dataset.formats[last] });
  const { path } = await studio.saveDataset();
  expect(readFileSync(path).equals(exported.get(last) ?? Buffer.alloc(0))).toBe(true);
});

test('an exported recipe can be edited elsewhere and opened again', async ({ studio, page }) => {
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
  // A wrong field is rejected and changes nothing.
  await studio.goTo('export');
  await open(text.replace('max_steps: -1', 'max_stepz: 5'));
  await expect(studio.failure).toContainText('max_stepz');
});
