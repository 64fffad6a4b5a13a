import type { Page } from 'playwright-core';

/** Chooses the Python of the tests as a notebook's kernel, as a person does with the real Jupyter extension. */
export async function chooseKernel(page: Page, python: string): Promise<void> {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input');
  const row = (text: string) => page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
  await input.fill('>Notebook: Select Notebook Kernel');
  await row('Select Notebook Kernel').click();
  // Straight to the list of environments where there is no other kind of kernel.
  const kinds = row('Python Environments');
  if (await kinds.isVisible({ timeout: 5_000 }).catch(() => false)) await kinds.click();
  await input.fill(python);
  await page.locator('.quick-input-list .monaco-list-row').first().click();
}
