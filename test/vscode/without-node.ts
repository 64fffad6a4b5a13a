import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recordedArchive } from '../../replay-ui/src/archive/testing/recorded-archive.ts';
import { verdictIn } from '../browser/archive-steps.ts';
import { screenshot, step } from '../browser/step.ts';
import { until } from '../browser/until.ts';
import { openArchive } from './open-archive.ts';
import type { OpenWorkbench } from './open-workbench.ts';
import { PolicyEditor } from './policy-editor.ts';

const policy = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: shop, contact: "#help" }
spec:
  rules:
    - id: buyers-read
      effect: allow
      principals: { groups: [buyers] }
      resources: { connections: [shop], collections: [] }
      operations: [serch]
      limits: { topK: 50 }
    - id: card-is-masked
      effect: guard
      resources: { connections: [shop] }
      mask: [{ fields: [note], detectors: [shop-card], method: redact }]
`;
const patterns = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: patterns, contact: "#help" }
spec: { patterns: [{ name: shop-card, pattern: "S-[0-9]+" }], rules: [] }
`;
const catalogue = `apiVersion: vectorgate/v1
kind: Catalog
metadata: { taken: "2026-11-29T09:00:00Z" }
spec:
  connections:
    - name: shop
      store: chroma
      collections: [{ name: shop-orders, fields: { note: string } }]
  issuers: [{ name: people, claims: { tenant: string }, groups: [buyers] }]
`;
const tests = `apiVersion: vectorgate/v1
kind: PolicyTest
metadata: { name: shop }
spec:
  now: "2026-11-21T12:00:00Z"
  connection: shop
  identities:
    ben: { groups: [buyers] }
  operations:
    search: { class: search, collection: shop-orders, topK: 10 }
  tests:
    - name: buyers search orders
      identities: [ben]
      operations: [search]
      expect: { effect: allow }
`;

/** Lays into a workspace what the steps are about. */
async function prepare(workspace: string): Promise<void> {
  const folder = join(workspace, 'shop', 'policies');
  await mkdir(join(folder, 'shared'), { recursive: true });
  await Promise.all([
    writeFile(join(folder, 'shop.policy.yaml'), policy),
    writeFile(join(folder, 'shop.policy-test.yaml'), tests),
    writeFile(join(folder, 'shared', 'patterns.policy.yaml'), patterns),
    writeFile(join(folder, 'vectorgate.catalogue.yaml'), catalogue),
    writeFile(join(workspace, 'shop', 'good.vgsession'), recordedArchive()),
  ]);
}

/**
 * The extension as VS Code for the Web runs it, in a worker of the browser and without Node: the same workbench can, once the
 * person's settings say so.
 */
export function withoutNodeSteps(at: OpenWorkbench): void {
  let editor: PolicyEditor;
  const saved = (): Promise<string> =>
    readFile(join(at.world.workspace, 'shop', 'policies', 'shop.policy.yaml'), 'utf8');

  step('without Node: an error is told and mended, at its place', at.page, async () => {
    await prepare(at.world.workspace);
    await at.world.server.changePerson({ 'remote.extensionKind': { 'vectorgate.vectorgate': ['web'] } });
    await at.page().reload();
    await at.page().locator('.monaco-workbench .part.statusbar').waitFor();
    await at.bench.quickOpen('shop.policy.yaml');
    editor = new PolicyEditor(at.bench);
    await editor.squiggle('error').waitFor();
    await editor.lens(/catalogue of/).waitFor();
    await editor.goTo(10, 22);
    await at.bench.command('Show or Focus Hover');
    assert.match(await editor.hover(), /operations cannot be serch\. Did you mean search\?/);
    await at.page().keyboard.press('Escape');
    await editor.fix('Change to search');
    await until('the word is mended', async () => (await saved()).includes('operations: [search]'));
  });

  step('without Node: a collection of the snapshot is completed', at.page, async () => {
    await editor.goTo(9, 55);
    await at.page().keyboard.type('shop');
    await editor.complete('shop-orders');
    await until('the file has it', async () => (await saved()).includes('collections: [shop-orders] }'));
    // The pattern that the file names stands in another.
    await editor.squiggle('error').waitFor({ state: 'detached' });
    await screenshot(at.page(), 'vscode-without-node');
  });

  step('without Node: tests of policies run', at.page, async () => {
    await at.bench.command('Testing: Focus on Test Explorer View');
    await at.bench.command('Test: Run All Tests');
    await at
      .page()
      .locator('.test-explorer .monaco-list-row', { hasText: 'shop.policy-test.yaml' })
      .first()
      .locator('.codicon-testing-passed-icon')
      .waitFor();
  });

  step('without Node: an archive opens and is verified', at.page, async () => {
    const archive = await openArchive(at.bench, 'good.vgsession');
    await verdictIn(archive)
      .getByText(/^\d+ records verified: all stand in the signed log/)
      .first()
      .waitFor();
  });

  step('without Node: what needs it is not there', at.page, async () => {
    assert.equal(await at.bench.status.count(), 0);
    assert.equal(await at.page().locator('.activitybar .action-label[aria-label^="VectorGate"]').count(), 0);
    await at.page().keyboard.press('F1');
    await at.page().locator('.quick-input-widget input').fill('>VectorGate:');
    const rows = at.page().locator('.quick-input-list .monaco-list-row', { hasText: 'VectorGate:' });
    await rows.filter({ hasText: 'New policy' }).waitFor();
    const offered = (await rows.allInnerTexts()).map((text) => text.trim().split('\n')[0]);
    assert.deepEqual(offered.toSorted(), ['VectorGate: New policy', 'VectorGate: Show log']);
    await at.page().keyboard.press('Escape');
  });
}
