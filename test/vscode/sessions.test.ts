import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'node:test';
import { policyFolder } from '@vectorgate/demo';
import { hostileDocument } from '../browser/hostile-answers.ts';
import { hostileWords } from '../browser/hostile-name.ts';
import { recordHostile } from '../browser/record-hostile.ts';
import { recordSession } from '../browser/record-session.ts';
import { staysInside } from '../browser/stays-inside.ts';
import { screenshot, step } from '../browser/step.ts';
import { until } from '../browser/until.ts';
import { withoutHarm } from '../browser/without-harm.ts';
import { assertAccessible } from '../replay-ui/assert-accessible.ts';
import { assertAccessibleInThemes } from './accessible-in-themes.ts';
import { chooseForExport, placeExport } from './export-answers.ts';
import { inFrames } from './in-frames.ts';
import { openWorkbench } from './open-workbench.ts';
import { runInSandbox, sandboxNotebook } from './run-in-sandbox.ts';
import { SessionPlayer } from './session-player.ts';
import { sessionRow, showSessionsOfAna } from './session-rows.ts';

const policy = 'customer-insights.policy.yaml';

/** A session to compare another with. */
const oneCall = `import chromadb

chromadb.HttpClient(host="chroma.internal", port=8000).get_collection("customer-cases").count()
`;

