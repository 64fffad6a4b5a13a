import type { Frame, Locator, Page } from 'playwright-core';
import { assertAccessible } from '../replay-ui/assert-accessible.ts';
import type { Workbench } from './workbench.ts';

const kinds = { 'Light Modern': 'vscode-light', 'Dark Modern': 'vscode-dark' } as const;

/** The page that an element is in. */
async function frameOf(element: Locator): Promise<Frame> {
  const frame = await element.elementHandle().then((handle) => handle?.ownerFrame());
  if (frame === undefined || frame === null) throw new Error('it is in no page');
  return frame;
}

/** Puts on the other of light and dark, and waits until the page wears it. */
async function otherTheme(bench: Workbench, frame: Frame): Promise<string> {
  const isDark = (await bench.page.locator('.monaco-workbench.vs-dark').count()) > 0;
  const other = isDark ? 'Light Modern' : 'Dark Modern';
  await bench.theme(other);
  await frame.locator(`body[data-vscode-theme-kind="${kinds[other]}"]`).waitFor({ state: 'attached' });
  return other;
}

/**
 * Fails with what axe finds in the page of an element: all of it in the theme that is on, and its colours in the other of light
 * and dark, which stays on.
 */
export async function assertAccessibleInThemes(
  bench: Workbench,
  element: Locator,
  what: string,
): Promise<void> {
  const frame = await frameOf(element);
  await assertAccessible(frame, what);
  await assertAccessible(frame, `${what} in ${await otherTheme(bench, frame)}`, 'colour');
}

/** A page that runs no script, laid with its styles and its theme into one that does: axe is a script. */
async function withScripts(frame: Frame, work: (page: Page) => Promise<void>): Promise<void> {
  const html = (await frame.content()).replace(/<meta[^>]*content-security-policy[^>]*>/i, '');
  const page = await frame.page().context().newPage();
  try {
    await page.setContent(html);
    await work(page);
  } finally {
    await page.close();
  }
}

/** Fails with what axe finds in a page that runs no script. */
export const assertStillAccessible = (
  frame: Frame,
  ...how: readonly [what: string, rules?: 'all' | 'colour']
): Promise<void> => withScripts(frame, (page) => assertAccessible(page, ...how));

/** The same of one in light and dark. */
export async function assertStillAccessibleInThemes(
  bench: Workbench,
  frame: Frame,
  what: string,
): Promise<void> {
  await assertStillAccessible(frame, what);
  await assertStillAccessible(frame, `${what} in ${await otherTheme(bench, frame)}`, 'colour');
}
