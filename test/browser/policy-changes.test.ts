import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'node:test';
import { policyFolder } from '@vectorgate/demo';
import type { Locator } from 'playwright-core';
import { assertAccessible } from '../replay-ui/assert-accessible.ts';
import { openBrowserWorld } from './browser-world.ts';
import { command } from './command.ts';
import { labThemes, putOnTheme } from './lab-theme.ts';
import { leastContrast } from './least-contrast.ts';
import { openLab } from './open-lab.ts';
import { pageThroughCases } from './page-through-cases.ts';
import { PolicyEditor } from './policy-editor.ts';
import { screenshot, step } from './step.ts';

const name = 'customer-insights.policy.yaml';

suite('a change of policies in JupyterLab', () => {
  /** The line of the rule that masks. */
  let masking = 0;
  const at = openLab(() =>
    openBrowserWorld({
      prepare: async ({ notebooks }) => {
        const text = await readFile(join(policyFolder, name), 'utf8');
        // A long line is two for the key that goes down.
        const edited = text
          .replaceAll(/^ *#.*\n/gm, '')
          .replace('limits: { topK: 50, page: 100 }', 'limits: { topK: 50, page: 30 }')
          .replace(
            'except: { groups: [data-owners], services',
            'except: { groups: [data-owners, analysts], services',
          );
        masking = edited.split('\n').indexOf('    - id: contact-data-is-masked') + 1;
        await mkdir(join(notebooks, 'policies'));
        await mkdir(join(notebooks, 'before'));
        await writeFile(join(notebooks, 'policies', name), edited);
        await writeFile(join(notebooks, 'before', name), text);
      },
    }),
  );
  let editor: PolicyEditor;
  const page = () => at.page();
  const report = (kind: 'diff' | 'what-if'): Locator => page().locator(`#vectorgate-${kind} .vg-Report`);
  const dialog = (): Locator => page().locator('.jp-Dialog');

  step('what is written is compared with what is saved', at.page, async () => {
    editor = new PolicyEditor(page());
    await page().getByRole('tab', { name: 'File Browser' }).click();
    await page().locator('.jp-DirListing-item', { hasText: 'policies' }).dblclick();
    await page().locator('.jp-DirListing-item', { hasText: name }).dblclick();
    await editor.lens(/^\d+ rules/).waitFor();
    await editor.goTo('page: 30');
    for (const _ of '30') await page().keyboard.press('Backspace');
    await page().keyboard.type('20');
    await command(page(), 'Policy: compare permissions with');
    await dialog().locator('select:focus').waitFor();
    await page().keyboard.press('Enter');
    await report('diff').getByRole('heading', { name: 'Permission diff against what is saved' }).waitFor();
    assert.match(
      await report('diff').innerText(),
      /analysts, not in data-owners[\s\S]*▼\s*narrowed page 30 → 20/,
    );
    await screenshot(page(), 'lab permission diff');
  });

  step('another folder is compared with these policies', at.page, async () => {
    await page().getByRole('tab', { name }).first().click();
    await command(page(), 'Policy: compare permissions with');
    await dialog().locator('select').selectOption('other');
    await dialog().locator('input').fill('before');
    await page().keyboard.press('Enter');
    await report('diff').getByRole('heading', { name: 'against before' }).waitFor();
    const text = await report('diff').innerText();
    assert.match(text, /narrowed page 100 → 20/);
    assert.match(text, /unmasked email: partial \(last 4 shown\) → whole/);
  });

  step('a rule is opened from there', at.page, async () => {
    await report('diff').getByRole('button', { name: 'contact-data-is-masked' }).first().click();
    await page().locator('#jp-main-statusbar').getByText(`Ln ${masking}, Col 1`, { exact: true }).waitFor();
  });

  step(
    'what it would have done to what was asked, beside what the gateway has in force',
    at.page,
    async () => {
      await pageThroughCases(at.world.demo, [5, 30]);
      await command(page(), 'VectorGate: show panel');
      await at.lab.signIn('rita', () => at.lab.status.click());
      await page().getByRole('tab', { name }).first().click();
      await editor.goTo('rules:');
      await command(page(), 'Policy: what would this change have done?');
      await dialog().locator('select:focus').waitFor();
      await page().keyboard.press('Enter');
      await report('what-if').getByText('would have been otherwise, compared with live').waitFor();
      const text = await report('what-if').innerText();
      assert.match(text, /1 request of Ana Ruiz\s+⊘\s*newly refused limit-exceeded\s+by analysts-read/);
      assert.match(
        text,
        /△\s*unmasked email: partial \(last 4 shown\) → whole[\s\S]*by contact-data-is-masked/,
      );
      await screenshot(page(), 'lab what-if');
    },
  );

  step('the comparison is weighed by what was asked, and says how old that is', at.page, async () => {
    await page().getByRole('tab', { name }).first().click();
    await editor.goTo('rules:');
    await command(page(), 'Policy: compare permissions with');
    await dialog().locator('select').selectOption('other');
    await dialog().locator('input').fill('before');
    await page().keyboard.press('Enter');
    const weigh = report('diff').getByRole('button', { name: 'Weigh by the last 7 days' });
    await weigh.waitFor();
    const before = await report('diff').innerText();
    // While the answer is held back it is under way; cancelled, all is as it was.
    const held = Promise.withResolvers<void>();
    const asked = '**/vectorgate/recorded/records/asked*';
    await page().route(asked, async (route) => {
      await held.promise;
      await route.continue();
    });
    await weigh.click();
    await report('diff').getByText('Weighing', { exact: false }).waitFor();
    await report('diff').getByRole('button', { name: 'Cancel' }).click();
    await weigh.waitFor();
    assert.equal(await report('diff').innerText(), before);
    held.resolve();
    await weigh.click();
    await report('diff').getByRole('button', { name: 'Weigh again' }).waitFor();
    const text = await report('diff').innerText();
    assert.match(text, /Weighed by \d+ requests in the last 7 days, from .* UTC\./);
    assert.match(text, /narrowed page 100 → 20\s+asked: 2 requests of one person\s+by analysts-read/);
    assert.match(text, /What was asked was read at .* UTC\./);
    await screenshot(page(), 'lab weighed');
  });

  step('a press on what was asked of a rule shows what a change of that rule would do', at.page, async () => {
    await page().getByRole('tab', { name }).first().click();
    await editor.node.locator('.cm-lintRange-hint', { hasText: 'owners-manage' }).waitFor();
    await editor
      .lens(/matched 2 operations in 7 days, would refuse 1/)
      .getByRole('button')
      .click();
    await dialog().locator('select:focus').waitFor();
    await page().keyboard.press('Enter');
    await report('what-if').getByText('what rule analysts-read does is shown').waitFor();
    assert.doesNotMatch(await report('what-if').innerText(), /by contact-data-is-masked/);
  });

  for (const theme of labThemes)
    step(`in ${theme}`, at.page, async () => {
      await putOnTheme(page(), theme);
      await screenshot(page(), `lab what-if ${theme}`);
      const { text, ratio } = await leastContrast(report('what-if'));
      assert.ok(ratio >= 4.5, `"${text}" has a contrast of ${ratio.toFixed(2)} in ${theme}`);
      await assertAccessible(page(), theme, 'all', '#vectorgate-what-if');
    });

  step('the session of what would have been otherwise is opened from there', at.page, async () => {
    await report('what-if')
      .getByRole('button', { name: /^[0-9A-Z]{10}…$/ })
      .first()
      .click();
    await page().locator('vg-player:visible').getByText('Ana Ruiz').first().waitFor();
  });

  step('all requests that a change meets are shown, by keyboard', at.page, async () => {
    await pageThroughCases(at.world.demo, [1, 2, 3, 4, 6, 7]);
    await page().getByRole('tab', { name }).first().click();
    await editor.goTo('rules:');
    await command(page(), 'Policy: what would this change have done?');
    await dialog().locator('select:focus').waitFor();
    await page().keyboard.press('Enter');
    const row = report('what-if').locator('.vg-report-rows > li', { hasText: 'unmasked email' });
    const requests = row.locator('.vg-report-examples > li');
    await row.getByText('the latest 5 of them:').waitFor();
    assert.equal(await requests.count(), 5);
    await row.getByRole('button', { name: 'Show the other 2' }).focus();
    await page().keyboard.press('Enter');
    await requests.nth(5).locator('button:focus').waitFor();
    assert.equal(await requests.count(), 7);
    assert.doesNotMatch(await row.innerText(), /the latest|Show/);
  });

  step('without a file of recorded operations it says how to get one', at.page, async () => {
    await page().getByRole('tab', { name }).first().click();
    await editor.goTo('rules:');
    await command(page(), 'Policy: what would this change have done?');
    await dialog().locator('select').nth(1).selectOption('file');
    await dialog().locator('input').fill('nowhere.jsonl');
    await page().keyboard.press('Enter');
    await report('what-if').getByText('vectorgate policy replay PATH --save FILE').waitFor();
  });

  step('who signs out takes along what was shown of records', at.page, async () => {
    await at.lab.signOut();
    await report('what-if').waitFor({ state: 'detached' });
  });
});
