// What the specs of hubs share: a hub on this machine, a page that reaches its two addresses and no other, the models dialog.
import { type Page, test as plain } from 'playwright/test';
import { type HubServer, MODEL, startHub } from './hub-server';
import { Studio } from './studio';
import { expect, watch } from './test';
import { tinyCheckpoint } from './tiny-checkpoint';

/** A page that may reach the hub's two addresses and no other. */
export const test = plain.extend<{ hub: HubServer; content: Map<string, Buffer>; studio: Studio }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from the pattern.
  content: async ({}, use) => use(tinyCheckpoint()),
  hub: async ({ content }, use) => {
    const hub = await startHub(content);
    await use(hub);
    await hub.close();
  },
  studio: async ({ page, hub }, use) => {
    const found = watch(page);
    await use(new Studio(page));
    expect(hub.stray, 'requests to hosts that were not confirmed').toEqual([]);
    expect(found.errors).toEqual([]);
  },
});

/** The dialog in which models are added and deleted. */
export class Models {
  readonly page: Page;
  readonly words: Studio['words']['models'];
  constructor({ page, words }: Studio) {
    this.page = page;
    this.words = words.models;
  }
  get dialog() {
    return this.page.getByTestId('models');
  }
  get confirm() {
    return this.page.getByTestId('hub-confirm');
  }
  get failure() {
    return this.dialog.getByTestId('failure');
  }
  get unfinished() {
    return this.dialog.getByTestId('unfinished-download');
  }
  get stored() {
    return this.dialog.getByTestId('stored-model');
  }
  button(name: string | RegExp) {
    return this.dialog.getByRole('button', { name });
  }
  async type({ address, files }: HubServer) {
    const { hub } = this.words;
    await this.dialog.getByRole('combobox', { name: hub.label }).selectOption('other');
    await this.dialog.getByRole('textbox', { name: hub.address }).fill(address);
    await this.dialog.getByRole('textbox', { name: hub.hosts }).fill(files);
    await this.dialog.getByRole('textbox', { name: hub.name }).fill(MODEL);
    await this.button(hub.ask).click();
  }
  async lookUp(hub: HubServer) {
    await this.type(hub);
    await this.button(this.words.hub.connect(new URL(hub.address).host)).click();
    await expect(this.page.getByTestId('hub-found').or(this.failure)).toBeVisible();
  }
  async download() {
    await this.button(/^Download /).click();
  }
}

export async function openModels(studio: Studio): Promise<Models> {
  await studio.open();
  await studio.openFromZeroSample();
  await studio.goTo('train');
  await studio.page.getByTestId('open-models').click();
  return new Models(studio);
}
