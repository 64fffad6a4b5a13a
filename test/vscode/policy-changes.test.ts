import assert from 'node:assert/strict';
import { suite } from 'node:test';
import type { Frame } from 'playwright-core';
import { leastContrast } from '../browser/least-contrast.ts';
import { pageThroughCases } from '../browser/page-through-cases.ts';
import { screenshot, step } from '../browser/step.ts';
import { until } from '../browser/until.ts';
import { editedPolicy, writeEditedPolicies } from '../harness/edited-policies.ts';
import { openWorkbench } from './open-workbench.ts';
import { PolicyEditor } from './policy-editor.ts';
import { SessionPlayer } from './session-player.ts';

const name = editedPolicy;

suite('a change of policies in VS Code', () => {
  const at = openWorkbench({
    prepare: (workspace) => writeEditedPolicies(workspace),
  });
  let page: Frame;

  /** Runs a command that asks for something, and takes one of its choices. */
  const run = async (command: string, choice: string): Promise<void> => {
    const keyboard = at.page().keyboard;
    await keyboard.press('F1');
    const input = at.page().locator('.quick-input-widget input');
    await input.fill(`>${command}`);
    const rows = at.page().locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: command }).first().waitFor();
    await keyboard.press('Enter');
    await rows.filter({ hasText: choice }).first().click();
  };

  step('who gets more and who less than at the last commit', at.page, async () => {
    await at.bench.openFile(name);
    // The commands are there once the editor knows which language it is.
    await new PolicyEditor(at.bench).lens(/^\d+ rules/).waitFor();
    await run('VectorGate: Permission diff against', 'the last commit');
    page = await at.bench.decisionFrame('Permission diff against HEAD');
    const text = await page.locator('main').innerText();
    assert.match(text, /analysts, not in data-owners[\s\S]*▼narrowed page 100 → 20/);
    assert.match(text, /unmasked email: partial \(last 4 shown\) → whole/);
    await screenshot(at.page(), 'vscode-permission-diff');
  });

  step('a rule is opened from there', at.page, async () => {
    await page.getByRole('link', { name: 'contact-data-is-masked' }).first().click();
    const line = at.page().locator('.monaco-editor .view-line', { hasText: 'contact-data-is-masked' });
    await line.first().waitFor();
  });

  /** Begins something while the gateway answers nobody, sees that it is under way, and cancels it. */
  const cancelled = async (title: string, begin: () => Promise<void>): Promise<void> => {
    const { gateway } = at.world.demo;
    gateway.halt();
    try {
      await begin();
      const toast = at.bench.notification(`VectorGate: ${title}`);
      await toast.getByText('0 requests').waitFor();
      await screenshot(at.page(), `vscode-${title}-under-way`);
      await until('it is cancelled', async () => {
        // It moves while it comes.
        await toast
          .getByText('Cancel', { exact: true })
          .click({ timeout: 3_000 })
          .catch(() => undefined);
        return (await toast.count()) === 0;
      });
    } finally {
      gateway.goOn();
    }
  };
  const resultTab = (title: string) => at.page().locator('.tabs-container .tab', { hasText: title });

  step(
    'what would have been otherwise takes its time, is cancelled, and shows nothing',
    at.page,
    async () => {
      await pageThroughCases(at.world.demo, [5, 30]);
      await at.bench.signIn('rita');
      await at.bench.tab(name);
      await cancelled('what this change would have done', () =>
        run('VectorGate: What would this change have done', 'the last commit'),
      );
      assert.equal(await resultTab('What this change would have done').count(), 0);
    },
  );

  step(
    'the permission diff is weighed by what was asked; cancelled, it stays as it was',
    at.page,
    async () => {
      await resultTab('Permission diff').click();
      const main = async (): Promise<string> => {
        page = await at.bench.decisionFrame('Permission diff against HEAD');
        return page.locator('main').innerText();
      };
      const before = await main();
      const weigh = () => page.getByRole('link', { name: 'Weigh by the last 7 days' }).click();
      await cancelled('weighing the permission diff', weigh);
      assert.equal(await main(), before);
      await weigh();
      // The page is another one from one moment to the next, and what was read of it with it.
      await until('it is weighed', async () => (await main().catch(() => '')).includes('Weighed by'));
      const text = await main();
      assert.match(text, /Weighed by \d+ requests in the last 7 days, from .* UTC\./);
      assert.match(text, /narrowed page 100 → 20\s+asked: 2 requests of one person\s+by analysts-read/);
      assert.match(text, /not asked/);
      assert.match(text, /What was asked was read at .* UTC\./);
      await screenshot(at.page(), 'vscode-weighed');
    },
  );

  step(
    'what it would have done to what was asked, beside what the gateway has in force',
    at.page,
    async () => {
      await at.bench.tab(name);
      await run('VectorGate: What would this change have done', 'the policies that the gateway has in force');
      page = await at.bench.decisionFrame('What this change would have done');
      const text = await page.locator('main').innerText();
      assert.match(text, /1 request of Ana Ruiz\s+⊘newly refused limit-exceeded\s+by analysts-read/);
      assert.match(text, /△unmasked email: partial \(last 4 shown\) → whole[\s\S]*by contact-data-is-masked/);
      await screenshot(at.page(), 'vscode-what-if');
    },
  );

  for (const theme of ['Dark Modern', 'Light Modern', 'Dark High Contrast'] as const)
    step(`in ${theme}`, at.page, async () => {
      await at.bench.theme(theme);
      await screenshot(at.page(), `vscode-what-if-${theme}`);
      const { text, ratio } = await leastContrast(page.locator('body'));
      assert.ok(ratio >= 4.5, `"${text}" stands out by ${ratio.toFixed(2)} only`);
    });

  step(
    'over each rule what was asked lately, and from there what a change of it would do',
    at.page,
    async () => {
      await at.bench.theme('Dark Modern');
      await at.bench.tab(name);
      const editor = new PolicyEditor(at.bench);
      await editor.goTo(1, 1);
      // Two listings of one page each, and the second asks for more than the edited rule lets through.
      const counted = at
        .page()
        .locator('.codelens-decoration a', { hasText: /^matched \d+ operations? in 7 days, would refuse 1$/ })
        .first();
      await counted.waitFor();
      await editor.lens(/records read (just now|\d+ min ago)/).waitFor();
      await screenshot(at.page(), 'vscode-traffic');
      await counted.click();
      const rows = at.page().locator('.quick-input-list .monaco-list-row');
      await rows.filter({ hasText: 'the policies that the gateway has in force' }).first().click();
      await until('the page is about the rule alone', async () => {
        page = await at.bench.decisionFrame('What this change would have done');
        const text = await page.locator('main').innerText();
        return /what rule analysts-read does is shown/.test(text) && !text.includes('contact-data-is-masked');
      });
    },
  );

  step('a decision is opened from there', at.page, async () => {
    await page
      .getByRole('link', { name: /^[0-9A-Z]{10}…$/ })
      .first()
      .click();
    await at.bench.decisionFrame('customer-cases');
  });

  step('and the session that it is a step of', at.page, async () => {
    await page.getByRole('link', { name: 'in its session' }).first().click();
    const player = await SessionPlayer.open(at.bench);
    await player.shows('Ana Ruiz');
  });

  step('all requests that a change meets are listed, and each opens in its session', at.page, async () => {
    await pageThroughCases(at.world.demo, [1, 2, 3, 4, 6, 7]);
    await at.bench.tab(name);
    await run('VectorGate: What would this change have done', 'the policies that the gateway has in force');
    const link = /^list all 7 of them$/;
    await until('its page is there', async () => {
      page = await at.bench.decisionFrame('What this change would have done');
      return (await page.getByRole('link', { name: link }).count()) > 0;
    });
    await page.getByRole('link', { name: link }).first().click();
    const rows = at.page().locator('.quick-input-list .monaco-list-row', { hasText: 'Ana Ruiz' });
    await rows.nth(6).waitFor();
    await screenshot(at.page(), 'vscode-what-if-requests');
    await at.page().keyboard.press('ArrowDown');
    await at.page().keyboard.press('Enter');
    await rows.first().waitFor({ state: 'hidden' });
    const player = await SessionPlayer.open(at.bench);
    await player.shows('Ana Ruiz');
  });
});
