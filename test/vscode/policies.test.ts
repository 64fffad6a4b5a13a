import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'node:test';
import { screenshot, step } from '../browser/step.ts';
import { until } from '../browser/until.ts';
import { brokenPolicy } from '../harness/broken-policy.ts';
import { openWorkbench } from './open-workbench.ts';
import { PolicyEditor } from './policy-editor.ts';
import { withoutNodeSteps } from './without-node.ts';

const json = `{
  "apiVersion": "vectorgate/v1",
  "kind": "Policy",
  "metadata": { "name": "other", "contact": "#help" },
  "spec": {
    "rules": [
      { "id": "a", "effect": "dany" }
    ]
  }
}
`;

suite('a policy in VS Code', () => {
  const at = openWorkbench({
    // A gateway of the machine that serves VS Code to a browser: nobody needs to be signed in for policies.
    environment: { VSCODE_PROXY_URI: './proxy/{{port}}' },
    prepare: async (workspace) => {
      await writeFile(join(workspace, 'mine.policy.yaml'), brokenPolicy);
      // While one of them does not load, policies are not compared: the error comes when it is its turn.
      await writeFile(
        join(workspace, 'other.policy.json'),
        json.replace('"dany"', '"deny", "operations": ["backup"]'),
      );
      await writeFile(join(workspace, 'old.catalogue.yaml'), 'connections:\n  - nme: insights\n');
    },
  });
  let editor: PolicyEditor;
  const saved = (): Promise<string> => readFile(join(at.world.workspace, 'mine.policy.yaml'), 'utf8');

  step('an error stands at its place, with a remedy', at.page, async () => {
    await at.bench.openFile('mine.policy.yaml');
    editor = new PolicyEditor(at.bench);
    await editor.squiggle('error').waitFor();
    await editor.goTo(10, 22);
    await at.bench.command('Show or Focus Hover');
    assert.match(await editor.hover(), /operations cannot be serch\. Did you mean search\?/);
    await at.page().keyboard.press('Escape');
  });

  step('a fix mends it', at.page, async () => {
    await editor.goTo(10, 22);
    await editor.fix('Change to search');
    await until('the word is mended', async () => (await saved()).includes('operations: [search]'));
    await editor.squiggle('error').waitFor({ state: 'detached' });
  });

  step('a key is completed, and its value', at.page, async () => {
    await editor.goTo(13, 19);
    await at.page().keyboard.type('\nprin');
    await editor.complete('principals');
    await at.page().keyboard.type('gr');
    await editor.complete('groups');
    await at.page().keyboard.type('anal');
    await screenshot(at.page(), 'vscode-policy-completion');
    await editor.complete('analysts');
    await until('the file has it', async () =>
      (await saved()).includes('      principals: { groups: [analysts] }\n'),
    );
  });

  step('a rule says what it means, above it and on hover', at.page, async () => {
    await editor.lens('Analysts may search customer-* on insights, top 50.').waitFor();
    await editor.goTo(6, 14);
    await at.bench.command('Show or Focus Hover');
    assert.match(await editor.hover(), /Analysts may search customer-\* on insights/);
    await screenshot(at.page(), 'vscode-policy-hover');
    await at.page().keyboard.press('Escape');
  });

  step('what loads and means something else is a warning', at.page, async () => {
    await editor.squiggle('warning').waitFor();
    await at.bench.command('View: Focus Problems');
    const problems = at.page().locator('.markers-panel');
    await problems.getByText('The permit analysts-read never applies').waitFor();
    await screenshot(at.page(), 'vscode-policy-problems');
  });

  step('formats, and lists its rules', at.page, async () => {
    await at.bench.tab('mine.policy.yaml');
    await editor.goTo(13, 19);
    await at.page().keyboard.press('End');
    await at.page().keyboard.type('\noperations:    [  scan ]');
    await at.bench.command('Format Document');
    await until('it is formatted', async () => (await saved()).includes('      operations: [scan]\n'));
    await at.page().keyboard.press('Control+Shift+o');
    const list = at.page().locator('.quick-input-list .monaco-list-row');
    await list.filter({ hasText: 'contractors-stay-out' }).waitFor();
    await at.page().keyboard.press('Escape');
  });

  step('renames a rule', at.page, async () => {
    await editor.goTo(12, 14);
    await at.page().keyboard.press('F2');
    const box = at.page().locator('.rename-box input');
    await box.waitFor();
    await box.fill('contractors-out');
    await box.press('Enter');
    await until('the rule is renamed', async () => (await saved()).includes('- id: contractors-out\n'));
  });

  step('JSON is checked, mended and completed as YAML is', at.page, async () => {
    await writeFile(join(at.world.workspace, 'other.policy.json'), json);
    await at.bench.openFile('other.policy.json');
    const written = (): Promise<string> => readFile(join(at.world.workspace, 'other.policy.json'), 'utf8');
    await editor.squiggle('error').waitFor();
    await editor.goTo(7, 33);
    await editor.fix('Change to "deny"');
    await until('the word is mended', async () => (await written()).includes('"effect": "deny" }'));
    await editor.goTo(7, 36);
    await at.page().keyboard.type(', oper');
    await editor.complete('operations');
    await at.page().keyboard.type('del');
    await editor.complete('delete');
    await until('the file has it', async () =>
      (await written()).includes('{ "id": "a", "effect": "deny", "operations": ["delete"] }'),
    );
    await screenshot(at.page(), 'vscode-policy-json');
  });

  step('a snapshot of what exists is checked and mended in its own language', at.page, async () => {
    const written = (): Promise<string> => readFile(join(at.world.workspace, 'old.catalogue.yaml'), 'utf8');
    await at.bench.openFile('old.catalogue.yaml');
    await editor.squiggle('error').waitFor();
    await at.page().locator('#status\\.editor\\.mode', { hasText: 'Catalogue (VectorGate)' }).waitFor();
    await editor.goTo(2, 6);
    await editor.fix('Change to name');
    await until('the key is mended', async () => (await written()).includes('- name: insights'));
    await editor.lens('1 connection · 0 collections').waitFor();
    await screenshot(at.page(), 'vscode-catalogue-file');
  });

  step('a permit is protected further by a rule beside it', at.page, async () => {
    await at.bench.tab('mine.policy.yaml');
    await editor.goTo(7, 16);
    await editor.fix('Ask for approval');
    await until('the rule is there', async () =>
      (await saved()).includes('    - id: analysts-read-approval\n      effect: require-approval\n'),
    );
  });

  step(
    'where the editor leads the browser through itself, the sign-in says what to do',
    at.page,
    async () => {
      await at.bench.status.click();
      const { port } = new URL(at.world.demo.controlUrl);
      await at.bench
        .notification(
          new RegExp(
            `cannot sign in at http://127\\.0\\.0\\.1:${port}: this editor leads it to http://127\\.0\\.0\\.1:\\d+/proxy/${port} instead\\..*VSCODE_PROXY_URI=http://127\\.0\\.0\\.1:${port} set`,
          ),
        )
        .waitFor();
      await at.bench.statusSays(/Sign in$/);
      await screenshot(at.page(), 'vscode-proxied');
    },
  );

  // Last: the window is opened anew for them.
  withoutNodeSteps(at);
});
