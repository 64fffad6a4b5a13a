import assert from 'node:assert/strict';
import { suite } from 'node:test';
import { placeNotebook } from '@vectorgate/demo';
import type { Frame } from 'playwright-core';
import { leastContrast } from '../browser/least-contrast.ts';
import { screenshot, step } from '../browser/step.ts';
import { until } from '../browser/until.ts';
import { EditorNotebook } from './editor-notebook.ts';
import { openWorkbench } from './open-workbench.ts';

/** With the workbench's own class for it. */
const themes = [
  { name: 'Dark Modern', dark: 'vs-dark' },
  { name: 'Dark High Contrast', dark: 'hc-black' },
  { name: 'Light High Contrast', dark: 'hc-light' },
  { name: 'Light Modern', dark: 'vs' },
] as const;

suite('how it looks in VS Code', () => {
  const at = openWorkbench({
    prepare: async (workspace) => {
      await placeNotebook(workspace);
    },
  });
  let notebook: EditorNotebook;
  let decision: Frame;

  step('everything has something to show', at.page, async () => {
    notebook = await EditorNotebook.open(at.bench, at.world.workspace, 'customer-insights.ipynb');
    await at.bench.signIn('ana');
    await notebook.runAll(7);
    await at.bench.openPanel();
    await at.bench.view('Latest refusals').locator('.monaco-list-row').first().waitFor();
    await notebook.showFailed();
    await notebook.statusItem('Open decision').click();
    decision = await at.bench.decisionFrame('search of customer-cases refused');
  });

  for (const { name, dark } of themes)
    step(`in ${name}`, at.page, async () => {
      await at.bench.theme(name);
      const workbench = at.page().locator('.monaco-workbench');
      await until(
        `${name} is on`,
        async () => (await workbench.getAttribute('class'))?.includes(` ${dark} `) ?? false,
      );
      await screenshot(at.page(), `vscode-${name}`);
      const { text, ratio } = await leastContrast(decision.locator('body'));
      assert.ok(ratio >= 4.5, `"${text}" stands out by ${ratio.toFixed(2)} only`);
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
