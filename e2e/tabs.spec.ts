// One project, two tabs: the second says so and changes nothing.
import { FIRST_REQUEST, Studio } from './studio';
import { expect, test } from './test';

test('a second tab on the same project says that the first one has it', async ({ studio, context }) => {
  await studio.open();
  await studio.openSample();
  const all = await studio.rowCount();

  const second = new Studio(await context.newPage());
  await second.open();
  await expect(second.page.getByText(second.words.shell.inUse)).toBeVisible();
  await expect(second.table).toHaveCount(0);

  // The first one works on, and keeps what it does.
  await studio.row('查一下北京的天气').getByRole('checkbox').check();
  await studio.page.getByRole('toolbar').getByRole('button', { name: studio.words.data.chosen.delete, exact: true }).click();
  await studio.expectRows(all - 1);
  await studio.page.close();

  // Once it is closed, the second can open the project.
  await second.page.reload();
  await second.expectRows(all - 1);
});

test('the newest project opens where the browser lost which one was open', async ({ studio, page }) => {
  await studio.open();
  await studio.openFromZeroSample();
  // What a browser that is killed may not have written to disk.
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await expect(studio.row(FIRST_REQUEST)).toBeVisible();
});
