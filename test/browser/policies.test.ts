import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, suite } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { assertDecidesAsMeant } from '../harness/owners-rule.ts';
import { command } from './command.ts';
import { labThemes, putOnTheme } from './lab-theme.ts';
import { leastContrast } from './least-contrast.ts';
import { PolicyEditor } from './policy-editor.ts';
import { openPolicyLab, type PolicyLab } from './policy-lab.ts';
import { screenshot, step } from './step.ts';
import { until } from './until.ts';

const files = {
  'vectorgate.yaml': `connections:
  - { name: insights, store: chroma, people: people }
issuers:
  - { name: people, signIn: {}, claims: { tenant: string, department: string } }
`,
  'vectorgate.catalogue.yaml': `connections:
  - name: insights
    collections:
      - { name: customer-cases, fields: { tenant: string, email: string, phone: string } }
      - { name: product-docs, fields: { title: string } }
issuers:
  - { name: people, groups: [analysts, data-owners, support] }
`,
  'mine.policy.yaml': `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: mine, contact: "#help" }
spec:
  patterns:
    - { name: case-number, pattern: "CASE-[0-9]{4}" }
  rules:
    - id: analysts-read
      effect: allow
      principals: { groups: [analysts] }
      resources: { connections: [insights], collections: [customer-cases] }
      operations: [serch]
      limits: { topK: 50 }
    - id: case-numbers-are-masked
      effect: guard
      mask:
        - { fields: [$document], detectors: [case-number], method: redact }
`,
  'old.catalogue.yaml': `connections:
  - name: insights
    colections: [{ name: customer-cases }]
`,
  'other.policy.json': `{
  "apiVersion": "vectorgate/v1",
  "kind": "Policy",
  "metadata": { "name": "other", "contact": "#help" },
  "spec": { "rules": [{ "id": "nothing-is-deleted", "effect": "deny", "operations": ["deleet"] }] }
}
`,
  'beside.policy.yaml': `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: beside, contact: "#help" }
spec:
  rules:
    - id: case-numbers-too
      effect: guard
      mask:
        - { fields: [note], detectors: [case-number], method: redact }
`,
};

