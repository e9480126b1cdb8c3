// The studio as a person sees it: by roles and by the words on the page, in either language, so that a test breaks
// when a person would be lost.
import { expect, type Locator, type Page } from 'playwright/test';
import { en } from '../src/i18n/en';

export type Words = typeof en;
export type StepId = keyof Words['shell']['steps'];

/** A file as a test writes it. */
export interface TestFile {
  readonly name: string;
  readonly content: string | Buffer;
}

/** The sample's first row, in the file and in the table. */
export const FIRST_REQUEST = '查一下北京的天气';

export class Studio {
  readonly page: Page;
  readonly words: Words;

  constructor(page: Page, words: Words = en) {
    this.page = page;
    this.words = words;
  }

  /** The screen's one primary button. */
  get primary(): Locator {
    return this.page.locator('[data-screen-actions] button').last();
  }

  heading(step: StepId): Locator {
    return this.page.getByRole('heading', { level: 1, name: this.words.shell.steps[step] });
  }

  get table(): Locator {
    return this.page.getByRole('grid', { name: this.words.data.table.label });
  }

  row(request: string): Locator {
    return this.table.getByRole('row').filter({ hasText: request }).first();
  }

  /** The panel at the right: inspector, playground. */
  get aside(): Locator {
    return this.page.getByRole('complementary');
  }

  /** The verdict of Check when nothing stops training. */
  get ready(): string {
    return this.words.check.ready;
  }

  get downloadDataset(): Locator {
    return this.page.getByTestId('download-dataset');
  }

  get downloadWeights(): Locator {
    return this.page.getByTestId('download-weights');
  }

  get failure(): Locator {
    return this.page.getByTestId('failure');
  }

  toast(text: string | RegExp): Locator {
    return this.page.getByTestId('toast').filter({ hasText: text });
  }

  async open(): Promise<void> {
    await this.page.goto('./');
    await expect(this.page.getByRole('heading', { level: 1 })).toBeVisible();
  }

  async openSample(): Promise<void> {
    await this.page.getByRole('button', { name: this.words.data.empty.sample }).click();
    await expect(this.row(FIRST_REQUEST)).toBeVisible({ timeout: 60_000 });
  }

  /** The sample for the model that learns from nothing: its trainings take seconds. */
  async openFromZeroSample(): Promise<void> {
    await this.page.keyboard.press('Control+k');
    const palette = this.page.getByTestId('palette');
    await palette.getByRole('combobox').fill(this.words.shell.projects.fromZeroSample);
    await palette.getByRole('option').first().click();
    await expect(this.row(FIRST_REQUEST)).toBeVisible({ timeout: 60_000 });
  }

  async goTo(step: StepId): Promise<void> {
    await this.page
      .getByRole('navigation', { name: this.words.shell.stepsLabel })
      .getByRole('link', { name: this.words.shell.steps[step] })
      .click();
    await expect(this.heading(step)).toBeVisible();
  }

  /** Drops files on the page, as from the desktop. */
  async drop(files: readonly TestFile[]): Promise<void> {
    const list = files.map(({ name, content }) => ({ name, base64: Buffer.from(content).toString('base64') }));
    const transfer = await this.page.evaluateHandle((given) => {
      const made = new DataTransfer();
      for (const { name, base64 } of given) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        made.items.add(new File([bytes], name));
      }
      return made;
    }, list);
    for (const type of ['dragenter', 'dragover', 'drop']) await this.page.dispatchEvent('main', type, { dataTransfer: transfer });
    await transfer.dispose();
  }

  /** Pastes text on the page, where no field has the focus. */
  async paste(text: string): Promise<void> {
    await this.page.evaluate((given) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', given);
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  }

  /** Number of rows the table would show. */
  async rowCount(): Promise<number> {
    return Number(await this.table.getAttribute('aria-rowcount')) - 1;
  }

  async expectRows(count: number): Promise<void> {
    await expect(this.table).toHaveAttribute('aria-rowcount', String(count + 1));
  }

  async openAdvanced(): Promise<void> {
    const details = this.page.locator('details').filter({ has: this.page.getByTestId('setting-max_steps') });
    if ((await details.getAttribute('open')) === null) await details.locator('summary').click();
  }

  async setTraining(settings: Readonly<Record<string, string>>): Promise<void> {
    await this.openAdvanced();
    for (const [name, value] of Object.entries(settings)) await this.page.getByTestId(`setting-${name}`).fill(value);
  }

  /** Trains from the Train screen and waits until it is done. */
  async train(steps: number, timeout?: number): Promise<void> {
    await this.setTraining({ max_steps: String(steps) });
    await this.page.getByTestId('train-start').click();
    await this.expectTrained(steps, timeout);
  }

  get status(): Locator {
    return this.page.getByTestId('status-line');
  }

  async expectTrained(steps: number, timeout = 150_000): Promise<void> {
    await expect(this.status).toContainText(this.words.train.status.ended.done(String(steps)), { timeout });
  }

  /** The step that the status line names; 0 while there is none. */
  async step(): Promise<number> {
    return Number(/(\d+)\/\d+/.exec(await this.status.innerText())?.[1] ?? 0);
  }

  /** What both models answered to the question that is the `count`th of the playground. */
  async answers(count: number): Promise<{ base: string; tuned: string }> {
    await expect(this.page.getByTestId('answer-trained')).toHaveCount(count, { timeout: 60_000 });
    // The first lines name the model and how long it took.
    const text = async (name: string) => (await this.page.getByTestId(name).last().innerText()).split('\n').slice(2).join('\n');
    return { base: await text('answer-base'), tuned: await text('answer-trained') };
  }

  async ask(request: string): Promise<{ base: string; tuned: string }> {
    const before = await this.page.getByTestId('answer-trained').count();
    const box = this.page.getByTestId('ask-box');
    await box.fill(request);
    await box.press('Enter');
    return this.answers(before + 1);
  }

  /** The dataset as the export card shows it: with its size known, what the format cannot hold has found its place above the button. */
  async saveDataset(): Promise<{ name: string; path: string }> {
    await expect(this.page.getByTestId('export-dataset-size')).not.toHaveText('–');
    return this.download(this.downloadDataset);
  }

  async download(button: Locator): Promise<{ name: string; path: string }> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), button.click()]);
    return { name: download.suggestedFilename(), path: await download.path() };
  }
}
