import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { assertAccessible } from '../replay-ui/assert-accessible.ts';
import { openBrowserWorld } from './browser-world.ts';
import { command } from './command.ts';
import { exportArchives } from './export-archives.ts';
import { foundInArchive } from './found-in-archive.ts';
import type { Lab } from './lab.ts';
import { labThemes, putOnTheme } from './lab-theme.ts';
import { leastContrast } from './least-contrast.ts';
import { openArchive, refreshFiles } from './open-archive.ts';
import { openLab } from './open-lab.ts';
import { placeBareKernels } from './place-bare-kernels.ts';
import { recordAllLooks } from './record-all-looks.ts';
import { SessionsTab } from './sessions-tab.ts';
import { screenshot, step } from './step.ts';
import { until } from './until.ts';
import { writeNotebook } from './write-notebook.ts';

const cells = {
  refused: `import chromadb
client = chromadb.HttpClient(host="chroma.internal", port=8000)
client.get_collection("customer-cases").query(query_embeddings=[[0.1] * 256], n_results=1000)`,
};

/** The themes that JupyterLab has, and what the browser makes of them for people who force their own colours. */
const themes = [
  { name: 'JupyterLab Dark', forced: false },
  { name: 'JupyterLab Dark High Contrast', forced: false },
  { name: 'JupyterLab Light', forced: false },
  { name: 'JupyterLab Light', forced: true },
] as const;

const shownDocument = '#jp-main-dock-panel > .lm-DockPanel-widget:not(.lm-mod-hidden)';

const isFocused = (element: Locator): Promise<boolean> =>
  element.evaluate((node) => node.ownerDocument.activeElement === node);

/** Presses Tab until the element has the focus, and checks that the eye sees it there. */
async function tabTo(page: Page, element: Locator, most: number): Promise<void> {
  for (let presses = 0; !(await isFocused(element)); presses++) {
    assert.ok(presses < most, `not reached by ${most} presses of Tab`);
    await page.keyboard.press('Tab');
  }
  const outline: { style: string; width: string } = await element.evaluate((node) => {
    const { outlineStyle, outlineWidth } = node.ownerDocument.defaultView.getComputedStyle(node);
    return { style: outlineStyle, width: outlineWidth };
  });
  assert.notEqual(outline.style, 'none');
  assert.ok(Number.parseFloat(outline.width) >= 2, `outline of ${outline.width}`);
}

/** Signs in as Ana by keys, in the popup that the key opens. */
async function signInByKeys(lab: Lab, open: () => Promise<void>): Promise<void> {
  const opened = lab.page.waitForEvent('popup');
  await open();
  const popup = await opened;
  const closed = popup.waitForEvent('close');
  await popup.locator('input[name=login]:focus').waitFor();
  await popup.keyboard.type('ana');
  await popup.keyboard.press('Tab');
  await popup.keyboard.type('ana');
  await popup.keyboard.press('Enter');
  await popup.locator('button[value=yes]:focus').waitFor();
  await popup.keyboard.press('Enter');
  await closed;
  await lab.panel.getByRole('button', { name: 'sign out' }).waitFor();
}

