import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'node:test';
import { promisify } from 'node:util';
import { policyFolder } from '@vectorgate/demo';
import type { Frame } from 'playwright-core';
import { leastContrast } from '../browser/least-contrast.ts';
import { pageThroughCases } from '../browser/page-through-cases.ts';
import { screenshot, step } from '../browser/step.ts';
import { failingPolicyTests } from '../harness/failing-policy-tests.ts';
import { assertAccessible } from '../replay-ui/assert-accessible.ts';
import { openWorkbench } from './open-workbench.ts';
import { PolicyEditor } from './policy-editor.ts';
import { type ColourTheme, colourThemes } from './workbench.ts';

const themes = Object.keys(colourThemes) as readonly ColourTheme[];
const name = 'customer-insights.policy.yaml';

/** One error, hints of the sorts that need no gateway, and no more lines than a window shows. */
const broken = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: broken, contact: "#help" }
spec:
  rules:
    - id: analysts-read
      effect: allow
      principals: { groups: [analysts] }
      resources: { connections: [insights], collections: ["customer-*"] }
      operations: [search]
      expires: "2099-01-01T00:00:00Z"
    - id: contacts-are-masked
      effect: guard
      resources: { collections: ["customer-*"] }
      limits: { topK: 20, rate: 60/min }
      mask: [{ fields: [email], method: partial, keepLast: 4 }]
    - id: contractors-stay-out
      effect: deny
      operations: [serch]
`;

suite('how policies look in VS Code', () => {
  const at = openWorkbench({
    prepare: async (workspace) => {
      const write = async (folder: string, files: Readonly<Record<string, string>>): Promise<void> => {
        await mkdir(join(workspace, folder));
        for (const [file, text] of Object.entries(files))
          await writeFile(join(workspace, folder, file), text);
      };
      await write('broken', { 'broken.policy.yaml': broken });
      const { policy, tests } = failingPolicyTests;
      await write('tested', {
        'mine.policy.yaml': policy,
        'mine.policy-test.yaml': tests.replace('email-masked', 'email-is-masked'),
      });
      const text = await readFile(join(policyFolder, name), 'utf8');
      await write('policies', { [name]: text });
      const git = (...args: string[]) =>
        promisify(execFile)('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
          cwd: workspace,
        });
      await git('init', '-q', '-b', 'main');
      await git('add', '.');
      await git('commit', '-q', '-m', 'policies');
      const edited = text
        .replace('limits: { topK: 50, page: 100 }', 'limits: { topK: 50, page: 20 }')
        .replace(
          'except: { groups: [data-owners], services',
          'except: { groups: [data-owners, analysts], services',
        );
      assert.notEqual(edited, text);
      await writeFile(join(workspace, 'policies', name), edited);
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
      await editor.goTo(19, 22);
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
    await editor.lens(/^\d+ rules/).waitFor();
    await run('VectorGate: Permission diff against', 'the last commit');
    await at.bench.decisionFrame('Permission diff against HEAD');
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
      const live = editor.lens(/live · .* · \d+ rules? differs?$/);
      await live.waitFor();
      await screenshot(at.page(), `vscode-policy-${theme}-live`);
      // Its colour is the theme's own: what VS Code has for every lens.
      const { text, ratio } = await leastContrast(live);
      assert.ok(ratio >= 3, `"${text}" stands out by ${ratio.toFixed(2)} only in ${theme}`);
    });
});
