// Takes the README's screenshots in the studio itself: node scripts/make-screenshot.mjs
// It trains the sample for them, which takes a few minutes without a GPU.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { browserFlags, ensureBrowser } from './browser.mjs';
import { distFolder, ensureBuild, repository } from './build.mjs';
import { startServer } from './server.mjs';

/** Enough steps for full curves, and the number of steps between evaluations. */
const STEPS = 80;
const EVAL_STEPS = 16;
/** Milliseconds: long enough without a GPU, on a busy machine. */
const TIMEOUT = 900_000;

ensureBuild();
const folder = join(repository, 'docs');
await mkdir(folder, { recursive: true });
const server = await startServer({ root: distFolder });
const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: browserFlags({ software: false }) });
const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1, locale: 'en-GB' });
/** @param {string} name */
const picture = (name) => page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });

await page.goto(`${server.origin}/`);
await page.getByTestId('open-sample').click();
await page.getByRole('row').filter({ hasText: '查一下北京的天气' }).click();
await page.getByRole('complementary').getByRole('tab').last().click();
await page.waitForTimeout(2000);
await picture('screenshot');

await page.getByTestId('step-train').click();
await page.locator('summary').filter({ hasText: 'Advanced' }).click();
await page.getByTestId('setting-max_steps').fill(String(STEPS));
await page.getByTestId('setting-eval_steps').fill(String(EVAL_STEPS));
await page.locator('summary').filter({ hasText: 'Advanced' }).click();
await page.getByTestId('train-start').click();
await page.getByTestId('train-compare').waitFor({ timeout: TIMEOUT });
await page.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded();
await page.waitForTimeout(1000);
await picture('training');

await browser.close();
await server.close();
