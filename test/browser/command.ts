import type { Page } from 'playwright-core';

/** Runs a command of the palette, by keys. */
export async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+Shift+c');
  await page.locator('.lm-CommandPalette-input:focus').waitFor();
  await page.keyboard.type(name);
  await page.locator('.lm-CommandPalette-item.lm-mod-active', { hasText: name }).waitFor();
  await page.keyboard.press('Enter');
}
