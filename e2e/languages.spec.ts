// English and Chinese, light and dark: chosen by the browser's settings, changed by a person, kept.
import { zhCN } from '../src/i18n/zh-CN';
import { type StepId, Studio } from './studio';
import { expect, test } from './test';

const STEPS: readonly StepId[] = ['data', 'check', 'train', 'evaluate', 'export'];

test('every screen speaks the chosen language, and keeps it', async ({ studio, page }) => {
  await studio.open();
  await studio.openSample();
  await page.getByTestId('switch-language').click();
  const chinese = new Studio(page, zhCN);
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  for (const step of STEPS) await chinese.goTo(step);
  await page.reload();
  await expect(page.getByRole('navigation', { name: zhCN.shell.stepsLabel })).toBeVisible();
  await page.getByTestId('switch-language').click();
  for (const step of STEPS) await studio.goTo(step);
});

test.describe('a Chinese browser in the dark', () => {
  test.use({ locale: 'zh-CN', colorScheme: 'dark' });
  test('starts in Chinese and dark', async ({ page, watched }) => {
    const studio = new Studio(page, zhCN);
    await studio.open();
    await studio.openSample();
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const [red = 255] = (/\d+/.exec(background) ?? []).map(Number);
    expect(red).toBeLessThan(60);
    expect(watched.errors).toEqual([]);
  });
});
