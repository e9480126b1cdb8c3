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

test('runs stand as cards without a sideways scroll, with all that can be seen of them and done with them', async ({ studio, page }) => {
  const { runs } = studio.words.train;
  await studio.open();
  await studio.openFromZeroSample();
  await studio.goTo('train');
  await studio.train(2);
  const run = page.getByTestId('run');
  const name = await run.getByRole('rowheader').getByRole('button').innerText();
  await run.getByRole('button', { name: runs.duplicate(name) }).click();
  await expect(run).toHaveCount(2);

  const section = page.getByTestId('runs');
  const beyond = await section.evaluate((element) => {
    const { right } = element.getBoundingClientRect();
    const wide = [element, ...element.querySelectorAll('*')].filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1);
    const outside = [...element.querySelectorAll('tbody *')].filter((each) => each.getBoundingClientRect().right > right + 1);
    return [...wide.filter((each) => getComputedStyle(each).overflowX === 'auto'), ...outside].map(({ outerHTML }) => outerHTML);
  });
  expect(beyond).toEqual([]);
  const trained = run.filter({ hasText: runs.states.done });
  await expect(trained.getByRole('img', { name: runs.sparkline(name) })).toBeVisible();
  await expect(trained.getByRole('cell', { name: '2/2' })).toBeVisible();
  for (const label of [runs.duplicate, runs.takeSettings, runs.rename, runs.remove, runs.continueFrom])
    await expect(trained.getByRole('button', { name: label(name) })).toBeVisible();

  // By keyboard alone: from the box to the name and on to the actions.
  await trained.getByRole('checkbox').focus();
  await page.keyboard.press('Space');
  await expect(trained.getByRole('checkbox')).toBeChecked();
  await page.keyboard.press('Tab');
  await expect(trained.getByRole('rowheader').getByRole('button')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(trained.getByRole('button', { name: runs.continueFrom(name) })).toBeFocused();
});
