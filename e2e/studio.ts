// The studio as a person sees it: by roles and names, so that a test breaks when a person would be lost.
import { expect, type Page } from 'playwright/test';

export class Studio {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async openSample() {
    await this.page.getByRole('button', { name: 'Open the sample project' }).click();
    await expect(this.page.getByText('查一下北京的天气').first()).toBeVisible();
  }
}
