// Every end-to-end test starts from here: a page that must never reach another host, break its own policy, or throw.
import { test as base, expect, type Page } from 'playwright/test';
import { Studio } from './studio';

interface Watch {
  readonly foreign: string[];
  readonly violations: string[];
  readonly errors: string[];
}

/** Records what a page and its workers ask for. `request` events see the workers' requests too. */
export function watch(page: Page): Watch {
  const found: Watch = { foreign: [], violations: [], errors: [] };
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    const own = new URL(page.url() === 'about:blank' ? request.url() : page.url()).origin;
    if (/^(https?|wss?):$/.test(protocol) && origin !== own) found.foreign.push(request.url());
  });
  page.on('pageerror', (error) => found.errors.push(String(error)));
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) found.violations.push(message.text());
  });
  return found;
}

export const test = base.extend<{ watched: Watch; studio: Studio }>({
  watched: async ({ page }, use) => {
    const found = watch(page);
    await use(found);
    expect(found.foreign, 'requests to other hosts').toEqual([]);
    expect(found.violations, 'violations of the policy').toEqual([]);
    expect(found.errors, 'errors thrown in the page').toEqual([]);
  },
  studio: async ({ page, watched }, use) => {
    expect(watched.errors).toEqual([]);
    await use(new Studio(page));
  },
});

export { expect };