suite('recorded sessions in VS Code', () => {
  const at = openWorkbench({
    prepare: async (workspace) => {
      // What is about to be changed: more may be asked for at once.
      const text = await readFile(join(policyFolder, policy), 'utf8');
      await writeFile(join(workspace, policy), text.replace('topK: 50', 'topK: 2000'));
      await sandboxNotebook(workspace);
    },
  });
  let player: SessionPlayer;
  const row = sessionRow(() => at.bench);

  step('a reviewer finds what somebody else recorded', at.page, async () => {
    await recordSession(at.world.demo, await mkdtemp(join(at.world.folder, 'before-')), oneCall);
    await recordSession(at.world.demo, at.world.folder);
    await at.bench.signIn('rita');
    await showSessionsOfAna(at.bench);
    assert.match(await row('Ana Ruiz').innerText(), /⊘ 1 · ▒ \d/);
    await screenshot(at.page(), 'vscode-sessions-tree');
  });

  step('plays it by keys: what is masked, what was refused', at.page, async () => {
    await row('Ana Ruiz').click();
    player = await SessionPlayer.open(at.bench);
    await player.shows('Ana Ruiz');
    await player.focus();
    await player.press('m');
    await player.shows(/«phone»|•mple/);
    await screenshot(at.page(), 'vscode-player-masked');
    await player.press('r');
    await player.shows('n_results 1000 is above your limit of 50');
    await screenshot(at.page(), 'vscode-player-refused');
  });

  step('compares it with another session, from the menu of its line', at.page, async () => {
    await row('Ana Ruiz').click({ button: 'right' });
    // A menu that opened just now takes no click yet.
    await at.page().getByRole('menuitem', { name: 'Compare with another session' }).hover();
    await at.page().keyboard.press('Enter');
    await player.element
      .getByRole('option', { name: /Ana Ruiz/, selected: false })
      .first()
      .click();
    await player.shows('Two sessions compared');
    await player.element.getByRole('option', { name: /only before.*aggregate customer-cases/s }).waitFor();
    await screenshot(at.page(), 'vscode-sessions-compared');
    await assertAccessibleInThemes(at.bench, player.element, 'two sessions compared');
    await player.element.getByRole('listbox').focus();
    for (const key of ['x', 'x', 'Enter']) await player.press(key);
    await player.shows('n_results 1000 is above your limit of 50');
    await player.press('P');
    await player.shows('n_results 1000 is above your limit of 50');
    await player.element.getByRole('slider').waitFor();
  });

  step('they are compared again once the window has loaded anew', at.page, async () => {
    await player.press('P');
    await player.element
      .getByRole('option', { name: /Ana Ruiz/, selected: false })
      .first()
      .click();
    await player.shows('Two sessions compared');
    const loaded = at.page().waitForEvent('load');
    await at.bench.begin('Developer: Reload Window');
    await loaded;
    player = await SessionPlayer.open(at.bench);
    await player.shows('Two sessions compared');
    await at.bench.statusSays(/Rita/);
    await player.element.getByRole('button', { name: 'end comparing' }).click();
    await player.shows('n_results 1000 is above your limit of 50');
  });

  step('copies a link to the step, and follows it', at.page, async () => {
    await at.bench.command('VectorGate: Copy link to this step');
    const read = (): Promise<string> => at.page().evaluate<string>('navigator.clipboard.readText()');
    const link = /^[a-z-]+:\/\/vectorgate\.vectorgate\/session\/\w{26}\?step=\w{26}$/;
    await until('the link is copied', async () => link.test(await read()));
    await player.focus();
    await player.press('Home');
    await at.bench.openRecorded(await read());
    await player.shows('n_results 1000 is above your limit of 50');
  });

  step('run again in a sandbox: a notebook and a terminal are answered, and no store is asked', at.page, () =>
    runInSandbox(at, player),
  );

  step('opens the rule at its line', at.page, async () => {
    await player.focus();
    await player.press('o');
    await at.page().locator('.tabs-container .tab.active', { hasText: policy }).waitFor();
    await at
      .page()
      .locator('.statusbar-item', { hasText: /Ln 7, Col 1/ })
      .waitFor();
  });

  step('asks what today’s policies say: those in force, and those here as they stand', at.page, async () => {
    await at
      .page()
      .locator('.tabs-container .tab', { hasText: /^Session/ })
      .first()
      .click();
    await player.focus();
    await player.press('t');
    await player.shows('This would be decided as it was.');
    await player.shows('newly allowed, then limit-exceeded');
    await player.shows(/analysts-read.*policy\.yaml:7/);
    await screenshot(at.page(), 'vscode-player-today');
    await assertAccessibleInThemes(at.bench, player.element, 'what today’s policies say');
  });

  step('writes a note beside the step, by keyboard', at.page, async () => {
    await player.focus();
    await player.press('n');
    await at.page().keyboard.type('asked the owner, ticket 812');
    await player.press('Control+Enter');
    await player.shows('asked the owner, ticket 812');
    await player.shows('beside this step');
    await screenshot(at.page(), 'vscode-player-note');
  });

  step('makes a policy test of it, which expects what was decided', at.page, async () => {
    await player.focus();
    await player.press('T');
    const line = at.page().locator('.monaco-editor .view-line', { hasText: 'kind: PolicyTest' });
    await line.first().waitFor();
    await at
      .page()
      .locator('.monaco-editor .view-line', { hasText: 'code: limit-exceeded' })
      .first()
      .waitFor();
    await screenshot(at.page(), 'vscode-player-test');
  });

  step('searches, with keys completed', at.page, async () => {
    await at.bench.begin('VectorGate: Search recorded sessions');
    const input = at.page().locator('.quick-input-widget input[aria-label*="Search recorded sessions"]');
    await input.fill('effect:');
    const rows = at.page().locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: /^\s*deny/ }).click();
    await rows.filter({ hasText: 'Enter searches' }).waitFor();
    await at.page().keyboard.press('Enter');
    const found = at.bench.view('Sessions').locator('.monaco-list-row');
    await until('what is found stands alone', async () => (await found.count()) === 1);
    assert.match(await found.innerText(), /^\s*search customer-cases\s*Ana Ruiz · top-k 1000/);
  });

  step(
    '“Export recorded session” takes what was found where that shows; a failure is told each time',
    at.page,
    async () => {
      const unfit = 'unfit.policy.yaml';
      await writeFile(join(at.world.workspace, unfit), 'kind: Nothing\n');
      await at.bench.command('VectorGate: Look through records');
      const found = await inFrames(at.page(), 'vg-replay vg-sessions');
      await found
        .getByRole('option', { name: /refused/ })
        .first()
        .waitFor();
      const frame = await found.elementHandle().then((handle) => handle?.ownerFrame());
      await assertAccessible(frame!, 'the page of “Look through records”');
      const told = at.bench.notification(unfit);
      for (let times = 0; times < 2; times++) {
        await at.bench.begin('VectorGate: Export recorded session');
        await chooseForExport(at.page(), 'what goes into the file', 'Who, when, by which rules');
        await chooseForExport(at.page(), 'masked how', unfit);
        await placeExport(at.page(), join(at.world.workspace, 'found.vgsession'));
        await told.waitFor();
        await found
          .getByRole('status')
          .filter({ hasText: 'Nothing was exported.' })
          .waitFor({ state: 'attached' });
        await screenshot(at.page(), 'vscode-export-failed');
        await at.bench.command('Notifications: Clear All Notifications');
        await told.waitFor({ state: 'detached' });
      }
      await rm(join(at.world.workspace, unfit));
    },
  );

  step('keeps the search under a name, runs it by its line in the view, and drops it', at.page, async () => {
    await at.bench.begin('VectorGate: Save this search');
    // The palette has the same field before the command asks.
    const input = at.page().locator('.quick-input-widget input[aria-label*="Save this search"]');
    await input.waitFor();
    // A page that loads takes the focus, or is given it late: what was asked still stands there.
    const records = await inFrames(at.page(), 'vg-replay');
    await records.getByRole('combobox', { name: 'Look for records' }).focus();
    await records.locator(':focus').first().waitFor();
    await input.fill('refused');
    await input.press('Enter');
    await input.waitFor({ state: 'hidden' });
    await at.bench.command('VectorGate: Show all sessions');
    await row('@refused').waitFor();
    await screenshot(at.page(), 'vscode-saved-searches');
    await row('@refused').click();
    const found = at.bench.view('Sessions').locator('.monaco-list-row');
    await until('what is found stands alone', async () => (await found.count()) === 1);
    await at.bench.command('VectorGate: Show all sessions');
    await row('@refused').hover();
    await row('@refused').getByRole('button', { name: 'Drop a saved search' }).click();
    await row('Saved searches').waitFor({ state: 'detached' });
  });

  step('what a program calls things is text in the tree and in the player', at.page, async () => {
    await recordHostile(at.world.demo, at.world.folder);
    await withoutHarm(at.page(), async () => {
      await at.bench.begin('VectorGate: Search recorded sessions');
      const input = at.page().locator('.quick-input-widget input[aria-label*="Search recorded sessions"]');
      await input.fill('class:schema');
      const rows = at.page().locator('.quick-input-list .monaco-list-row');
      await rows.filter({ hasText: /class:schema.*Enter searches/s }).waitFor();
      await at.page().keyboard.press('Enter');
      await row(hostileWords).click();
      const played = await inFrames(at.page(), 'body > vg-player:has-text("img src=x onerror")');
      await screenshot(at.page(), 'vscode-player-hostile');
      return [row(hostileWords), played];
    });
  });

  step('so is what a store answered, and what somebody notes beside it', at.page, () =>
    withoutHarm(at.page(), async () => {
      const played = await inFrames(at.page(), 'body > vg-player:has-text("img src=x onerror")');
      await played.getByRole('region', { name: 'Step' }).focus();
      await at.page().keyboard.press('End');
      await played
        .getByText(/… 4,99\d,\d{3} more characters/)
        .first()
        .waitFor();
      await screenshot(at.page(), 'vscode-player-hostile-answer');
      await at.page().keyboard.press('n');
      await at.page().keyboard.insertText(hostileDocument);
      await at.page().keyboard.press('Control+Enter');
      const note = played.locator('vg-notes li', { hasText: hostileWords });
      await note.waitFor();
      await screenshot(at.page(), 'vscode-player-hostile-note');
      await staysInside(played);
      return [note, played];
    }),
  );

  step('signed out, nothing of it stays', at.page, async () => {
    await at.bench.command('VectorGate: Sign out');
    await at.bench.statusSays(/Sign in/);
    await until('no player is open', async () => (await player.element.count().catch(() => 0)) === 0);
  });
});
