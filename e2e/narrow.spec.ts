// A phone: everything can be looked at, and small edits can be made.
import { FIRST_REQUEST, type StepId } from './studio';
import { expect, test } from './test';

const STEPS: readonly StepId[] = ['data', 'check', 'train', 'evaluate', 'export'];

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

test('every step fits a phone, and a row can be edited', async ({ studio, page }) => {
  const { words } = studio;
  const expectNoOverflow = async (where: string) => {
    const [content, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    expect(content, where).toBeLessThanOrEqual(seen ?? 0);
  };
  await studio.open();
  await expectNoOverflow('empty');
  await studio.openSample();
  for (const step of STEPS) {
    await studio.goTo(step);
    await expectNoOverflow(step);
  }
  await studio.goTo('data');
  await studio.row(FIRST_REQUEST).click();
  await expect(studio.aside).toBeInViewport();
  await studio.aside.getByRole('button', { name: words.data.inspector.edit, exact: true }).click();
  await studio.aside.getByLabel(words.data.form.content(words.data.inspector.roles.user)).fill('查一下北京明天的天气');
  await studio.aside.getByRole('button', { name: words.data.form.save }).click();
  await expectNoOverflow('inspector');
  await studio.aside.getByRole('button', { name: words.data.inspector.close }).click();
  await expect(studio.row('查一下北京明天的天气')).toBeVisible();
});
