import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, suite } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { failingPolicyTests } from '../harness/failing-policy-tests.ts';
import { assertAccessible } from '../replay-ui/assert-accessible.ts';
import { command } from './command.ts';
import { labThemes, putOnTheme } from './lab-theme.ts';
import { leastContrast } from './least-contrast.ts';
import { PolicyEditor } from './policy-editor.ts';
import { openPolicyLab, type PolicyLab } from './policy-lab.ts';
import { screenshot, step } from './step.ts';

const files = {
  'mine.policy.yaml': failingPolicyTests.policy,
  'mine.policy-test.yaml': failingPolicyTests.tests,
};

suite('tests of policies in JupyterLab, without a gateway', () => {
  let world: PolicyLab;
  let page: Page;
  let editor: PolicyEditor;
  const at = () => page;
  const panel = (): Locator => page.locator('#vectorgate-tests');
  const keys = async (...all: string[]): Promise<void> => {
    for (const key of all) await page.keyboard.press(key);
  };

  before(async () => {
    world = await openPolicyLab(async (folder) => {
      await mkdir(join(folder, 'policies'));
      for (const [name, text] of Object.entries(files)) await writeFile(join(folder, 'policies', name), text);
      await mkdir(join(folder, 'bare'));
      const bare = files['mine.policy.yaml'].replace('name: mine', 'name: bare').replace(/ +when: .*\n/, '');
      await writeFile(join(folder, 'bare', 'bare.policy.yaml'), bare);
    });
    page = world.context.pages()[0] ?? (await world.context.newPage());
    editor = new PolicyEditor(page);
  });
  after(() => world?.close());

  step('the tests that belong to a policy are listed', at, async () => {
    await page.goto(
      `${world.jupyter.url}/lab/tree/policies/mine.policy-test.yaml?token=${world.jupyter.token}`,
    );
    await editor.line('analysts see no address').waitFor();
    await command(page, 'VectorGate: show policy tests');
    await panel().getByRole('button', { name: 'analysts see no address', exact: true }).waitFor();
    await screenshot(page, 'lab policy tests listed');
  });

  step('what is typed is mended and explained', at, async () => {
    await editor.mark('error').waitFor();
    await editor.goTo('email-masked');
    await keys('Control+.');
    await page.locator('.lm-Menu .lm-mod-active', { hasText: 'Change to email-is-masked' }).waitFor();
    await keys('Enter');
    await editor.mark('error').waitFor({ state: 'detached' });
    await editor.goTo('identities: [ana');
    await keys('Shift+Tab');
    const said = page.locator('.vg-policy-hover');
    await said.getByText('Identity ana: a person, in analysts, claim level 3.').waitFor();
    await keys('Escape');
    await editor.goTo('effect: allow');
    await keys('Shift+Tab');
    await said.getByText('allow, ✗ not as expected').waitFor();
    await keys('Escape');
  });

  step('the outline lists what the file holds', at, async () => {
    await page.getByRole('tab', { name: 'Table of Contents' }).click();
    const heading = (text: string): Locator => page.locator('.jp-tocItem-content', { hasText: text });
    await heading('outsider · identity').waitFor();
    await heading('analysts see no address · ana: search').click();
    await page.locator('#jp-main-statusbar').getByText('Ln 15, Col 1', { exact: true }).waitFor();
    await page.getByRole('tab', { name: 'File Browser' }).click();
    await editor.goTo('effect: allow');
  });

  step('a save runs them; what failed stands beside what was expected', at, async () => {
    await keys('Control+s');
    await panel().getByText('1 failed, 1 passed.').waitFor();
    const failure = panel().locator('.vg-failure');
    assert.equal(await failure.count(), 1);
    await failure.getByText('search by ana: masks is not as expected.').waitFor();
    assert.match(
      await failure.locator('.vg-diff').innerText(),
      /−\s+expected:\s+masks: \{ email: redact \}[\s\S]*\+\s+decided:\s+masks: \{ email: \{ method: partial, keepLast: 4 \} \}/,
    );
    assert.equal(await editor.node.locator('.vg-test-mark').count(), 2);
    await editor.node.getByLabel('Run analysts see no address (failed)').waitFor();
    await editor.node.getByLabel('Run what outsider may do (passed)').waitFor();
    await screenshot(page, 'lab policy test failed');
  });

  step('a rule is opened from there, and what tests saw stands beside it', at, async () => {
    await panel()
      .locator('.vg-failure')
      .getByRole('button', { name: /email-is-masked masks email/ })
      .click();
    await editor.line('- id: email-is-masked').waitFor();
    await page.locator('#jp-main-statusbar').getByText('Ln 13, Col 1', { exact: true }).waitFor();
    const mark = (text: string) => editor.node.getByLabel(text);
    await mark('Rule analysts-read mattered to 1 case.').waitFor();
    await mark('No case meets the rule nobody-scans.').waitFor();
    await editor.node.locator('.vg-coverage-mark.vg-mod-partly').waitFor();
    await panel().getByText('rules 2 of 3 · conditions 0 of 1 · branches 3 of 6').waitFor();
    await screenshot(page, 'lab policy test coverage');
  });

  step(
    'the line above the policy says how its tests come out, and that it was before a change',
    at,
    async () => {
      await editor.lens(/^1 of 2 tests fails$/).waitFor();
      await editor.goTo('partial, keepLast: 4');
      await keys(...'partial, keepLast: 4'.split('').map(() => 'Backspace'));
      await page.keyboard.type('redact');
      await editor.lens(/^2 tests pass$/).waitFor();
      await screenshot(page, 'lab policy tests line');
      await keys(...'redact'.split('').map(() => 'Backspace'));
      await editor.lens(/before this change$/).waitFor();
      await page.keyboard.type('partial, keepLast: 4');
      await editor.lens(/^1 of 2 tests fails$/).waitFor();
    },
  );

  step('a test is run by its mark and by keys, whatever is saved', at, async () => {
    await page.locator('.jp-DirListing-item', { hasText: 'mine.policy-test.yaml' }).dblclick();
    await editor.goTo('email: redact');
    await keys(...'redact'.split('').map(() => 'Backspace'));
    await page.keyboard.type('{ method: partial, keepLast: 4 }');
    await editor.node.getByLabel('Run analysts see no address (failed)').click();
    await panel().getByText('2 passed.').waitFor();
    await editor.node.getByLabel('Run analysts see no address (passed)').waitFor();
    await editor.goTo('keepLast: 4');
    await keys('Backspace');
    await page.keyboard.type('3');
    await keys('Control+Shift+Enter');
    await panel().getByText('1 failed, 1 passed.').waitFor();
  });

  step('can be read in every theme, and has nothing that axe objects to', at, async () => {
    for (const theme of labThemes) {
      await putOnTheme(page, theme);
      await screenshot(page, `lab policy tests ${theme}`);
      const { text, ratio } = await leastContrast(panel());
      assert.ok(ratio >= 4.5, `"${text}" has a contrast of ${ratio.toFixed(2)} in ${theme}`);
      await assertAccessible(page, theme, 'all', '#vectorgate-tests');
    }
  });

  step('where there are none, a first one is begun that can be run', at, async () => {
    await page.goto(`${world.jupyter.url}/lab/tree/bare/bare.policy.yaml?reset`);
    await editor.line('name: bare').waitFor();
    await command(page, 'VectorGate: show policy tests');
    await panel().getByText('There are no tests of the policies in bare').waitFor();
    await screenshot(page, 'lab policy tests empty');
    await panel().getByRole('button', { name: 'New policy test' }).click();
    await editor.line('kind: PolicyTest').waitFor();
    await keys('Control+s');
    await panel().getByText('2 passed.').waitFor();
  });
});
