import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'node:test';
import type { Locator } from 'playwright-core';
import { type Archives, badArchives, exportArchives } from '../browser/export-archives.ts';
import { screenshot, step } from '../browser/step.ts';
import { until } from '../browser/until.ts';
import { openArchive } from './open-archive.ts';
import { openWorkbench } from './open-workbench.ts';

suite('archives of recorded sessions in VS Code', () => {
  const at = openWorkbench({});
  let archives: Archives;

  const opened = (name: string): Promise<Locator> => openArchive(at.bench, name);

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

  step('by a key that this machine knows, it is told who signed', at.page, async () => {
    const keys = join(at.world.folder, 'demo', 'data', 'records', 'evidence', 'keys');
    const known = (await readFile(keys, 'utf8')).trim().split('\n');
    await at.world.server.changeMachine({ 'vectorgate.archiveKeys': known });
    await at.bench.command('View: Close All Editors');
    await until('the key is known', async () => {
      const verdict = (await opened('good.vgsession')).getByRole('region', { name: 'Verdict' });
      await verdict
        .getByText(/records verified: all stand in the signed log/)
        .first()
        .waitFor();
      if (await verdict.getByText('a key that you trust').isVisible()) return true;
      // The editor follows the file of settings in its own time.
      await at.bench.command('View: Close All Editors');
      return false;
    });
    await screenshot(at.page(), 'vscode-archive-trusted');
  });

  step('every other file says what is wrong with it', at.page, async () => {
    for (const [name, words] of badArchives) {
      const archive = await opened(`${name}.vgsession`);
      await archive.getByText(words).first().waitFor();
    }
  });
});
