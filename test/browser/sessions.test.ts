import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { suite } from 'node:test';
import { policyFolder } from '@vectorgate/demo';
import type { Locator } from 'playwright-core';
import { assertAccessibleInThemes } from './accessible-in-themes.ts';
import { openBrowserWorld } from './browser-world.ts';
import { hostileDocument } from './hostile-answers.ts';
import { hostileWords } from './hostile-name.ts';
import type { NotebookView } from './notebook-view.ts';
import { openLab } from './open-lab.ts';
import { PolicyEditor } from './policy-editor.ts';
import { recordHostile } from './record-hostile.ts';
import { runInSandbox } from './run-in-sandbox.ts';
import { SessionsTab } from './sessions-tab.ts';
import { staysInside } from './stays-inside.ts';
import { screenshot, step } from './step.ts';
import { until } from './until.ts';
import { withoutHarm } from './without-harm.ts';
import { writeNotebook } from './write-notebook.ts';

const policy = 'customer-insights.policy.yaml';
const cells = {
  masked: `import chromadb
cases = chromadb.HttpClient(host="chroma.internal", port=8000).get_collection("customer-cases")
found = cases.query(query_embeddings=[[0.1] * 256], n_results=5)`,
  refused: 'cases.query(query_embeddings=[[0.1] * 256], n_results=1000)',
};
/** What somebody else may have written: the exception is not the gate's, nor is what it says of policy. */
const foreignCells = (decision: string) => ({
  refused: `raise RuntimeError("VectorGate: search of all-we-have refused. Decision ${decision}.")`,
  changed: 'None',
});
const foreignOutputs = (refused: string, changed: string) => ({
  refused: [
    {
      output_type: 'error',
      ename: 'RuntimeError',
      evalue: `VectorGate: search of all-we-have refused. Decision ${refused}.`,
      traceback: [`RuntimeError: VectorGate: search of all-we-have refused. Decision ${refused}.`],
    },
  ],
  changed: [
    {
      output_type: 'display_data',
      metadata: {},
      data: {
        'application/vnd.vectorgate.decision+json': { decision: changed },
        'text/plain': 'VectorGate: your session has ended, sign in at evil.example.',
      },
    },
  ],
});

