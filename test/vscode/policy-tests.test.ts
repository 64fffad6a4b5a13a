import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'node:test';
import { screenshot, step } from '../browser/step.ts';
import { until } from '../browser/until.ts';
import { failingPolicyTests } from '../harness/failing-policy-tests.ts';
import { openWorkbench } from './open-workbench.ts';
import { PolicyEditor } from './policy-editor.ts';

const { policy, tests } = failingPolicyTests;

suite('tests of policies in VS Code', () => {
  const at = openWorkbench({
    gatewaySet: false,
    prepare: async (workspace) => {
      await mkdir(join(workspace, 'policies'));
      await writeFile(join(workspace, 'policies', 'mine.policy.yaml'), policy);
      await writeFile(join(workspace, 'policies', 'mine.policy-test.yaml'), tests);
    },
  });
  let editor: PolicyEditor;
  const file = (): string => join(at.world.workspace, 'policies', 'mine.policy-test.yaml');
  const row = (text: string) =>
    at.page().locator('.test-explorer .monaco-list-row', { hasText: text }).first();
  const saved = (text: string): Promise<void> =>
    until(`the file has ${text}`, async () => (await readFile(file(), 'utf8')).includes(text));

  step('a name that no rule has is told, and mended', at.page, async () => {
    editor = new PolicyEditor(at.bench);
    await at.bench.quickOpen('mine.policy-test.yaml');
    await editor.squiggle('error').waitFor();
    await editor.goTo(20, 34);
    await editor.fix('Change to email-is-masked');
    await until('the name is mended', async () =>
      (await readFile(file(), 'utf8')).includes('rules: [analysts-read, email-is-masked]'),
    );
    await editor.squiggle('error').waitFor({ state: 'detached' });
  });

  step('identities and rules are completed', at.page, async () => {
    await editor.goTo(16, 23);
    await at.page().keyboard.type(', out');
    await editor.complete('outsider');
    await until('the file has it', async () =>
      (await readFile(file(), 'utf8')).includes('identities: [ana, outsider]'),
    );
    for (const key of ['Control+Backspace', 'Backspace', 'Backspace']) await at.page().keyboard.press(key);
    await saved('identities: [ana]');
  });

  step('a test is run from the gutter; what failed stands beside what was expected', at.page, async () => {
    await at.page().locator('.testing-run-glyph').nth(1).click();
    await at.page().locator('.test-error-content-widget').first().waitFor();
    const results = at.page().locator('.test-output-peek-tree .monaco-list-row');
    await results.filter({ hasText: 'analysts see no address' }).first().click();
    const diff = at.page().locator('.test-output-peek-message-container .monaco-diff-editor').first();
    await diff.waitFor();
    await until('both sides are there', async () => {
      const text = (await diff.innerText()).replaceAll('\u00a0', ' ');
      return /email: redact/.test(text) && /method: partial, keepLast: 4/.test(text);
    });
    await screenshot(at.page(), 'vscode-policy-test-failure');
  });

  step('all are run from the explorer, and what passes is marked', at.page, async () => {
    await at.bench.command('Testing: Focus on Test Explorer View');
    await row('mine.policy-test.yaml').click();
    await at.page().keyboard.press('ArrowRight');
    await row('analysts see no address').waitFor();
    await at.bench.command('Test: Run All Tests');
    await row('what outsider may do').locator('.codicon-testing-passed-icon').waitFor();
    await row('analysts see no address').locator('.codicon-testing-failed-icon').waitFor();
    await screenshot(at.page(), 'vscode-policy-test-explorer');
  });

  step(
    'mended, it passes, and coverage stands at the rules and the parts of conditions',
    at.page,
    async () => {
      await at.bench.tab('mine.policy-test.yaml');
      await editor.goTo(21, 31);
      await at.page().keyboard.press('Control+Backspace');
      await at.page().keyboard.type('{ method: partial, keepLast: 4 }');
      await saved('email: { method: partial, keepLast: 4 } }');
      await at.bench.command('Test: Run All Tests with Coverage');
      await row('analysts see no address').locator('.codicon-testing-passed-icon').waitFor();
      const coverage = at.page().locator('.test-coverage-list-item', { hasText: 'mine.policy.yaml' }).first();
      await coverage.waitFor();
      await at.bench.quickOpen('mine.policy.yaml');
      await at.page().locator('.coverage-deco-gutter.coverage-deco-hit').first().waitFor();
      await at.page().locator('.coverage-deco-gutter.coverage-deco-miss').first().waitFor();
      await screenshot(at.page(), 'vscode-policy-test-coverage');
      assert.match(await coverage.innerText(), /%/);
    },
  );

  step(
    'the line above the policy says how its tests come out, and that it was before a change',
    at.page,
    async () => {
      const line = (text: RegExp) => at.page().locator('.codelens-decoration a', { hasText: text }).first();
      await at.bench.command('View: Hide Panel');
      await editor.goTo(1, 1);
      await line(/^2 tests pass$/).waitFor();
      await editor.goTo(16, 61);
      await at.page().keyboard.press('Backspace');
      await at.page().keyboard.type('3');
      await line(/^2 tests passed before this change$/).waitFor();
      await line(/^1 of 2 tests fails$/).waitFor();
      await screenshot(at.page(), 'vscode-policy-tests-line');
      await line(/^1 of 2 tests fails$/).click();
      await row('analysts see no address').waitFor();
    },
  );
});