suite('policies in JupyterLab, by keys, without a gateway', () => {
  let world: PolicyLab;
  let page: Page;
  let editor: PolicyEditor;
  const at = () => page;
  const keys = async (...all: string[]): Promise<void> => {
    for (const key of all) await page.keyboard.press(key);
  };
  const saved = (name: string): Promise<string> => readFile(join(world.notebooks, 'policies', name), 'utf8');

  before(async () => {
    world = await openPolicyLab(async (folder) => {
      await mkdir(join(folder, 'policies'));
      for (const [name, text] of Object.entries(files)) await writeFile(join(folder, 'policies', name), text);
    });
    page = world.context.pages()[0] ?? (await world.context.newPage());
    editor = new PolicyEditor(page);
  });
  after(() => world?.close());

  step('an error stands at its place, and the panel counts it', at, async () => {
    await page.goto(`${world.jupyter.url}/lab/tree/policies/mine.policy.yaml?token=${world.jupyter.token}`);
    await editor.mark('error').waitFor();
    assert.equal(await editor.mark('error').innerText(), 'serch');
    await editor.lens('3 rules').waitFor({ state: 'detached' });
    await editor.lens('2 rules · 1 with errors').waitFor();
    await page.locator('.jp-SideBar [data-id="vectorgate-panel"]').click();
    const section = page.locator('#vectorgate-panel details', { hasText: 'Policies' });
    assert.match(await section.locator('summary').innerText(), /Policies\s+1 error$/);
    await section.locator('summary').click();
    await section.getByText('operations cannot be serch').click();
    await page.locator('#jp-main-statusbar').getByText('Ln 12, Col 1', { exact: true }).waitFor();
  });

  step('a fix mends it', at, async () => {
    await editor.goTo('serch');
    await keys('Control+.');
    await page.locator('.lm-Menu .lm-mod-active', { hasText: 'Change to search' }).waitFor();
    await keys('Enter');
    await editor.line('operations: [search]').waitFor();
    await editor.mark('error').waitFor({ state: 'detached' });
    await editor.lens('Analysts may search customer-cases on insights, top 50.').waitFor();
  });

  step('what stands somewhere is explained', at, async () => {
    await editor.goTo('customer-cases');
    await keys('Shift+Tab');
    const said = page.locator('.vg-policy-hover');
    await said.waitFor();
    assert.match(await said.innerText(), /Collection customer-cases\.[\s\S]*email: string/);
    await keys('Escape');
    await said.waitFor({ state: 'detached' });
    await editor.hover('analysts-read');
    await said.getByText('Analysts may search customer-cases').waitFor();
    await page.mouse.move(2, 2);
  });

  step('a pattern is renamed in every file that names it, after showing where', at, async () => {
    await editor.goTo('name: case-number');
    await keys('F2');
    const dialog = page.locator('.jp-Dialog');
    await dialog.locator('input:focus').waitFor();
    await keys('Control+a');
    await page.keyboard.type('Case');
    await dialog.getByText('A pattern is called by lower-case letters').waitFor();
    await keys('Control+a');
    await page.keyboard.type('case-id');
    await dialog.getByText('beside.policy.yaml:9').waitFor();
    assert.equal(await dialog.locator('.vg-rename-place').count(), 3);
    await screenshot(page, 'policy rename');
    await keys('Enter');
    await editor.line('detectors: [case-id]').waitFor();
    await until('the file beside it has the name too', async () =>
      (await saved('beside.policy.yaml')).includes('detectors: [case-id]'),
    );
    assert.equal(await editor.node.locator('.cm-lintRange-error').count(), 0);
  });

  step('a rule is renamed', at, async () => {
    await editor.goTo('id: case-numbers-are-masked');
    await keys('F2');
    await page.locator('.jp-Dialog input:focus').waitFor();
    await keys('Control+a');
    await page.keyboard.type('case-ids-are-masked');
    await page.locator('.jp-Dialog').getByText('mine.policy.yaml:14').waitFor();
    await keys('Enter');
    await editor.line('id: case-ids-are-masked').waitFor();
    assert.equal(await editor.node.locator('.cm-lintRange-error').count(), 0);
  });

  step('is formatted', at, async () => {
    await editor.goTo('topK: 50');
    await keys('Shift+Alt+F', 'End');
    await page.keyboard.type(' ');
    await keys('Backspace', 'Enter');
    await page.keyboard.type('message:    Ask us');
    await keys('Shift+Alt+F');
    await until('it is formatted', async () => (await editor.text()).includes('      message: Ask us\n'));
    await keys('Control+s');
    await until('it is saved', async () =>
      (await saved('mine.policy.yaml')).includes('      message: Ask us\n'),
    );
  });

  /** Takes what the list offers. */
  const accept = async (label: string, typed = ''): Promise<void> => {
    await page.keyboard.type(typed);
    await editor.option(label).and(page.locator('[aria-selected]')).waitFor();
    // Keys do nothing to a list for its first 75 ms, lest they were meant for what was there before.
    await pause(150);
    await until(`${label} is taken`, async () => {
      await keys('Tab');
      return editor
        .option(label)
        .first()
        .waitFor({ state: 'detached', timeout: 3_000 })
        .then(
          () => true,
          () => false,
        );
    });
  };

  step('a data owner writes masked access for a group by completion alone', at, async () => {
    await command(page, 'New policy');
    await editor.line('name: name').waitFor();
    await page.keyboard.type('support-access');
    await keys('Tab');
    await accept('data-owners', 'data');
    await keys('Tab');
    await page.keyboard.type('#support');
    await keys('Tab');
    await accept('access for a group');
    await accept('support', 'sup');
    await keys('Tab');
    await accept('insights');
    await keys('Tab');
    await accept('customer-cases');
    await keys('Tab');
    await accept('tenant');
    await keys('Tab');
    await accept('tenant');
    await keys('Tab');
    await accept('email');
    await keys('Tab');
    await accept('support');
    await keys('Tab');
    await editor.lens('Support may search and fetch customer-cases on insights, top 50.').waitFor();
    await editor
      .lens(
        'For support, whenever they do anything with customer-cases on insights: only records whose tenant is',
      )
      .waitFor();
    await editor.lens('on insights: email redacted; $vector left out.').waitFor();
    // Behind the rate stands whom it is for; it is drawn, and no part of the text.
    const hint = editor.line('rate: 60/min').locator('.vg-policy-hint');
    await hint.waitFor({ state: 'attached' });
    assert.equal(
      await hint.evaluate((node) => node.ownerDocument.defaultView.getComputedStyle(node, '::after').content),
      '"each caller, 3,600/h"',
    );
    assert.doesNotMatch(await editor.text(), /each caller/);
    await screenshot(page, 'jupyter owner rule');
    assert.equal(await editor.node.locator('[class*=cm-lintRange]').count(), 0);
    const name = 'policies/untitled.policy.yaml';
    await keys('Control+s');
    const file = join(world.notebooks, name);
    await until('it is saved', async () => (await readFile(file, 'utf8')).includes('- id: support-masks'));
    const written = await readFile(file, 'utf8');
    assert.match(
      written,
      /- id: support-masks\n {6}effect: guard\n {6}principals: \{ groups: \[support\] \}/,
    );
    await assertDecidesAsMeant(`${written.trimEnd()}\n`);
  });

  step('behind it a further rule may begin, wherever Enter put the cursor', at, async () => {
    await keys('Control+End', 'Enter', 'Control+Space');
    await accept('tenant filter', 'tenant');
    await until('the rule is there', async () =>
      /\n {4}- id: own-tenant-only\n {6}effect: guard\n/.test(await editor.text()),
    );
    await keys('Escape', 'Escape');
  });

  step('can be read in every theme', at, async () => {
    for (const theme of labThemes) {
      await putOnTheme(page, theme);
      await editor.goTo('collections: [');
      await keys('Control+Space');
      await editor.option('product-docs').waitFor();
      await screenshot(page, `policy ${theme}`);
      for (const part of ['.vg-PolicyCompleter', '.vg-policy-lens >> nth=1']) {
        const { text, ratio } = await leastContrast(page.locator(part).first());
        assert.ok(ratio >= 4.5, `"${text}" has a contrast of ${ratio.toFixed(2)} in ${theme}`);
      }
      await keys('Escape');
    }
  });

  step('a policy in JSON that is opened as text is checked and mended', at, async () => {
    await page.getByRole('tab', { name: 'File Browser' }).click();
    await page.locator('.jp-DirListing-item', { hasText: 'other.policy.json' }).click({ button: 'right' });
    await page.locator('.lm-Menu-item', { hasText: 'Open With' }).hover();
    await page.locator('.lm-Menu-item', { hasText: /^Editor$/ }).click();
    await editor.line('nothing-is-deleted').waitFor();
    await editor.mark('error').waitFor();
    await editor.goTo('deleet');
    await keys('Control+.');
    await page.locator('.lm-Menu .lm-mod-active', { hasText: 'Change to "delete"' }).waitFor();
    await keys('Enter');
    await editor.line('["delete"]').waitFor();
    await editor.mark('error').waitFor({ state: 'detached' });
    await editor.goTo('["delete"');
    await page.keyboard.type(', sea');
    await editor.option('search').click();
    await editor.line('["delete", "search"]').waitFor();
  });

  const open = (name: string): Promise<void> =>
    page.locator('.jp-DirListing-item', { hasText: name }).dblclick();

  step('a snapshot of what exists is checked and mended', at, async () => {
    await open('old.catalogue.yaml');
    await editor.line('colections').waitFor();
    await editor.mark('error').waitFor();
    await editor.goTo('colections');
    await keys('Control+.');
    await page.locator('.lm-Menu .lm-mod-active', { hasText: 'Change to collections' }).waitFor();
    await keys('Enter');
    await editor.line('collections: [{ name: customer-cases').waitFor();
    await editor.mark('error').waitFor({ state: 'detached' });
    await editor.lens('1 connection · 1 collection').waitFor();
    await screenshot(page, 'catalogue file');
  });

  step('a permit is protected further by a rule beside it', at, async () => {
    await open('mine.policy.yaml');
    await editor.line('- id: analysts-read').waitFor();
    await editor.goTo('effect: allow');
    await keys('Control+.');
    await screenshot(page, 'policy protections');
    await page.locator('.lm-Menu-item', { hasText: 'Ask for approval' }).click();
    await editor.line('- id: analysts-read-approval').waitFor();
    await editor.line('effect: require-approval').waitFor();
  });
});
