import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { type Archives, badArchives } from './export-archives.ts';
import { requestsWhile } from './requests-while.ts';
import { staysInside } from './stays-inside.ts';
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
  /** Fails where not everybody can use it, in light and dark. */
  readonly accessible: (archive: Locator, what: string) => Promise<void>;
  /** Whether the editor's page may ask this while a file is opened and verified: of the editor's own server, and no more than files. */
  readonly mayAsk: (url: URL) => boolean;
  /** Does the work, in which nothing else of the editor may ask anything of anybody. */
  readonly quietly?: <Done>(work: () => Promise<Done>) => Promise<Done>;
  /** What else holds where nobody is signed in. */
  readonly signedOut?: () => Promise<void>;
}

export const verdictIn = (archive: Locator): Locator => archive.getByRole('region', { name: 'Verdict' });

/** What archives show in every editor, as tests of the suite that calls this. */
export function archiveSteps({
  editor,
  page,
  make,
  opened,
  accessible,
  mayAsk,
  quietly = (work) => work(),
  signedOut,
}: ArchiveEditor): void {
  let archives: Archives;

  step('nobody is signed in: the verdict stands first, and nobody is asked for it', page, async () => {
    archives = await make();
    const asked = await requestsWhile(page(), () =>
      quietly(async () =>
        verdictIn(await opened('good.vgsession'))
          .getByText(/^\d+ records verified: all stand in the signed log\. But who signed/)
          .waitFor(),
      ),
    );
    assert.deepEqual(
      asked.filter((url) => /^(https?|wss?):/.test(url) && !mayAsk(new URL(url))),
      [],
    );
  });

  step('its steps play', page, async () => {
    const archive = await opened('good.vgsession');
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
    await accessible(archive, 'what is found in an archive');
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

  step(
    'answers that are markup, controls, 50 MB of one text and no UTF-8 are text, and the keys go on',
    page,
    () =>
      withoutHarm(page(), async () => {
        const archive = await opened('answers.vgsession');
        const player = archive.locator('vg-player');
        await archive.getByRole('slider').waitFor();
        await archive.getByRole('region', { name: 'Step' }).focus();
        await page().keyboard.press('m');
        await player
          .getByText(/… 49,999,\d{3} more characters/)
          .first()
          .waitFor();
        // A tower of marks on one letter would be drawn over the lines around.
        await player.getByText('⟨+36⟩').first().scrollIntoViewIfNeeded();
        await screenshot(page(), `${editor}-archive-answers`);
        await player.getByRole('button', { name: 'show 20,000 of them' }).click();
        await player
          .getByText(/… 49,979,\d{3} more characters/)
          .first()
          .waitFor();
        await staysInside(player);
        await page().keyboard.press('r');
        await player.getByText('n_results 1000 is above your limit of 50').first().waitFor();
        await page().keyboard.press('End');
        await player.getByText('caf\ufffd').first().waitFor();
        await player.getByRole('button', { name: 'as delivered' }).click();
        await player.getByText('Some bytes are no UTF-8').waitFor();
        await screenshot(page(), `${editor}-archive-broken`);
        await staysInside(player);
        await player.getByRole('button', { name: 'hits' }).click();
        return [player];
      }),
  );

  step('every other file says what is wrong with it', page, async () => {
    for (const [name, words] of badArchives) {
      const archive = await opened(`${name}.vgsession`);
      await archive.getByText(words).first().waitFor();
    }
  });
}
