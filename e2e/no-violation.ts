// What axe finds on the page as it stands.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { expect } from './test';

export async function expectNoViolation(page: Page, where: string) {
  // Colours are judged when nothing fades in any more.
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))));
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' … ')}`);
  expect(found, where).toEqual([]);
}

/** The page follows the system's theme while it is open: one walk shows every state in both. */
export async function expectNoViolationInBothThemes(page: Page, where: string) {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await expectNoViolation(page, `${where}, ${theme}`);
  }
}
