// Where the built page is opened from: a sub-path of any static host, and a file.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { distFolder } from '../scripts/build.mjs';
import { startServer } from '../scripts/server.mjs';
import { Studio } from './studio';
import { expect, test, watch } from './test';

test('runs under a sub-path, workers and assets included', async ({ page }) => {
  const server = await startServer({ root: distFolder, base: '/some/sub/path/' });
  const watched = watch(page);
  const missing: string[] = [];
  page.on('response', (response) => {
    if (response.status() >= 400) missing.push(response.url());
  });
  const studio = new Studio(page);
  await page.goto(`${server.origin}/some/sub/path/`);
  await studio.openSample();
  expect(missing).toEqual([]);
  expect(watched).toEqual({ foreign: [], violations: [], errors: [] });
  await server.close();
});

test('opened as a file it says what to do, in both languages', async ({ page }) => {
  await page.goto(pathToFileURL(join(distFolder, 'index.html')).href);
  await expect(page.getByText('npm start').first()).toBeVisible();
  await expect(page.getByText('需要通过网页服务器打开')).toBeVisible();
});

test('the build carries its policy, and no runtime that is not used', async ({ page }) => {
  await page.goto('/');
  // The second one is added by the page itself, to narrow what may be framed.
  const policy = (await page.locator('meta[http-equiv="Content-Security-Policy"]').first().getAttribute('content')) ?? '';
  expect(policy).toContain("connect-src 'self'");
  expect(policy).not.toMatch(/'unsafe-inline'|'unsafe-eval'|https?:|\*/);
  const files = readdirSync(distFolder, { recursive: true, encoding: 'utf8' });
  const binaries = files.filter((file) => file.endsWith('.wasm'));
  expect(binaries.sort()).toEqual([join('wasm', 'tfjs-backend-wasm-simd.wasm'), join('wasm', 'tfjs-backend-wasm.wasm')]);
  expect(files.filter((file) => /onnx|(^|[\\/])(ort|sharp)[-.]/i.test(file))).toEqual([]);
});
