// A browser whose profile outlives it, and that can be killed as a crash or a power cut would.
import { type BrowserContext, chromium } from 'playwright/test';
import { browserFlags, findBrowser } from '../scripts/browser.mjs';

const BASE = 'http://localhost:4327/';

export async function openProfile(folder: string): Promise<BrowserContext> {
  const executablePath = await findBrowser();
  return chromium.launchPersistentContext(folder, {
    ...(executablePath ? { executablePath } : {}),
    args: browserFlags({ software: true }),
    baseURL: BASE,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
  });
}

/** SIGKILL to the browser's own process: nothing is flushed, nothing is asked. */
export async function kill(context: BrowserContext): Promise<void> {
  const browser = context.browser();
  if (!browser) throw new Error('A persistent context has a browser.');
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const id = processInfo.find((each) => each.type === 'browser')?.id;
  if (id === undefined) throw new Error('The browser named no process of its own.');
  const closed = new Promise<void>((done) => context.once('close', () => done()));
  process.kill(id, 'SIGKILL');
  await closed;
}
