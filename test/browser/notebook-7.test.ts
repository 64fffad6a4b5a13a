import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, suite } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { type BrowserWorld, openBrowserWorld } from './browser-world.ts';
import { exportArchives } from './export-archives.ts';
import { fillForm } from './lab.ts';
import { screenshot, step } from './step.ts';
import { until } from './until.ts';
import { writeNotebook } from './write-notebook.ts';

const cells = {
  ask: `import os
import chromadb
try:
    client = chromadb.HttpClient(host="chroma.internal", port=8000)
    print("process", os.getpid(), "counts", client.get_collection("customer-cases").count())
except Exception as problem:
    print("process", os.getpid(), "refused", problem)`,
  refused: `client.get_collection("customer-cases").query(query_embeddings=[[0.1] * 256], n_results=1000)`,
};

suite('Notebook 7, the other face of the same server', () => {
  let world: BrowserWorld;
  let page: Page;
  let item: Locator;
  let first: string;
  let exported: Promise<unknown>;
  before(async () => {
    world = await openBrowserWorld({
      prepare: ({ notebooks }) => writeNotebook(join(notebooks, 'plain.ipynb'), cells),
    });
    page = world.context.pages()[0] ?? (await world.context.newPage());
    item = page.locator('#top-panel-wrapper .vg-StatusItem-button');
  });
  after(() => world?.close());

  /** Runs a cell by its key until it prints. */
  const run = async (prints: RegExp, at = 0): Promise<string> => {
    const cell = page.locator('.jp-Notebook-cell').nth(at);
    const prompt = cell.locator('.jp-InputPrompt').first();
    await prompt.click();
    await page.keyboard.press('Control+Enter');
    let said = '';
    await until(`the cell prints ${prints}`, async () => {
      // Nothing on the page says that the kernel is there, and a cell that is run before that is not run.
      if (/\[ \]/.test(await prompt.innerText())) await page.keyboard.press('Control+Enter');
      said = (await cell.locator('.jp-OutputArea-output').allInnerTexts()).join('\n');
      return prints.test(said);
    });
    return said;
  };

  step(
    'the sign-in stands above the document; a cell is refused with words',
    () => page,
    async () => {
      await page.goto(`${world.jupyter.url}/notebooks/plain.ipynb?token=${world.jupyter.token}`);
      await item.getByText('Sign in').waitFor();
      const said = await run(/refused/);
      assert.match(said, /VectorGate: you are not signed in/);
      first = /process (\d+)/.exec(said)?.[1] ?? '';
    },
  );

  step(
    'signed in, the same kernel is governed',
    () => page,
    async () => {
      const opened = page.waitForEvent('popup');
      await item.click();
      const popup = await opened;
      const closed = popup.waitForEvent('close');
      await fillForm(popup, 'ana');
      await popup.getByRole('button', { name: /^Continue as / }).click();
      await closed;
      await item.getByText('Ana Ruiz').waitFor();
      const said = await run(/counts/);
      assert.match(said, new RegExp(`^process ${first} counts \\d+$`, 'm'));
      await screenshot(page, 'notebook-7');
    },
  );

  step(
    'the panel stands beside the document',
    () => page,
    async () => {
      await item.click();
      const panel = page.locator('#vectorgate-panel');
      await panel.getByRole('region', { name: 'Signed in' }).waitFor();
      await panel.getByText('plain.ipynb').first().waitFor();
      await screenshot(page, 'notebook-7-panel');
    },
  );

  step(
    'a recorded session plays below the document',
    () => page,
    async () => {
      const panel = page.locator('#vectorgate-panel');
      await panel.locator('summary', { hasText: 'Sessions' }).click();
      await panel.getByRole('button', { name: /^insights · \d+ steps/ }).click();
      const player = page.locator('vg-player');
      await player.getByText('Ana Ruiz').first().waitFor();
      await until('there is room for it', async () => ((await player.boundingBox())?.height ?? 0) > 300);
      await screenshot(page, 'notebook-7-player');
    },
  );

  /** The tab that opens for a document: Notebook shows each in one of its own. */
  const opens = async (what: RegExp, act: () => Promise<void>): Promise<Page> => {
    const opened = world.context.waitForEvent('page');
    await act();
    const tab = await opened;
    await tab.waitForURL(what);
    return tab;
  };

  step(
    'a refused cell has its card, from which a policy test is made in a tab of its own',
    () => page,
    async () => {
      exported = exportArchives(world.demo, world.notebooks);
      // Told where it is waited for.
      exported.catch(() => undefined);
      await run(/search of customer-cases refused/, 1);
      const card = page.locator('vg-decision-card').first();
      await card.getByRole('button', { expanded: false }).first().press('Enter');
      await card.getByText('Ask #data-governance, or lower n_results.').first().waitFor();
      await screenshot(page, 'notebook-7-card');
      const tab = await opens(/untitled\.policy-test\.yaml/, () =>
        card.getByRole('button', { name: 'make a policy test' }).click(),
      );
      await tab.locator('.cm-content').getByText('kind: PolicyTest').waitFor();
      await screenshot(tab, 'notebook-7-policy-test');
      await tab.close();
    },
  );

  step(
    'an archive opens from the list of files, and plays',
    () => page,
    async () => {
      await exported;
      const files = await world.context.newPage();
      await files.goto(`${world.jupyter.url}/tree`);
      const tab = await opens(/good\.vgsession/, () =>
        files.locator('.jp-DirListing-item', { hasText: 'good.vgsession' }).dblclick(),
      );
      await files.close();
      const archive = tab.locator('vg-archive');
      await archive.getByText('all stand in the signed log').first().waitFor();
      await screenshot(tab, 'notebook-7-archive');
      await archive.getByRole('region', { name: 'Step' }).focus();
      await tab.keyboard.press('r');
      await archive.getByText('n_results 1000 is above your limit of 50').first().waitFor();
      await tab.close();
    },
  );

  step(
    'a link to a step opens it below the document',
    () => page,
    async () => {
      const [session, record] = await page.evaluate<[string, string]>(
        '((player) => [player.sessionId, player.recordId])(document.querySelector("vg-player"))',
      );
      await page.goto(
        `${world.jupyter.url}/notebooks/plain.ipynb?vectorgate-session=${session}&vectorgate-step=${record}`,
      );
      await page.locator('vg-player').getByText('Ana Ruiz').first().waitFor();
      assert.doesNotMatch(page.url(), /vectorgate-/, 'a reload opens it once more');
      await screenshot(page, 'notebook-7-link');
    },
  );
});