suite('recorded sessions in JupyterLab', () => {
  const at = openLab(() =>
    openBrowserWorld({
      prepare: async ({ notebooks }) => {
        await writeNotebook(join(notebooks, 'cases.ipynb'), cells);
        await writeNotebook(join(notebooks, 'foreign.ipynb'), foreignCells(''));
        // What is about to be changed: more may be asked for at once.
        const text = await readFile(join(policyFolder, policy), 'utf8');
        await mkdir(join(notebooks, 'gate', 'policies'), { recursive: true });
        await writeFile(join(notebooks, 'gate', 'policies', policy), text.replace('topK: 50', 'topK: 2000'));
      },
    }),
  );
  let notebook: NotebookView;
  const card = (): Locator => notebook.cell('refused').locator('vg-decision-card');
  const sessions = (): SessionsTab => new SessionsTab(at.lab);
  const player = (): Locator => sessions().player;

  step('a refused cell has a card that says whom to ask', at.page, async () => {
    await recordHostile(at.world.demo, dirname(at.world.notebooks));
    await at.lab.signIn('ana', () => at.lab.status.click());
    notebook = await at.lab.openNotebook('cases.ipynb');
    await notebook.run('masked');
    assert.match(
      await notebook.run('refused'),
      /ChromaAuthError: VectorGate: search of customer-cases refused/,
    );
    await card().getByText('rule analysts-read').waitFor();
    await card().getByRole('button', { expanded: false }).first().press('Enter');
    await card().getByText('Ask #data-governance, or lower n_results.').first().waitFor();
    // A name without a place to break is not cut off at the panel's edge.
    const panel = at.page().locator('#vectorgate-panel');
    assert.equal(await panel.evaluate((element) => element.scrollWidth - element.clientWidth), 0);
    await screenshot(at.page(), 'jupyterlab-card');
    await assertAccessibleInThemes(at.page(), 'the card of a refused cell', 'vg-decision-card');
  });

  step('a cell that was changed has its decision behind the line', at.page, async () => {
    const line = notebook.cell('masked').locator('details.vg-Notice');
    assert.match(await line.innerText(), /^▒ VectorGate: filter tenant = "acme" added/);
    assert.equal(await line.locator('vg-decision-card').count(), 0, 'asked for before anybody opened it');
    await line.locator('summary').press('Enter');
    await line.locator('vg-decision-card').getByText('rule analysts-read').waitFor();
  });

  step('a notebook that is not trusted asks for nothing before it is told to', at.page, async () => {
    const decisionIn = (output: string): string => /Decision (\w{26})/.exec(output)?.[1] ?? '';
    const refused = decisionIn(await notebook.output('refused'));
    const changed = decisionIn(await notebook.output('masked'));
    await writeNotebook(
      join(at.world.notebooks, 'foreign.ipynb'),
      foreignCells(refused),
      'python3',
      foreignOutputs(refused, changed),
    );
    const asked: string[] = [];
    at.page().on('request', (request) => {
      const record = /\/vectorgate\/recorded\/records\/(\w{26})/.exec(request.url())?.[1];
      if (record !== undefined) asked.push(record);
    });
    const foreign = await at.lab.openNotebook('foreign.ipynb');
    const line = (cell: string): Locator => foreign.cell(cell).locator('details.vg-Notice > summary');
    await line('refused').getByText('this notebook is not trusted').waitFor();
    await line('changed').getByText('this notebook is not trusted').waitFor();
    assert.doesNotMatch(await foreign.output('changed'), /evil/);
    await screenshot(at.page(), 'jupyterlab-untrusted');
    await line('changed').press('Enter');
    await foreign.cell('changed').getByText('rule analysts-read').waitFor();
    assert.deepEqual(asked, [changed], 'more than was opened');
    await line('refused').press('Enter');
    await foreign.cell('refused').locator('vg-decision-card').getByText('rule analysts-read').waitFor();
    assert.deepEqual(asked, [changed, refused]);
    await foreign.run('refused');
    await foreign.cell('refused').locator('vg-decision-card').getByText('rule analysts-read').waitFor();
    assert.equal(await line('refused').count(), 0, 'what was run here is trusted');
  });

  step('plays the session by keys: what is masked, what was refused', at.page, async () => {
    await at.lab.section('Sessions').locator('summary').click();
    await at.lab
      .section('Sessions')
      .getByRole('button', { name: /^insights · \d+ steps/ })
      .first()
      .click();
    await player().getByText('Ana Ruiz').first().waitFor();
    await sessions().press('m');
    await player().getByText(/•mple/).first().waitFor();
    await sessions().press('r');
    await player().getByText('n_results 1000 is above your limit of 50').first().waitFor();
    await screenshot(at.page(), 'jupyterlab-player');
  });

  step('run again in a sandbox: the notebook is answered from what was recorded of it', at.page, () =>
    runInSandbox(at.page(), player(), notebook, 'cases.ipynb'),
  );

  step(
    'what a program calls things, and what a store answers, is text in the panel and in the player',
    at.page,
    () =>
      withoutHarm(at.page(), async () => {
        await at.lab
          .section('Sessions')
          .getByRole('button', { name: /^insights · \d+ steps?/ })
          .last()
          .click();
        await player().getByText(hostileWords).first().waitFor();
        await screenshot(at.page(), 'jupyterlab-player-hostile');
        await sessions().press('End');
        await player()
          .getByText(/… 4,99\d,\d{3} more characters/)
          .first()
          .waitFor();
        await screenshot(at.page(), 'jupyterlab-player-hostile-answer');
        await staysInside(player());
        return [at.lab.section('Latest refusals'), player()];
      }),
  );

  step(
    'somebody else signs in: what was open is closed; a reviewer finds it, and compares it',
    at.page,
    async () => {
      await at.lab.signOut();
      await until('no player is open', async () => (await at.page().locator('vg-player').count()) === 0);
      await at.lab.signIn('rita', () => at.lab.panel.getByRole('button', { name: 'Sign in' }).click());
      await sessions().open();
      await sessions().list.getByText('Ana Ruiz').first().click();
      await sessions().press('r');
      await player().getByText('n_results 1000 is above your limit of 50').first().waitFor();
      await screenshot(at.page(), 'jupyterlab-sessions');
      await sessions().list.getByRole('button', { name: 'compare with…' }).click();
      await sessions().list.getByRole('option', { selected: false }).last().click();
      await player().getByText('Two sessions compared').waitFor();
      await screenshot(at.page(), 'jupyterlab-sessions-compared');
      await assertAccessibleInThemes(at.page(), 'two sessions compared', '#vectorgate-sessions');
    },
  );

  step('they are compared again once JupyterLab has loaded anew, and the rule opens', at.page, async () => {
    const { url, token } = at.world.jupyter;
    await until('what is open is kept', async () => {
      const kept = await fetch(`${url}/lab/api/workspaces`, { headers: { authorization: `token ${token}` } });
      return (await kept.text()).includes('"compared"');
    });
    await at.page().reload();
    await player().getByText('Two sessions compared').waitFor();
    await player().getByRole('button', { name: 'end comparing' }).click();
    await player().getByText('n_results 1000 is above your limit of 50').first().waitFor();
    await sessions().press('o');
    await at
      .page()
      .locator('#jp-main-dock-panel .lm-TabBar-tab.lm-mod-current', { hasText: policy })
      .waitFor();
  });

  step('over the rule stands for a reviewer what was asked lately', at.page, async () => {
    const editor = new PolicyEditor(at.page());
    await editor.lens(/matched \d+ operations in 7 days · Analysts may read/).waitFor();
    await editor.lens(/rules .*· records read (just now|\d+ min ago)/).waitFor({ state: 'attached' });
    await screenshot(at.page(), 'jupyterlab-traffic');
  });

  step('asks what today’s policies say, and makes a policy test of the step', at.page, async () => {
    await sessions().show();
    await sessions().press('t');
    const said = player().getByRole('region', { name: 'What today’s policies would say' });
    await said.getByText('This would be decided as it was.').waitFor();
    await said.getByText('newly allowed, then limit-exceeded').waitFor();
    await screenshot(at.page(), 'jupyterlab-player-today');
    await assertAccessibleInThemes(at.page(), 'what today’s policies say', '#vectorgate-sessions');
    await sessions().press('T');
    const editor = at.page().locator('.jp-FileEditor:visible .cm-content');
    await editor.getByText('kind: PolicyTest').waitFor();
    await screenshot(at.page(), 'jupyterlab-player-test');
    const made = await readFile(join(at.world.notebooks, 'untitled.policy-test.yaml'), 'utf8');
    assert.match(made, /effect: deny\n +code: limit-exceeded\n +rules: \[analysts-read\]/);
  });

  step('writes a note by keyboard; keeps a search, and drops it', at.page, async () => {
    await sessions().show();
    await sessions().press('n');
    await at.page().keyboard.type('asked the owner, ticket 812');
    await at.page().keyboard.press('Control+Enter');
    await player().getByText('beside this step').waitFor();
    await screenshot(at.page(), 'jupyterlab-player-note');
    await withoutHarm(at.page(), async () => {
      await sessions().press('n');
      await at.page().keyboard.insertText(hostileDocument);
      await at.page().keyboard.press('Control+Enter');
      const note = player().locator('vg-notes li', { hasText: hostileWords });
      await note.waitFor();
      await screenshot(at.page(), 'jupyterlab-player-hostile-note');
      await staysInside(player());
      return [note];
    });
    const { list } = sessions();
    const field = list.getByRole('combobox', { name: 'Look for records' });
    await field.fill('effect:deny');
    await field.press('Escape');
    await field.press('Enter');
    await list.getByRole('button', { name: 'saved' }).click();
    const name = list.getByRole('textbox', { name: 'Name of this search' });
    await name.fill('refused');
    await name.press('Enter');
    await list.getByRole('button', { name: '@refused', exact: true }).waitFor();
    await list.getByRole('button', { name: 'all sessions' }).click();
    await field.fill('@ref');
    await list.getByRole('option', { name: '@refused effect:deny' }).click();
    await field.press('Escape');
    await field.press('Enter');
    assert.equal(await field.inputValue(), 'effect:deny');
    await screenshot(at.page(), 'jupyterlab-saved-searches');
    await list.getByRole('button', { name: 'drop @refused' }).click();
    await list.getByText('No search is kept yet.').waitFor();
    await list.getByRole('button', { name: 'all sessions' }).click();
  });

  step('a link opens the step', at.page, async () => {
    const [session, record] = await at
      .page()
      .evaluate<[string, string]>(
        '((player) => [player.sessionId, player.recordId])(document.querySelector("vg-replay").shadowRoot.querySelector("vg-player"))',
      );
    await at
      .page()
      .goto(`${at.world.jupyter.url}/lab?vectorgate-session=${session}&vectorgate-step=${record}`);
    await player().getByText('n_results 1000 is above your limit of 50').first().waitFor();
    // Once it was followed: the session that was open before stands there at once.
    await until('a reload does not open it once more', async () => !/vectorgate-/.test(at.page().url()));
  });
});
