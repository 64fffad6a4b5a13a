import assert from 'node:assert/strict';
import { suite } from 'node:test';
import { placeNotebook } from '@vectorgate/demo';
import type { Frame, Locator } from 'playwright-core';
import { exportArchives } from '../browser/export-archives.ts';
import { foundInArchive } from '../browser/found-in-archive.ts';
import { leastContrast } from '../browser/least-contrast.ts';
import { showsLook } from '../browser/player-looks.ts';
import { recordAllLooks } from '../browser/record-all-looks.ts';
import { screenshot, step } from '../browser/step.ts';
import { assertAccessible } from '../replay-ui/assert-accessible.ts';
import { assertStillAccessible } from './accessible-in-themes.ts';
import { EditorNotebook } from './editor-notebook.ts';
import { openArchive } from './open-archive.ts';
import { openWorkbench } from './open-workbench.ts';
import { SessionPlayer } from './session-player.ts';
import { sessionRow, showSessionsOfAna } from './session-rows.ts';
import { type ColourTheme, colourThemes } from './workbench.ts';

const themes = Object.keys(colourThemes) as readonly ColourTheme[];

suite('how it looks in VS Code', () => {
  const at = openWorkbench({
    settings: { 'editor.minimap.enabled': true },
    prepare: async (workspace) => {
      await placeNotebook(workspace);
    },
  });
  let notebook: EditorNotebook;
  let decision: Frame;
  let player: SessionPlayer;
  let good: Locator;
  let altered: Locator;
  let exported: Promise<unknown>;

  step('everything has something to show', at.page, async () => {
    exported = exportArchives(at.world.demo, at.world.workspace);
    // Told where it is waited for.
    exported.catch(() => undefined);
    notebook = await EditorNotebook.open(at.bench, at.world.workspace, 'customer-insights.ipynb');
    await at.bench.signIn('ana');
    await notebook.runAll(7);
    await at.bench.openPanel();
    await at.bench.view('Latest refusals').locator('.monaco-list-row').first().waitFor();
    await notebook.showFailed();
    await notebook.statusItem('Open decision').click();
    decision = await at.bench.decisionFrame('search of customer-cases refused');
  });

  for (const name of themes)
    step(`in ${name}`, at.page, async () => {
      await at.bench.theme(name);
      await screenshot(at.page(), `vscode-${name}`);
      const { text, ratio } = await leastContrast(decision.locator('body'));
      assert.ok(ratio >= 4.5, `"${text}" stands out by ${ratio.toFixed(2)} only`);
      const rules = name === 'Dark Modern' ? 'all' : 'colour';
      await assertStillAccessible(decision, `the page of a decision in ${name}`, rules);
    });

  step('a reviewer has sessions, a player and archives open', at.page, async () => {
    await exported;
    await recordAllLooks(at.world.demo);
    await at.bench.command('VectorGate: Sign out');
    await at.bench.statusSays(/Sign in/);
    await at.bench.command('View: Close All Editors');
    good = await openArchive(at.bench, 'good.vgsession');
    await good.getByText('all stand in the signed log').first().waitFor();
    altered = await openArchive(at.bench, 'altered.vgsession');
    await altered.getByText('problems found').first().waitFor();
    await at.bench.signIn('rita');
    await showSessionsOfAna(at.bench);
    await sessionRow(() => at.bench)('Ana Ruiz').click();
    player = await SessionPlayer.open(at.bench);
    await player.shows('Ana Ruiz');
    await player.focus();
    await player.press('r');
    await player.press('n');
    await at.page().keyboard.type('asked the owner, ticket 812');
    await player.press('Control+Enter');
    await player.shows('beside this step');
  });

  for (const name of themes)
    step(`sessions in ${name}`, at.page, async () => {
      await at.bench.theme(name);
      const rules = name === 'Dark Modern' ? 'all' : 'colour';
      const looks = async (element: Locator, what: string): Promise<void> => {
        await screenshot(at.page(), `vscode-${name}-${what}`);
        const frame = await element.elementHandle().then((handle) => handle?.ownerFrame());
        await assertAccessible(frame!, `${what} in ${name}`, rules);
      };
      await at.bench.tab(/^Session/);
      await player.focus();
      await player.press('Home');
      await showsLook(player.element, 'masked');
      await looks(player.element, 'masked');
      await player.press('p');
      await player.press('m');
      await showsLook(player.element, 'compared');
      await looks(player.element, 'compared');
      await player.press('p');
      await player.press('r');
      await showsLook(player.element, 'refused');
      await looks(player.element, 'refused');
      await player.press('t');
      await player.shows('This would be decided as it was.');
      await looks(player.element, 'today');
      await player.press('P');
      await player.element.getByRole('option', { selected: false }).first().click();
      await player.shows('Two sessions compared');
      await looks(player.element, 'sessions-compared');
      await player.element.getByRole('button', { name: 'end comparing' }).click();
      await player.element.getByRole('slider').waitFor();
      await player.focus();
      await player.press('End');
      await showsLook(player.element, 'plane');
      await looks(player.element, 'plane');
      await at.bench.tab('good.vgsession');
      await looks(good, 'archive');
      await foundInArchive(good, () => looks(good, 'archive-search'));
      await at.bench.tab('altered.vgsession');
      await looks(altered, 'altered');
    });

  step('signed out, and when the gateway is gone', at.page, async () => {
    await at.bench.command('VectorGate: Sign out');
    await at.bench.statusSays(/Sign in/);
    await screenshot(at.page(), 'vscode-signed-out');
    await at.world.demo.gateway.stop();
    await at.bench.command('VectorGate: Look again');
    await at.bench.statusSays(/gateway unreachable/);
    await at.bench.viewSays('Gateway', /no gateway answers at/i);
    await screenshot(at.page(), 'vscode-unreachable');
  });
});
