import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { openBrowserWorld } from './browser-world.ts';
import { command } from './command.ts';
import type { Lab } from './lab.ts';
import { leastContrast } from './least-contrast.ts';
import { openLab } from './open-lab.ts';
import { placeBareKernels } from './place-bare-kernels.ts';
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

  const inEveryTheme = async (state: string): Promise<void> => {
    for (const { name, forced } of themes) {
      await at.lab.page.emulateMedia({ forcedColors: forced ? 'active' : 'none' });
      await command(at.lab.page, `Use Theme: ${name}`);
      await at.lab.page.locator(`body[data-jp-theme-name="${name}"]`).waitFor({ state: 'attached' });
      await at.lab.page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
      await signOut().or(signIn()).first().focus();
      await screenshot(at.lab.page, `${name}${forced ? ' forced colours' : ''} ${state}`);
      for (const part of [at.lab.panel, at.lab.status]) {
        const { text, ratio } = await leastContrast(part);
        assert.ok(ratio >= 4.5, `"${text}" has a contrast of ${ratio.toFixed(2)} in ${name}`);
      }
    }
  };

  step('signed in, everything can be read in every theme', at.page, async () => {
    const notebook = await at.lab.openNotebook('refused.ipynb');
    await notebook.run('refused');
    await fetch(`${at.world.jupyter.url}/api/kernels`, {
      method: 'POST',
      headers: { authorization: `token ${at.world.jupyter.token}` },
      body: JSON.stringify({ name: 'bare' }),
    });
    await at.lab.section('Latest').locator('li', { hasText: 'limit of 50' }).waitFor();
    assert.match(await (await at.lab.kernelEntry('bare')).innerText(), /not governed/);
    await inEveryTheme('signed in');
  });

  step('signed out, everything can be read in every theme', at.page, async () => {
    await at.lab.signOut();
    await inEveryTheme('signed out');
  });
});
