import type { Locator } from 'playwright-core';
import type { Workbench } from './workbench.ts';

/** Finds the first line of the view of sessions that holds the text. */
export const sessionRow =
  (bench: () => Workbench) =>
  (text: string | RegExp): Locator =>
    bench().view('Sessions').locator('.monaco-list-row', { hasText: text }).first();

/** Opens the view of sessions and makes room for it, down to the steps of Ana's latest. */
export async function showSessionsOfAna(bench: Workbench): Promise<void> {
  const row = sessionRow(() => bench);
  await bench.openPanel();
  await bench.view('Sessions').locator('.pane-header').click();
  for (const other of ['Kernels', 'Latest refusals']) await bench.view(other).locator('.pane-header').click();
  await row('Everybody’s').locator('.monaco-tl-twistie').click();
  await row('Ana Ruiz · insights').locator('.monaco-tl-twistie').click();
  await row('search customer-cases').waitFor();
}
