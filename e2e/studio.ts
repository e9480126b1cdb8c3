// The studio as a person sees it: by roles and names, so that a test breaks when a person would be lost.
import type { Page } from 'playwright/test';

export class Studio {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }
}
