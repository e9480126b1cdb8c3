// The whole sample without a mouse; and no key does anything while Chinese is being composed.
import type { Locator, Page } from 'playwright/test';
import { FIRST_REQUEST } from './studio';
import { expect, test } from './test';

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, wanted: Locator, most = 80): Promise<void> {
  for (let pressed = 0; pressed < most; pressed++) {
    if ((await wanted.count()) > 0 && (await wanted.first().evaluate((element) => element === document.activeElement))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${wanted}`);
}

test('a sample from opening to export by keyboard only', async ({ studio, page }) => {
  const { words } = studio;
  await studio.open();
  await tabTo(page, page.getByRole('button', { name: words.data.empty.sample }));
  // The sample whose model learns from nothing trains in seconds, and the way is the same.
  await page.keyboard.press('Control+k');
  await page.keyboard.type(words.shell.projects.fromZeroSample);
  await page.keyboard.press('Enter');
  await expect(studio.row(FIRST_REQUEST)).toBeVisible({ timeout: 60_000 });

  // The table is one stop; arrows move, Enter opens, Escape closes.
  await tabTo(page, studio.table);
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(studio.aside.getByText(FIRST_REQUEST).first()).toBeVisible();
  await page.keyboard.press('j');
  await expect(studio.aside.getByText('帮我定位上海的位置').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(studio.aside).toHaveCount(0);

  await page.keyboard.press('Control+Enter');
  await expect(studio.heading('check')).toBeVisible();
  await expect(page.getByText(studio.ready)).toBeVisible({ timeout: 60_000 });

  await page.keyboard.press('3');
  await expect(studio.heading('train')).toBeVisible();
  await tabTo(page, page.locator('summary').filter({ hasText: /Advanced/ }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByTestId('setting-max_steps'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('4');
  await page.keyboard.press('Control+Enter');
  await studio.expectTrained(4);

  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Enter');
  await expect(studio.heading('evaluate')).toBeVisible();
  await expect(page.getByTestId('metric-exact')).toBeVisible({ timeout: 120_000 });
  await tabTo(page, page.getByRole('textbox', { name: words.evaluate.playground.label }));
  await page.keyboard.type('查一下北京的天气');
  await page.keyboard.press('Control+Enter');
  await studio.answers(1);

  await tabTo(page, page.getByRole('link', { name: words.shell.steps.export }));
  await page.keyboard.press('Enter');
  await expect(studio.heading('export')).toBeVisible();
  await tabTo(page, studio.downloadDataset);
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(download.suggestedFilename()).toMatch(/\.jsonl$/);
});

test('composing Chinese fires no shortcut and submits nothing', async ({ studio, page }) => {
  const { words } = studio;
  await studio.open();
  await studio.openSample();
  const rows = await studio.rowCount();
  const session = await page.context().newCDPSession(page);
  /** Letters of an input method, then the keys it takes for itself: Enter, digits, Space. */
  const compose = async (text: string) => {
    await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    for (const code of ['Enter', 'Digit1', 'Space', 'KeyJ', 'Delete', 'Escape']) {
      await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Process', code, windowsVirtualKeyCode: 229 });
      await session.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'Process', code, windowsVirtualKeyCode: 229 });
    }
  };

  const search = page.getByRole('searchbox', { name: words.data.search });
  await search.focus();
  await compose('beijing');
  await expect(studio.heading('data')).toBeVisible();
  await studio.expectRows(rows);
  await session.send('Input.insertText', { text: '北京' });
  await expect(search).toHaveValue('北京');
  await expect.poll(() => studio.rowCount()).toBeLessThan(rows);
  await search.fill('');

  await page.getByRole('button', { name: words.data.add, exact: true }).click();
  const form = page.getByRole('dialog', { name: words.data.example.title });
  await form.getByLabel(words.data.example.request).focus();
  await compose('guangzhou tianqi');
  await expect(form).toBeVisible();
  await session.send('Input.insertText', { text: '广州天气' });
  await expect(form.getByLabel(words.data.example.request)).toHaveValue('广州天气');
  await page.keyboard.press('Escape');
  await studio.expectRows(rows);
});