suite('by keyboard, and in every theme', () => {
  const at = openLab(() =>
    openBrowserWorld({
      prepare: async ({ notebooks, data }) => {
        await placeBareKernels(data);
        await writeNotebook(join(notebooks, 'refused.ipynb'), cells);
      },
    }),
  );
  let sessions: SessionsTab;
  const signIn = () => at.lab.panel.getByRole('button', { name: 'Sign in' });
  const signOut = () => at.lab.panel.getByRole('button', { name: 'sign out' });

  step('signs in by the command palette', at.page, async () => {
    await signInByKeys(at.lab, () => command(at.lab.page, 'VectorGate: sign in'));
  });

  step('signs out and in from the panel, and the focus stays where it was', at.page, async () => {
    await command(at.lab.page, 'VectorGate: show panel');
    await at.lab.panel.locator(':focus').waitFor();
    await tabTo(at.lab.page, signOut(), 3);
    await at.lab.page.keyboard.press('Enter');
    await signIn().waitFor();
    await until('the focus is on the way back in', () => isFocused(signIn()));
    await signInByKeys(at.lab, () => at.lab.page.keyboard.press('Enter'));
    await until('the focus is on the way out', () => isFocused(signOut()));
    await at.lab.page.keyboard.press('Enter');
    await signIn().waitFor();
  });

  step('signs in from the status bar', at.page, async () => {
    await tabTo(at.lab.page, at.lab.status, 80);
    await signInByKeys(at.lab, () => at.lab.page.keyboard.press('Enter'));
    assert.ok(await isFocused(at.lab.status));
  });

  const inEveryTheme = async (state: string, within?: string): Promise<void> => {
    for (const { name, forced } of themes) {
      await at.lab.page.emulateMedia({ forcedColors: forced ? 'active' : 'none' });
      await putOnTheme(at.lab.page, name);
      await signOut().or(signIn()).first().focus();
      await screenshot(at.lab.page, `${name}${forced ? ' forced colours' : ''} ${state}`);
      for (const part of [at.lab.panel, at.lab.status]) {
        const { text, ratio } = await leastContrast(part);
        assert.ok(ratio >= 4.5, `"${text}" has a contrast of ${ratio.toFixed(2)} in ${name}`);
      }
      if (within !== undefined && !forced) await assertAccessible(at.lab.page, name, 'colour', within);
    }
  };

  step('signed in, everything can be read in every theme', at.page, async () => {
    const notebook = await at.lab.openNotebook('refused.ipynb');
    await notebook.run('refused');
    const card = notebook.cell('refused').locator('vg-decision-card');
    await card.getByRole('button', { expanded: false }).first().press('Enter');
    await card.getByText('permits', { exact: true }).waitFor();
    await fetch(`${at.world.jupyter.url}/api/kernels`, {
      method: 'POST',
      headers: { authorization: `token ${at.world.jupyter.token}` },
      body: JSON.stringify({ name: 'bare' }),
    });
    await at.lab.section('Latest').locator('li', { hasText: 'limit of 50' }).waitFor();
    assert.match(await (await at.lab.kernelEntry('bare')).innerText(), /not governed/);
    await assertAccessible(at.lab.page, 'the side panel', 'all', '#vectorgate-panel');
    await inEveryTheme('signed in', 'vg-decision-card');
  });

  step('signed out, everything can be read in every theme', at.page, async () => {
    await at.lab.signOut();
    await inEveryTheme('signed out');
  });

  step('a reviewer has sessions, a player and archives open', at.page, async () => {
    await at.lab.page.emulateMedia({ forcedColors: 'none' });
    await exportArchives(at.world.demo, at.world.notebooks);
    await recordAllLooks(at.world.demo);
    await refreshFiles(at.lab);
    await (await openArchive(at.lab, 'good.vgsession'))
      .getByText('all stand in the signed log')
      .first()
      .waitFor();
    await (await openArchive(at.lab, 'altered.vgsession')).getByText('problems found').first().waitFor();
    await command(at.lab.page, 'VectorGate: show panel');
    await at.lab.signIn('rita', () => signIn().click());
    await at.lab.section('Sessions').locator('summary').click();
    sessions = new SessionsTab(at.lab);
    await sessions.open();
    await sessions.list.getByText('Ana Ruiz').first().click();
    await sessions.player.getByText('Ana Ruiz').first().waitFor();
    await sessions.press('r', 'n');
    await at.lab.page.keyboard.type('asked the owner, ticket 812');
    await at.lab.page.keyboard.press('Control+Enter');
    await sessions.player.getByText('beside this step').waitFor();
    await sessions.list.getByRole('button', { name: 'by …' }).click();
    await sessions.list.getByRole('button', { name: /^Ana Ruiz \d/ }).waitFor();
  });

  for (const theme of labThemes)
    step(`sessions in ${theme}`, at.page, async () => {
      await putOnTheme(at.lab.page, theme);
      const looks = async (what: string): Promise<void> => {
        await screenshot(at.lab.page, `${theme} ${what}`);
        const rules = theme === 'JupyterLab Light' ? 'all' : 'colour';
        await assertAccessible(at.lab.page, `${what} in ${theme}`, rules, shownDocument);
      };
      await sessions.show();
      await sessions.press('Home');
      await sessions.player.getByText(/•mple/).first().waitFor();
      await looks('masked');
      await sessions.press('p', 'm');
      // What was sent is withheld from reviewers here: compared is what the gate understood.
      await sessions.player.locator('section[aria-label=asked] .diff-added').first().waitFor();
      await looks('compared');
      await sessions.press('p', 'r');
      await sessions.player.getByText('n_results 1000 is above your limit of 50').first().waitFor();
      await looks('refused');
      await sessions.press('t');
      await sessions.player.getByText('This would be decided as it was.').first().waitFor();
      await looks('today');
      await sessions.list.getByRole('button', { name: 'compare with…' }).click();
      await sessions.list.getByRole('option', { selected: false }).first().click();
      await sessions.player.getByText('Two sessions compared').waitFor();
      await looks('sessions compared');
      await sessions.player.getByRole('button', { name: 'end comparing' }).click();
      await sessions.player.getByRole('slider').waitFor();
      await sessions.press('End');
      await sessions.player.locator('svg.plane').waitFor();
      await looks('plane');
      for (const name of ['good', 'altered']) {
        await at.lab.page.locator('.lm-TabBar-tab', { hasText: `${name}.vgsession` }).click();
        await looks(name);
      }
      await at.lab.page.locator('.lm-TabBar-tab', { hasText: 'good.vgsession' }).click();
      await foundInArchive(at.lab.page.locator('vg-archive:visible'), () => looks('found in an archive'));
    });
});
