import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite } from 'node:test';
import type { Frame } from 'playwright-core';
import { leastContrast } from '../browser/least-contrast.ts';
import { pageThroughCases } from '../browser/page-through-cases.ts';
import { screenshot, step } from '../browser/step.ts';
import { brokenRefusal } from '../harness/broken-policy.ts';
import { editedPolicy, writeEditedPolicies } from '../harness/edited-policies.ts';
import { failingPolicyTests } from '../harness/failing-policy-tests.ts';
import { publisherKey } from '../harness/policy-publishing.ts';
import { assertAccessible } from '../replay-ui/assert-accessible.ts';
import { openWorkbench } from './open-workbench.ts';
import { PolicyEditor } from './policy-editor.ts';
import { type ColourTheme, colourThemes } from './workbench.ts';

const themes = Object.keys(colourThemes) as readonly ColourTheme[];
const name = editedPolicy;
const key = publisherKey();
const place = mkdtempSync(join(tmpdir(), 'vectorgate-key-'));
writeFileSync(join(place, 'key.pem'), key.pem, { mode: 0o600 });

suite('how policies look in VS Code', () => {
  after(() => rmSync(place, { recursive: true, force: true }));
  const at = openWorkbench({
    settings: { 'editor.minimap.enabled': true },
    policy: { publishers: { groups: ['data-owners'], keys: [{ id: 'laptop', publicKey: key.publicKey }] } },
    machine: { 'vectorgate.policies.signingKey': join(place, 'key.pem') },
    prepare: async (workspace) => {
      const write = async (folder: string, files: Readonly<Record<string, string>>): Promise<void> => {
        await mkdir(join(workspace, folder));
        for (const [file, text] of Object.entries(files))
          await writeFile(join(workspace, folder, file), text);
      };
      await write('broken', { 'broken.policy.yaml': brokenRefusal });
      const { policy, tests } = failingPolicyTests;
      await write('tested', {
        'mine.policy.yaml': policy,
        'mine.policy-test.yaml': tests.replace('email-masked', 'email-is-masked'),
      });
      await writeEditedPolicies(workspace, 'policies');
    },
  });
  let editor: PolicyEditor;
  const keyboard = () => at.page().keyboard;
  const hint = (text: RegExp) => at.page().locator('.monaco-editor .view-line', { hasText: text }).first();

  /** Runs a command that asks for something, and takes one of its choices. */
  const run = async (command: string, choice: string): Promise<void> => {
    await at.bench.begin(command);
    await at.page().locator('.quick-input-list .monaco-list-row', { hasText: choice }).first().click();
  };

  /** No script runs in these pages, and axe's neither: a copy is checked, with the theme's colours, which stand in it. */
  const accessible = async (page: Frame, what: string): Promise<void> => {
    const html: string = await page.locator('html').evaluate((node) => node.outerHTML);
    const copy = await at.world.context.newPage();
    try {
      await copy.setContent(html.replaceAll(/<meta http-equiv[^>]*>/gi, ''));
      await assertAccessible(copy, what);
    } finally {
      await copy.close();
    }
  };

  step('tests have run, and one failed', at.page, async () => {
    editor = new PolicyEditor(at.bench);
    await at.bench.quickOpen('mine.policy-test.yaml');
    await at.bench.command('Testing: Focus on Test Explorer View');
    await at.bench.command('Test: Run All Tests with Coverage');
    await at.page().locator('.test-coverage-list-item', { hasText: 'mine.policy.yaml' }).first().waitFor();
    await at.page().locator('.test-explorer .codicon-testing-failed-icon').first().waitFor();
    // What failed opens a panel; the room is the editor's here.
    await at.bench.command('View: Hide Panel');
  });

  for (const theme of themes)
    step(`written and tested in ${theme}`, at.page, async () => {
      const shot = (what: string): Promise<string> => screenshot(at.page(), `vscode-policy-${theme}-${what}`);
      await at.bench.theme(theme);
      await at.bench.quickOpen('broken.policy.yaml');
      await editor.squiggle('error').waitFor();
      await editor.lens('Analysts may search customer-* on insights').waitFor();
      await hint(/more.is.refused/).waitFor();
      await shot('editor');
      await editor.goTo(14, 22);
      await at.bench.command('Show or Focus Hover');
      assert.match(await editor.hover(), /Did you mean search\?/);
      await shot('hover-error');
      await keyboard().press('Escape');
      await editor.goTo(6, 14);
      await at.bench.command('Show or Focus Hover');
      assert.match(await editor.hover(), /Analysts may search/);
      await shot('hover');
      await keyboard().press('Escape');
      await editor.goTo(10, 20);
      await keyboard().press('Control+Space');
      await at.page().locator('.suggest-widget.visible .monaco-list-row').first().waitFor();
      await shot('completion');
      await keyboard().press('Escape');
      await editor.goTo(14, 22);
      await keyboard().press('Control+.');
      await at.page().locator('.action-widget .monaco-list-row', { hasText: 'Change to search' }).waitFor();
      await shot('fixes');
      await keyboard().press('Escape');
      await editor.goTo(12, 14);
      await keyboard().press('F2');
      await at.page().locator('.rename-box input').waitFor();
      await shot('rename');
      await keyboard().press('Escape');
      await at.bench.quickOpen('mine.policy-test.yaml');
      await at.page().locator('.test-error-content-widget').first().waitFor();
      await shot('tests');
      await at.bench.quickOpen('mine.policy.yaml');
      await at.page().locator('.coverage-deco-gutter.coverage-deco-miss').first().waitFor();
      await shot('coverage');
    });

  step('a change is compared', at.page, async () => {
    await pageThroughCases(at.world.demo, [5, 30]);
    await at.bench.signIn('rita');
    await at.bench.command('View: Close All Editors');
    await keyboard().press('Control+b');
    await at.bench.quickOpen(name);
    await editor.lens(/\d+ rules/).waitFor();
    await run('VectorGate: Permission diff against', 'the last commit');
    const diff = await at.bench.decisionFrame('Permission diff against HEAD');
    await diff.getByRole('link', { name: 'Weigh by the last 7 days' }).click();
    await at.bench.decisionFrame('Weighed by');
    await at.bench.tab(name);
    await run('VectorGate: What would this change have done', 'the policies that the gateway has in force');
    await at.bench.decisionFrame('What this change would have done');
  });

  for (const theme of themes)
    step(`compared in ${theme}`, at.page, async () => {
      const looks = async (page: Frame, what: string): Promise<void> => {
        await screenshot(at.page(), `vscode-policy-${theme}-${what}`);
        const { text, ratio } = await leastContrast(page.locator('body'));
        assert.ok(ratio >= 4.5, `"${text}" of ${what} stands out by ${ratio.toFixed(2)} only in ${theme}`);
        await accessible(page, `${what} in ${theme}`);
      };
      await at.bench.theme(theme);
      await at.bench.tab('What this change would have done');
      await looks(await at.bench.decisionFrame('would have been otherwise'), 'what-if');
      await at.bench.tab('Permission diff');
      await looks(await at.bench.decisionFrame('Permission diff against HEAD'), 'permission-diff');
      await at.bench.tab(name);
      const live = editor.lens(/^live · .* · \d+ rules? differs?/);
      await live.waitFor();
      await screenshot(at.page(), `vscode-policy-${theme}-live`);
      // Its colour is the theme's own: what VS Code has for every lens.
      const { text, ratio } = await leastContrast(live);
      assert.ok(ratio >= 3, `"${text}" stands out by ${ratio.toFixed(2)} only in ${theme}`);
    });

  step('somebody who publishes is signed in', at.page, async () => {
    await at.bench.command('VectorGate: Sign out');
    await at.bench.statusSays(/sign in/i);
    await at.bench.signIn('omar');
    await at.bench.command('View: Close All Editors');
    await at.bench.quickOpen(name);
    await editor.lens(/^live · /).waitFor();
  });

  for (const theme of themes)
    step(`published in ${theme}`, at.page, async () => {
      await at.bench.theme(theme);
      await at.bench.tab(name);
      const box = await at.bench.begin('VectorGate: Publish policies');
      await at.bench.decisionFrame('Permission diff against live');
      await at
        .page()
        .locator('.quick-input-widget', { hasText: 'Why? It is kept with the revision' })
        .waitFor();
      await screenshot(at.page(), `vscode-policy-${theme}-publish-why`);
      await box.fill('fewer pages, ticket 812');
      await box.press('Enter');
      const dialog = at.page().locator('.monaco-dialog-box');
      await dialog.waitFor();
      await screenshot(at.page(), `vscode-policy-${theme}-publish`);
      const { text, ratio } = await leastContrast(dialog);
      assert.ok(ratio >= 4.5, `"${text}" stands out by ${ratio.toFixed(2)} only in ${theme}`);
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await dialog.waitFor({ state: 'detached' });
    });
});
