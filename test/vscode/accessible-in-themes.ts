import type { Frame, Locator } from 'playwright-core';
import { assertAccessible } from '../replay-ui/assert-accessible.ts';
import type { Workbench } from './workbench.ts';

const kinds = { 'Light Modern': 'vscode-light', 'Dark Modern': 'vscode-dark' } as const;

/** The page that an element is in. */
async function frameOf(element: Locator): Promise<Frame> {
  const frame = await element.elementHandle().then((handle) => handle?.ownerFrame());
  if (frame === undefined || frame === null) throw new Error('it is in no page');
  return frame;
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
  const isDark = (await bench.page.locator('.monaco-workbench.vs-dark').count()) > 0;
  const other = isDark ? 'Light Modern' : 'Dark Modern';
  await bench.theme(other);
  await frame.locator(`body[data-vscode-theme-kind="${kinds[other]}"]`).waitFor({ state: 'attached' });
  await assertAccessible(frame, `${what} in ${other}`, 'colour');
}
