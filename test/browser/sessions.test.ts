import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'node:test';
import { policyFolder } from '@vectorgate/demo';
import type { Locator } from 'playwright-core';
import { openBrowserWorld } from './browser-world.ts';
import type { NotebookView } from './notebook-view.ts';
import { openLab } from './open-lab.ts';
import { screenshot, step } from './step.ts';
import { until } from './until.ts';
import { writeNotebook } from './write-notebook.ts';

const policy = 'customer-insights.policy.yaml';
const cells = {
  masked: `import chromadb
cases = chromadb.HttpClient(host="chroma.internal", port=8000).get_collection("customer-cases")
found = cases.query(query_embeddings=[[0.1] * 256], n_results=5)`,
  refused: 'cases.query(query_embeddings=[[0.1] * 256], n_results=1000)',
};

suite('recorded sessions in JupyterLab', () => {
  const at = openLab(() =>
    openBrowserWorld({
      prepare: async ({ notebooks }) => {
        await writeNotebook(join(notebooks, 'cases.ipynb'), cells);
        await copyFile(join(policyFolder, policy), join(notebooks, policy));
      },
    }),
  );
  let notebook: NotebookView;
  const card = (): Locator => notebook.cell('refused').locator('vg-decision-card');
  const player = (): Locator => at.page().locator('vg-player:visible').first();

  step('a refused cell has a card that says whom to ask', at.page, async () => {
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
    await screenshot(at.page(), 'jupyterlab-card');
  });

  step('a cell that was changed has its decision behind the line', at.page, async () => {
    const line = notebook.cell('masked').locator('details.vg-Notice');
    assert.match(await line.innerText(), /^▒ VectorGate: filter tenant = "acme" added/);
    assert.equal(await line.locator('vg-decision-card').count(), 0, 'asked for before anybody opened it');
    await line.locator('summary').press('Enter');
    await line.locator('vg-decision-card').getByText('rule analysts-read').waitFor();
  });

  step('plays the session by keys: what is masked, what was refused', at.page, async () => {
    await at.lab.section('Sessions').locator('summary').click();
    await at.lab
      .section('Sessions')
      .getByRole('button', { name: /^insights · \d+ steps/ })
      .click();
    await player().getByText('Ana Ruiz').first().waitFor();
    await player().getByRole('region', { name: 'Step' }).focus();
    await at.page().keyboard.press('m');
    await player().getByText(/•mple/).first().waitFor();
    await at.page().keyboard.press('r');
    await player().getByText('n_results 1000 is above your limit of 50').first().waitFor();
    await screenshot(at.page(), 'jupyterlab-player');
  });

  step(
    'somebody else signs in: what was open is closed; a reviewer finds it, and opens the rule',
    at.page,
    async () => {
      await at.lab.signOut();
      await until('no player is open', async () => (await at.page().locator('vg-player').count()) === 0);
      await at.lab.signIn('rita', () => at.lab.panel.getByRole('button', { name: 'Sign in' }).click());
      await at.lab.section('Sessions').getByRole('button', { name: 'All sessions, and search' }).click();
      const list = at.page().locator('vg-sessions');
      await list.getByText('Ana Ruiz').first().click();
      await player().getByRole('region', { name: 'Step' }).focus();
      await at.page().keyboard.press('r');
      await player().getByText('n_results 1000 is above your limit of 50').first().waitFor();
      await screenshot(at.page(), 'jupyterlab-sessions');
      await at.page().keyboard.press('o');
      await at
        .page()
        .locator('#jp-main-dock-panel .lm-TabBar-tab.lm-mod-current', { hasText: policy })
        .waitFor();
    },
  );

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
    assert.doesNotMatch(at.page().url(), /vectorgate-/, 'a reload opens it once more');
  });
});
