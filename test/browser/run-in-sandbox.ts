import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { assertAccessibleInThemes } from './accessible-in-themes.ts';
import type { NotebookView } from './notebook-view.ts';
import { screenshot } from './step.ts';
import { until } from './until.ts';

/**
 * Over the session that the player shows, which is that of the notebook's kernel: the same cells again, answered from the
 * recording. Whoever wrote the cells is signed in.
 */
export async function runInSandbox(
  page: Page,
  player: Locator,
  notebook: NotebookView,
  named: string,
): Promise<void> {
  const sandbox = player.getByRole('region', { name: 'Sandbox' });
  const press = (name: string): Promise<void> => sandbox.getByRole('button', { name }).click();
  const tab = (name: string | RegExp): Promise<void> =>
    page.locator('#jp-main-dock-panel .lm-TabBar-tab', { hasText: name }).first().click();
  const cells = ['masked', 'refused'] as const;
  const outputs = (): Promise<readonly string[]> => Promise.all(cells.map((cell) => notebook.output(cell)));
  await tab(named);
  const before = await outputs();
  assert.match(before.join(), /Decision \w{26}.*Decision \w{26}/s);
  await tab(/^Session /);
  await player.getByRole('button', { name: 'this session' }).click();
  await player.getByRole('button', { name: 'run again in a sandbox' }).click();
  await sandbox.getByText(/^http:\/\/127\.0\.0\.1:\d+$/).waitFor();
  await sandbox.getByText(/^Nothing was asked yet of its \d+ recorded steps\.$/).waitFor();
  await screenshot(page, 'jupyterlab-sandbox');
  await press('run a notebook in it');
  await page.locator('.jp-Dialog select').selectOption(named);
  await page.locator('.jp-Dialog .jp-mod-accept').click();
  await page.locator('.jp-Dialog').getByText(`The kernel of ${named} is restarted`).waitFor();
  await page.locator('.jp-Dialog .jp-mod-accept').click();
  await page
    .getByText(`${named} is answered from the recording now, and no store is asked`)
    .first()
    .waitFor();
  await tab(named);
  for (const cell of cells) await notebook.run(cell);
  // The very decisions of then: the gateway made no others.
  assert.deepEqual(await outputs(), before);
  // It stays there over a restart by the notebook's own menu.
  await page.getByRole('menuitem', { name: 'Kernel', exact: true }).click();
  await page.locator('.lm-Menu-itemLabel', { hasText: /^Restart Kernel…$/ }).click();
  await page.locator('.jp-Dialog .jp-mod-accept').click();
  await page.locator('.jp-Dialog').waitFor({ state: 'detached' });
  for (const cell of cells) await notebook.run(cell);
  assert.deepEqual(await outputs(), before);
  await tab(/^Session /);
  await sandbox.getByText(/ recorded steps answered, .*1 program in it\.$/).waitFor();
  await page.locator('#vectorgate-panel').getByText('in a sandbox').waitFor();
  await screenshot(page, 'jupyterlab-sandbox-answers');
  await assertAccessibleInThemes(page, 'a sandbox', 'vg-player');
  await press('stop');
  await sandbox.getByText('ended').waitFor();
  await press('close');
  await until('nothing of it stands there any more', async () => !(await sandbox.isVisible()));
  await tab(named);
  assert.match(await notebook.run('refused'), /VectorGate: the sandbox that this program runs in has ended/);
  const panel = page.locator('#vectorgate-panel');
  await panel.getByRole('button', { name: `restart ${named} to lead it back` }).click();
  await page.locator('.jp-Dialog .jp-mod-accept').click();
  await panel.getByText('in a sandbox').waitFor({ state: 'detached' });
  await tab(/^Session /);
}
