import type { Page } from 'playwright-core';
import { until } from '../browser/until.ts';

/** Answers one of the questions of an export. */
export async function chooseForExport(page: Page, title: string, entry: string): Promise<void> {
  const box = page.locator('.quick-input-widget', { hasText: title });
  await box.waitFor();
  await box.locator('.monaco-list-row', { hasText: entry }).first().click();
}

/** Answers where the file goes. */
export async function placeExport(page: Page, path: string): Promise<void> {
  const input = page.locator('.quick-input-widget input');
  await until('the place is asked for', async () => (await input.inputValue()).endsWith('.vgsession'));
  await input.fill(path);
  await input.press('Enter');
}
