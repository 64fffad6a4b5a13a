import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, suite } from 'node:test';
import { screenshot, step } from '../browser/step.ts';
import { until } from '../browser/until.ts';
import { assertDecidesAsMeant, ownersCatalogue, policiesOfOwner } from '../harness/owners-rule.ts';
import { openWorkbench } from './open-workbench.ts';
import { PolicyEditor } from './policy-editor.ts';

const policies = await policiesOfOwner();
const name = 'support-access.policy.yaml';

suite('a data owner writes a rule in VS Code by what is offered alone', () => {
  after(() => policies.remove());
  const at = openWorkbench({
    policies: policies.folder,
    prepare: (workspace) => writeFile(join(workspace, 'vectorgate.catalogue.yaml'), ownersCatalogue),
  });
  let editor: PolicyEditor;
  const keys = async (...all: string[]): Promise<void> => {
    for (const key of all) await at.page().keyboard.press(key);
  };
  const saved = (): Promise<string> => readFile(join(at.world.workspace, name), 'utf8');
  /** Takes with Enter what is offered first, which has to be this; `typed` are first letters of a name. */
  const accept = async (label: string, typed = ''): Promise<void> => {
    await at.page().keyboard.type(typed);
    await editor.first(label).waitFor();
    await keys('Enter');
    await editor.first(label).waitFor({ state: 'hidden' });
  };
  /** Goes to the next place to fill, where something is offered. */
  const next = (): Promise<void> => keys('Tab');

  step('“New policy” asks for a name, and begins the file', at.page, async () => {
    await at.bench.signIn('omar');
    editor = new PolicyEditor(at.bench);
    const input = await at.bench.begin('VectorGate: New policy');
    await at.page().locator('.quick-input-widget', { hasText: 'What is it for?' }).waitFor();
    await input.fill('Support access');
    await at.page().locator('.quick-input-message', { hasText: 'lower-case letters' }).waitFor();
    await input.fill('support-access');
    await keys('Enter');
    await at.page().locator('.tabs-container .tab.active', { hasText: name }).waitFor();
    await accept('support-access');
    await next();
    await accept('data-owners', 'data');
    await next();
    await at.page().keyboard.type('#support');
    await next();
  });

  step('a whole rule for a group is the first thing that is offered', at.page, async () => {
    await editor.first('access for a group').waitFor();
    await screenshot(at.page(), 'vscode-owner-begin');
    await keys('Enter');
    await accept('support', 'sup');
    await next();
    await accept('insights');
    await next();
    await accept('customer-cases', 'cust');
    await next();
  });

  step('fields are those of the collection, with their types', at.page, async () => {
    // The gateway looks into the collection once the file names it.
    await until('the fields are known', async () => {
      const shown = await editor
        .first('tenant')
        .filter({ hasText: 'string, in customer-cases' })
        .waitFor({ timeout: 3_000 })
        .then(
          () => true,
          () => false,
        );
      if (!shown) await keys('Escape', 'Control+Space');
      return shown;
    });
    await screenshot(at.page(), 'vscode-owner-field');
    await accept('tenant');
    await next();
    await accept('tenant');
    await next();
    await accept('email');
    await next();
    await accept('support');
    await next();
  });

  step('nothing is said against it, and it says what it means', at.page, async () => {
    await editor.lens('Support may search and fetch customer-cases on insights, top 50.').waitFor();
    await editor.lens(/only records whose tenant is their claim tenant/).waitFor();
    await editor.lens(/email redacted; \$vector left out/).waitFor();
    await screenshot(at.page(), 'vscode-owner-rule');
    await at.bench.command('View: Focus Problems');
    await at.page().getByText('No problems have been detected in the workspace.').waitFor();
    await at.bench.tab(name);
  });

  step('it decides as it was meant', at.page, async () => {
    const written = await saved();
    assert.match(written, /- id: support-reads\n/);
    assert.match(written, /- id: support-masks\n {6}effect: guard\n/);
    await assertDecidesAsMeant(`${written.trimEnd()}\n`);
  });

  step('behind it a further rule may begin, wherever Enter put the cursor', at.page, async () => {
    await at.bench.tab(name);
    // Keys go to where the focus is, which follows the click by and by.
    await at.page().locator('.editor-instance .monaco-editor.focused').waitFor();
    await keys('Control+End', 'Enter', 'Control+Space');
    await at.page().keyboard.type('tenant');
    await editor.first('tenant filter').waitFor();
    // It brings a place to fill: the next list opens at once, and may be there before this one is seen to go.
    await keys('Enter');
    await accept('product-docs', 'prod');
    await until('the file has it', async () =>
      /\n {4}- id: own-tenant-only\n {6}effect: guard\n {6}resources: \{ collections: \[product-docs\] \}\n/.test(
        await saved(),
      ),
    );
    await keys('Escape', 'Escape');
  });

  step('of a filter that is begun anew, what is the caller’s is offered first', at.page, async () => {
    const before = await saved();
    const lines = before.split('\n');
    const line = lines.findLastIndex((one) => one.includes('claim: tenant'));
    const column = (lines[line] ?? '').indexOf('{ claim');
    await editor.goTo(line + 1, column + 1);
    for (let left = '{ claim: tenant }'.length; left > 0; left--) await keys('Delete');
    await keys('Control+Space');
    await accept('the caller’s tenant');
    await until('the file has it', async () => (await saved()) === before);
  });
});
