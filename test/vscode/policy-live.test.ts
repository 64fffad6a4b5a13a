import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite } from 'node:test';
import { policyFolder } from '@vectorgate/demo';
import { leastContrast } from '../browser/least-contrast.ts';
import { screenshot, step } from '../browser/step.ts';
import { until } from '../browser/until.ts';
import { publisherKey } from '../harness/policy-publishing.ts';
import { signIn } from '../harness/sign-in.ts';
import { openWorkbench } from './open-workbench.ts';
import { PolicyEditor } from './policy-editor.ts';

const name = 'customer-insights.policy.yaml';
const key = publisherKey();
const place = mkdtempSync(join(tmpdir(), 'vectorgate-key-'));
writeFileSync(join(place, 'key.pem'), key.pem, { mode: 0o600 });

suite('what is live, in VS Code', () => {
  after(() => rmSync(place, { recursive: true, force: true }));
  const at = openWorkbench({
    policy: { publishers: { groups: ['data-owners'], keys: [{ id: 'laptop', publicKey: key.publicKey }] } },
    machine: { 'vectorgate.policies.signingKey': join(place, 'key.pem') },
    prepare: async (workspace) => {
      const text = await readFile(join(policyFolder, name), 'utf8');
      const edited = text.replace('limits: { topK: 50, page: 100 }', 'limits: { topK: 60, page: 100 }');
      assert.notEqual(edited, text);
      await writeFile(join(workspace, name), edited);
    },
  });
  const lens = (text: RegExp) => new PolicyEditor(at.bench).lens(text);
  const revision = async (): Promise<number> => {
    const { controlUrl } = at.world.demo;
    const { accessToken } = await signIn(controlUrl, 'rita');
    const headers = { authorization: `Bearer ${accessToken}` };
    const said = (await (await fetch(`${controlUrl}/api/v1/policy`, { headers })).json()) as {
      change: { revision: number };
    };
    return said.change.revision;
  };
  const dialog = () => at.page().locator('.monaco-dialog-box');

  step('a line above the file says what is live and how many rules differ', at.page, async () => {
    await at.bench.signIn('omar');
    await at.bench.openFile(name);
    await lens(/^live · .* · 1 rule differs/).waitFor();
    await screenshot(at.page(), 'vscode-live-lens');
  });

  step('it opens the file beside what the gateway has', at.page, async () => {
    await lens(/1 rule differs/)
      .getByText(/^live · .* · 1 rule differs$/)
      .click();
    await at
      .page()
      .locator('.tab', { hasText: `${name} (live ↔ here)` })
      .waitFor();
    await at.page().locator('.monaco-diff-editor .line-insert').first().waitFor();
    await screenshot(at.page(), 'vscode-live-diff');
    await at.bench.tab(name);
  });

  step('publishing shows who gets more, asks, and puts it in force', at.page, async () => {
    const before = await revision();
    // What stands in the editor is published, saved or not.
    await new PolicyEditor(at.bench).goTo(1, 1);
    await at.page().keyboard.type('# sixty\n');
    await at.bench.begin('VectorGate: Publish policies');
    const box = at
      .page()
      .locator('.quick-input-widget input[placeholder], .quick-input-widget input')
      .first();
    const page = await at.bench.decisionFrame('Permission diff against live');
    assert.match(await page.locator('main').innerText(), /widened top-k 50 → 60/);
    await at
      .page()
      .locator('.quick-input-widget', { hasText: 'Why? It is kept with the revision' })
      .waitFor();
    await box.fill('sixty, ticket 812');
    await box.press('Enter');
    await dialog().waitFor();
    assert.match(await dialog().innerText(), /as revision 2\?[\s\S]*Somebody gets more by this, or may\./);
    await screenshot(at.page(), 'vscode-publish');
    await dialog().getByRole('button', { name: 'Put in force' }).click();
    await until('it is in force', async () => (await revision()) === before + 1);
    assert.match(await readFile(join(at.world.workspace, name), 'utf8'), /^# sixty\n/);
    await at.bench.tab(name);
    await lens(/^live · .* · same as here/).waitFor();
  });

  for (const theme of ['Light Modern', 'Dark High Contrast'] as const)
    step(`in ${theme}`, at.page, async () => {
      await at.bench.theme(theme);
      await screenshot(at.page(), `vscode-live-${theme}`);
      const { text, ratio } = await leastContrast(at.page().locator('.codelens-decoration').first());
      assert.ok(ratio >= 3, `"${text}" stands out by ${ratio.toFixed(2)} only`);
    });

  step('and back again', at.page, async () => {
    await at.bench.begin('VectorGate: Roll back policies');
    const rows = at.page().locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: 'revision 1' }).first().click();
    await dialog().getByRole('button', { name: 'Put in force' }).click();
    await until('it is in force', async () => (await revision()) === 3);
    await at.bench.tab(name);
    await lens(/^live · .* · 1 rule differs/).waitFor();
  });

  step('nothing of it is left for the next person', at.page, async () => {
    const page = at.page().locator('.tab', { hasText: 'Permission diff' });
    await page.first().waitFor();
    await at.bench.command('VectorGate: Sign out');
    await page.first().waitFor({ state: 'detached' });
    await lens(/^live · /).waitFor({ state: 'detached' });
  });
});
