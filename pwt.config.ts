import { defineConfig } from 'playwright/test';
import { browserFlags, findBrowser } from './scripts/browser.mjs';
import { distFolder } from './scripts/build.mjs';

// A port of its own: a studio that runs on the usual one is left alone.
const PORT = 4330;
const executablePath = await findBrowser();

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  // The first run in a fresh page compiles kernels; training takes its time on two cores.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  reporter: [['list']],
  use: {
    baseURL: `http://localhost:${PORT}/`,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    actionTimeout: 20_000,
    trace: 'off',
    launchOptions: { ...(executablePath ? { executablePath } : {}), args: browserFlags({ software: true }) },
  },
  webServer: {
    command: `node scripts/server.mjs ${JSON.stringify(distFolder)} ${PORT}`,
    port: PORT,
    reuseExistingServer: false,
  },
});
