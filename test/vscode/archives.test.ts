import assert from 'node:assert/strict';
import { suite } from 'node:test';
import type { Locator } from 'playwright-core';
import { type Archives, exportArchives } from '../browser/export-archives.ts';
import { screenshot, step } from '../browser/step.ts';
import { until } from '../browser/until.ts';
import { openWorkbench } from './open-workbench.ts';

suite('archives of recorded sessions in VS Code', () => {
  const at = openWorkbench({});
  let archives: Archives;

  /** The view of the archive in the tab that is open. */
  const opened = async (name: string): Promise<Locator> => {
    await at.bench.quickOpen(name);
    let found: Locator | undefined;
    await until(`${name} is open`, async () => {
      for (const frame of at.page().frames()) {
        const archive = frame.locator('vg-archive');
        if ((await archive.count().catch(() => 0)) > 0 && (await archive.isVisible())) found = archive;
      }
      return found !== undefined;
    });
    if (found === undefined) throw new Error('no archive is open');
    return found;
  };

  step('nobody is signed in: the verdict stands first, and the steps play', at.page, async () => {
    archives = await exportArchives(at.world.demo, at.world.workspace);
    const archive = await opened('good.vgsession');
    const verdict = archive.getByRole('region', { name: 'Verdict' });
    await verdict.getByText(/^\d+ records verified: all stand in the signed log\. But who signed/).waitFor();
    await verdict.getByText('that this machine does not know').waitFor();
    await archive.getByRole('region', { name: 'Step' }).focus();
    await at.page().keyboard.press('m');
    await archive
      .getByText(/«phone»|•mple/)
      .first()
      .waitFor();
    await at.page().keyboard.press('r');
    await archive.getByText('n_results 1000 is above your limit of 50').first().waitFor();
    await screenshot(at.page(), 'vscode-archive');
    assert.match(await at.bench.status.innerText(), /Sign in/);
  });

  step('an altered one names the record', at.page, async () => {
    const archive = await opened('altered.vgsession');
    const verdict = archive.getByRole('region', { name: 'Verdict' });
    await verdict.getByText(/^\d+ problems found: this archive is not what was exported\./).waitFor();
    await verdict
      .getByText(new RegExp(`id ${archives.altered}: its response is not what was recorded`))
      .waitFor();
    await verdict.getByRole('button', { name: 'show this step' }).click();
    await archive.locator('td', { hasText: 'FAKE-' }).first().waitFor();
    await screenshot(at.page(), 'vscode-archive-altered');
  });
});
