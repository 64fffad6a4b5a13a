import { suite } from 'node:test';
import type { Locator } from 'playwright-core';
import { openBrowserWorld } from './browser-world.ts';
import { type Archives, badArchives, exportArchives } from './export-archives.ts';
import { openArchive, refreshFiles } from './open-archive.ts';
import { openLab } from './open-lab.ts';
import { screenshot, step } from './step.ts';

suite('archives of recorded sessions in JupyterLab', () => {
  const at = openLab(() => openBrowserWorld({ prepare: async () => {} }));
  let archives: Archives;

  const opened = (name: string): Promise<Locator> => openArchive(at.lab, name);

  step('nobody is signed in: the verdict stands first, and the steps play', at.page, async () => {
    archives = await exportArchives(at.world.demo, at.world.notebooks);
    await refreshFiles(at.lab);
    const archive = await opened('good.vgsession');
    const verdict = archive.getByRole('region', { name: 'Verdict' });
    await verdict.getByText(/^\d+ records verified: all stand in the signed log\. But who signed/).waitFor();
    await archive.getByRole('region', { name: 'Step' }).focus();
    await at.page().keyboard.press('m');
    await archive
      .getByText(/«phone»|•mple/)
      .first()
      .waitFor();
    await at.page().keyboard.press('r');
    await archive.getByText('n_results 1000 is above your limit of 50').first().waitFor();
    await screenshot(at.page(), 'jupyterlab-archive');
  });

  step('an altered one names the record', at.page, async () => {
    const archive = await opened('altered.vgsession');
    const verdict = archive.getByRole('region', { name: 'Verdict' });
    await verdict.getByText(/^\d+ problems found: this archive is not what was exported\./).waitFor();
    await verdict.getByText(new RegExp(`id ${archives.altered}: its response is not`)).waitFor();
    await verdict.getByRole('button', { name: 'show this step' }).click();
    await archive.locator('td', { hasText: 'FAKE-' }).first().waitFor();
    await screenshot(at.page(), 'jupyterlab-archive-altered');
  });

  step('every other file says what is wrong with it', at.page, async () => {
    for (const [name, words] of badArchives) {
      const archive = await opened(`${name}.vgsession`);
      await archive.getByText(words).first().waitFor();
    }
  });
});
