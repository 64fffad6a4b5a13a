import type { Page } from 'playwright-core';
import { assertAccessible } from '../replay-ui/assert-accessible.ts';
import { putOnTheme } from './lab-theme.ts';

/**
 * Fails with what axe finds `within` what a selector finds: all of it in the theme that is on, and its colours in the other of
 * light and dark, which stays on.
 */
export async function assertAccessibleInThemes(page: Page, what: string, within: string): Promise<void> {
  await assertAccessible(page, what, 'all', within);
  const isLight = (await page.locator('body[data-jp-theme-light="true"]').count()) > 0;
  const other = isLight ? 'JupyterLab Dark' : 'JupyterLab Light';
  await putOnTheme(page, other);
  await assertAccessible(page, `${what} in ${other}`, 'colour', within);
}
