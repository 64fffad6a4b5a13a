import type { Locator, Page } from 'playwright-core';
import { type Archives, badArchives } from './export-archives.ts';
import { screenshot, step } from './step.ts';
import { withoutHarm } from './without-harm.ts';

/** What an editor's tests of archives have. */
export interface ArchiveEditor {
  /** Names its pictures. */
  readonly editor: 'jupyterlab' | 'vscode';
  readonly page: () => Page;
  /** Has the archives made, and shows them to the editor. */
  readonly make: () => Promise<Archives>;
  /** Opens a file as a person does. @returns its view */
  readonly opened: (name: string) => Promise<Locator>;
  /** What else holds where nobody is signed in. */
  readonly signedOut?: () => Promise<void>;
}

export const verdictIn = (archive: Locator): Locator => archive.getByRole('region', { name: 'Verdict' });

/** What archives show in every editor, as tests of the suite that calls this. */
export function archiveSteps({ editor, page, make, opened, signedOut }: ArchiveEditor): void {
  let archives: Archives;

  step('nobody is signed in: the verdict stands first, and the steps play', page, async () => {
    archives = await make();
    const archive = await opened('good.vgsession');
    await verdictIn(archive)
      .getByText(/^\d+ records verified: all stand in the signed log\. But who signed/)
      .waitFor();
    await verdictIn(archive).getByText('that this machine does not know').waitFor();
    await archive.getByRole('region', { name: 'Step' }).focus();
    await page().keyboard.press('m');
    await archive
      .getByText(/«phone»|•mple/)
      .first()
      .waitFor();
    await page().keyboard.press('r');
    await archive.getByText('n_results 1000 is above your limit of 50').first().waitFor();
    await screenshot(page(), `${editor}-archive`);
    await signedOut?.();
  });

  step('records in it are looked for, completed from the file, and the field is emptied', page, async () => {
    const archive = await opened('good.vgsession');
    const field = archive.getByRole('combobox', { name: 'Look for records' });
    await field.fill('code:');
    await archive.getByRole('option', { name: /^limit-exceeded \d+$/ }).waitFor();
    await field.fill('code:limit-exceeded');
    await field.press('Enter');
    const found = archive.getByRole('listbox', { name: /^Records that were found/ });
    await found
      .getByRole('option', { name: /refused/ })
      .first()
      .waitFor();
    await screenshot(page(), `${editor}-archive-search`);
    await field.fill('who:nobody');
    await field.press('Enter');
    await archive.getByText('No record fits this.').waitFor();
    await field.press('Escape');
    await archive.getByRole('listbox', { name: /^Sessions/ }).waitFor();
  });

  step('a program may run again over it in a sandbox; over an altered one it may not', page, async () => {
    const begun = async (name: string): Promise<Locator> => {
      const archive = await opened(name);
      await archive.getByRole('slider').waitFor();
      const open = archive.getByRole('button', { name: 'this session' });
      if (await open.isVisible()) await open.click();
      await archive.getByRole('button', { name: 'run again in a sandbox' }).click();
      return archive.getByRole('region', { name: 'Sandbox' });
    };
    const own = await begun('own.vgsession');
    await own.getByText(/^http:\/\/127\.0\.0\.1:\d+$/).waitFor();
    await own.getByText('answers for chroma.internal:8000; no store is asked').waitFor();
    await screenshot(page(), `${editor}-archive-sandbox`);
    await own.getByRole('button', { name: 'stop' }).click();
    await own.getByText('ended').waitFor();
    const altered = await begun('altered.vgsession');
    await altered
      .getByText(/is not what was exported, so its answers may not be what was recorded/)
      .waitFor();
  });

  step('an altered one names the record', page, async () => {
    const archive = await opened('altered.vgsession');
    const verdict = verdictIn(archive);
    await verdict.getByText(/^\d+ problems found: this archive is not what was exported\./).waitFor();
    await verdict
      .getByText(new RegExp(`id ${archives.altered}: its response is not what was recorded`))
      .waitFor();
    await verdict.getByRole('button', { name: 'show this step' }).click();
    await archive.locator('td', { hasText: 'FAKE-' }).first().waitFor();
    await screenshot(page(), `${editor}-archive-altered`);
  });

  step('names in it that are markup and controls are text', page, () =>
    withoutHarm(page(), async () => {
      const archive = await opened('hostile.vgsession');
      await archive.getByRole('slider').waitFor();
      await screenshot(page(), `${editor}-archive-hostile`);
      return [archive.locator('vg-sessions'), archive.locator('vg-player')];
    }),
  );

  step('every other file says what is wrong with it', page, async () => {
    for (const [name, words] of badArchives) {
      const archive = await opened(`${name}.vgsession`);
      await archive.getByText(words).first().waitFor();
    }
  });
}
