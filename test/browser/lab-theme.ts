import type { Page } from 'playwright-core';
import { command } from './command.ts';

/** The themes that JupyterLab has. */
export const labThemes = ['JupyterLab Dark', 'JupyterLab Dark High Contrast', 'JupyterLab Light'] as const;

/** Puts on a theme, and waits until it is on. */
export async function putOnTheme(page: Page, theme: (typeof labThemes)[number]): Promise<void> {
  await command(page, `Use Theme: ${theme}`);
  await page.locator(`body[data-jp-theme-name="${theme}"]`).waitFor({ state: 'attached' });
  await page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
}
