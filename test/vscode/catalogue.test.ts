import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'node:test';
import { screenshot, step } from '../browser/step.ts';
import { until } from '../browser/until.ts';
import { unnamedPolicy } from '../harness/unnamed-policy.ts';
import { openWorkbench } from './open-workbench.ts';
import { PolicyEditor } from './policy-editor.ts';

suite('the live catalogue in VS Code', () => {
  const at = openWorkbench({
    prepare: async (workspace) => {
      await writeFile(join(workspace, 'mine.policy.yaml'), unnamedPolicy);
    },
  });
  let editor: PolicyEditor;
  const saved = (): Promise<string> => readFile(join(at.world.workspace, 'mine.policy.yaml'), 'utf8');

  step('without a sign-in the file says that there is none', at.page, async () => {
    await at.bench.openFile('mine.policy.yaml');
    editor = new PolicyEditor(at.bench);
    await editor.lens(/1 rule · 1 with errors · no catalogue/).waitFor();
  });

  step('whoever signs in has what exists, and the line over the file says so', at.page, async () => {
    await at.bench.signIn('rita');
    await at.bench.tab('mine.policy.yaml');
    await editor.lens(/live catalogue, just now/).waitFor();
  });

  step('a collection is completed out of it', at.page, async () => {
    await editor.goTo(8, 59);
    await at.page().keyboard.type('cust');
    await screenshot(at.page(), 'vscode-catalogue-collections');
    await editor.complete('customer-cases');
    await until('the file has it', async () => (await saved()).includes('collections: [customer-cases] }'));
  });

  step('and a field of it, with its type and how often it occurs', at.page, async () => {
    await editor.goTo(10, 22);
    const row = at.page().locator('.suggest-widget.visible .monaco-list-row', { hasText: 'email' }).first();
    // The gateway looks into the collection once the file names it.
    await until('the fields are known', async () => {
      await at.page().keyboard.press('Control+Space');
      const shown = await row.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
      if (!shown) await at.page().keyboard.press('Escape');
      return shown;
    });
    await screenshot(at.page(), 'vscode-catalogue-fields');
    await editor.complete('email');
    await until('the file has it', async () => (await saved()).includes('fields: [email]'));
  });

  step('hover says what it is, and how it is seen', at.page, async () => {
    await editor.goTo(10, 23);
    await at.bench.command('Show or Focus Hover');
    assert.match(await editor.hover(), /Field email: string in every record of customer-cases/);
    await screenshot(at.page(), 'vscode-catalogue-hover');
    await at.page().keyboard.press('Escape');
  });

  step('it stays while the gateway is away, with its age, and is asked for on request', at.page, async () => {
    await at.world.demo.gateway.stop();
    await at.bench.command('VectorGate: Refresh catalogue');
    await editor.goTo(8, 59);
    await at.page().keyboard.press('Control+Space');
    const row = at
      .page()
      .locator('.suggest-widget.visible .monaco-list-row', { hasText: 'product-docs' })
      .first();
    await row.waitFor();
    await at.page().keyboard.press('Escape');
  });
});
