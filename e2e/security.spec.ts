// No connection but to the studio's own origin, from the page and from every worker; row text is never markup.
import { type ForeignOrigin, startForeignOrigin } from './foreign-origin';
import { expect, test } from './test';

let foreign: ForeignOrigin;

test.beforeEach(async () => {
  foreign = await startForeignOrigin();
});

test.afterEach(async () => {
  await foreign.close();
});

/** What a browser puts off, it must have had the time for before zero is zero. */
const LATE_MS = 500;

/** Runs inside the page or a worker: tries every way out there is; a refusal is no failure here, the server counts. */
async function tryEveryWayOut(address: string): Promise<string[]> {
  const ways: Record<string, () => unknown> = {
    fetch: () => fetch(`${address}/fetch`),
    'fetch no-cors': () => fetch(`${address}/no-cors`, { mode: 'no-cors', method: 'POST', body: 'secret' }),
    xhr: () =>
      new Promise((_, fail) => {
        const request = new XMLHttpRequest();
        request.onerror = fail;
        request.open('GET', `${address}/xhr`);
        request.send();
      }),
    websocket: () => new WebSocket(`${address.replace('http', 'ws')}/websocket`),
    eventsource: () => new EventSource(`${address}/eventsource`),
    import: () => import(/* @vite-ignore */ `${address}/module.js`),
    'data module': () => import(`data:text/javascript,fetch('${address}/data-module')`),
    worker: () => new Worker(`${address}/worker.js`),
  };
  if (typeof document !== 'undefined') {
    const append = (tag: string, attributes: Record<string, string>) => {
      const element = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      document.body.append(element);
    };
    Object.assign(ways, {
      image: () => append('img', { src: `${address}/image` }),
      script: () => append('script', { src: `${address}/script` }),
      'inline script': () => {
        const element = document.createElement('script');
        element.textContent = `fetch('${address}/inline-script')`;
        document.body.append(element);
      },
      handler: () => append('img', { src: 'data:image/png;base64,', onerror: `fetch('${address}/handler')` }),
      style: () => append('link', { rel: 'stylesheet', href: `${address}/style` }),
      prefetch: () => append('link', { rel: 'prefetch', href: `${address}/prefetch` }),
      preload: () => append('link', { rel: 'preload', as: 'fetch', href: `${address}/preload` }),
      frame: () => append('iframe', { src: `${address}/frame` }),
      video: () => append('video', { src: `${address}/video`, autoplay: '' }),
      object: () => append('object', { data: `${address}/object` }),
      beacon: () => navigator.sendBeacon(`${address}/beacon`, 'secret'),
    });
  }
  const through: string[] = [];
  for (const [name, way] of Object.entries(ways)) {
    try {
      const tried = await Promise.race([way(), new Promise((late) => setTimeout(() => late('late'), 1500))]);
      if (tried instanceof Response) through.push(name);
    } catch {
      // Refused, as it should be.
    }
  }
  return through;
}

/** Runs inside the page, last of all: where it gets through it takes the page away, and what is still on its way with it. */
function submitForm(address: string): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = `${address}/form`;
  document.body.append(form);
  // In a task of its own, so that the call from outside ends before the page does.
  setTimeout(() => form.submit(), 0);
}

test('the counting server counts, so that zero means zero', async ({ browser }) => {
  const [address = ''] = foreign.addresses;
  const page = await browser.newPage();
  await page.goto(`${address}/`);
  await page.evaluate(tryEveryWayOut, address);
  // Six connections are all that a browser opens to one host: some ways wait their turn.
  const reached = (way: string) => expect.poll(() => foreign.hits.join('\n'), { message: way }).toContain(`/${way}`);
  for (const way of ['fetch', 'xhr', 'websocket', 'eventsource', 'module.js', 'image', 'beacon', 'frame']) {
    await reached(way);
  }
  await page.evaluate(submitForm, address);
  await reached('form');
  await page.close();
});

test('the page reaches no other origin', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('navigation').first()).toBeVisible();
  for (const address of foreign.addresses) {
    expect(await page.evaluate(tryEveryWayOut, address)).toEqual([]);
    await page.evaluate(submitForm, address);
  }
  await page.waitForTimeout(LATE_MS);
  expect(foreign.hits).toEqual([]);
});

test('no worker reaches another origin', async ({ page }) => {
  await page.goto('/');
  await expect.poll(() => page.workers().length).toBe(2);
  for (const worker of page.workers()) {
    // Its own origin it must reach, or the test would prove nothing.
    const own = new URL('favicon.svg', page.url()).href;
    expect(await worker.evaluate(async (address) => (await fetch(address)).status, own)).toBe(200);
    for (const address of foreign.addresses) expect(await worker.evaluate(tryEveryWayOut, address)).toEqual([]);
  }
  await page.waitForTimeout(LATE_MS);
  expect(foreign.hits).toEqual([]);
});

test('text is never run as code, in the page or in a worker', async ({ page }) => {
  await page.goto('/');
  await expect.poll(() => page.workers().length).toBe(2);
  // Later, in a task of its own: what a debugger evaluates directly is allowed more than the page is.
  const evaluated = () =>
    new Promise<string>((done) => {
      setTimeout(() => {
        try {
          done(String(new Function('return 1')()));
        } catch (error) {
          done(error instanceof Error ? error.name : 'refused');
        }
      }, 0);
    });
  expect(await page.evaluate(evaluated)).toBe('EvalError');
  for (const worker of page.workers()) expect(await worker.evaluate(evaluated)).toBe('EvalError');
});
