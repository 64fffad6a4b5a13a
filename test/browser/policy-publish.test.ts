import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'node:test';
import { promisify } from 'node:util';
import { policyFolder } from '@vectorgate/demo';
import type { Locator } from 'playwright-core';
import { publisherKey } from '../harness/policy-publishing.ts';
import { signIn } from '../harness/sign-in.ts';
import { assertAccessible } from '../replay-ui/assert-accessible.ts';
import { openBrowserWorld } from './browser-world.ts';
import { command } from './command.ts';
import { labThemes, putOnTheme } from './lab-theme.ts';
import { leastContrast } from './least-contrast.ts';
import { openLab } from './open-lab.ts';
import { PolicyEditor } from './policy-editor.ts';
import { screenshot, step } from './step.ts';
import { until } from './until.ts';

const name = 'customer-insights.policy.yaml';
const key = publisherKey();
const run = promisify(execFile);

suite('what is live, in JupyterLab', () => {
  const at = openLab(() =>
    openBrowserWorld({
      policy: { publishers: { groups: ['data-owners'], keys: [{ id: 'lab', publicKey: key.publicKey }] } },
      prepare: async ({ notebooks }) => {
        const folder = join(notebooks, 'policies');
        await mkdir(folder);
        const text = await readFile(join(policyFolder, name), 'utf8');
        await writeFile(join(folder, name), text);
        const git = (...args: string[]) =>
          run('git', ['-c', 'user.name=Omar Haddad', '-c', 'user.email=omar@example.com', ...args], {
            cwd: folder,
          });
        await git('init', '--initial-branch=main');
        await git('add', '.');
        await git('commit', '-m', 'analysts read fifty');
        const edited = text.replace('limits: { topK: 50, page: 100 }', 'limits: { topK: 60, page: 100 }');
        assert.notEqual(edited, text);
        await writeFile(join(folder, name), edited);
      },
    }),
  );
  let editor: PolicyEditor;
  const page = () => at.page();
  const dialog = (): Locator => page().locator('.jp-Dialog');
  const diff = (): Locator => page().locator('#vectorgate-diff .vg-Report');
  const texts = (): Locator => page().locator('.vg-TextDiff');
  const live = (text: RegExp): Locator => editor.lens(text);
  const backToFile = () => page().getByRole('tab', { name, exact: true }).first().click();
  /** Changes what is written behind the first topK. */
  const topK = async (from: string, to: string): Promise<void> => {
    await editor.line(`topK: ${from}`).click();
    await page().keyboard.press('End');
    for (const _ of ', page: 100 }') await page().keyboard.press('ArrowLeft');
    for (const _ of from) await page().keyboard.press('Backspace');
    await page().keyboard.type(to);
  };
  const revision = async (): Promise<number> => {
    const { controlUrl } = at.world.demo;
    const { accessToken } = await signIn(controlUrl, 'rita');
    const headers = { authorization: `Bearer ${accessToken}` };
    const said = (await (await fetch(`${controlUrl}/api/v1/policy`, { headers })).json()) as {
      change: { revision: number };
    };
    return said.change.revision;
  };

  step('above a policy it says that one signs in to see what is live', at.page, async () => {
    editor = new PolicyEditor(page());
    await page().getByRole('tab', { name: 'File Browser' }).click();
    await page().locator('.jp-DirListing-item', { hasText: 'policies' }).dblclick();
    await page().locator('.jp-DirListing-item', { hasText: name }).dblclick();
    await live(/^live · sign in to see what is in force$/).waitFor();
    await screenshot(page(), 'lab live signed out');
    await command(page(), 'VectorGate: show panel');
    await at.lab.signIn('omar', () =>
      live(/sign in to see/)
        .getByRole('button')
        .click(),
    );
    await live(/^live · .* · 1 rule differs/).waitFor();
    await screenshot(page(), 'lab live line');
  });

  step('it opens the file beside what the gateway has', at.page, async () => {
    await live(/ 1 rule differs/)
      .getByRole('button')
      .click();
    await texts().getByText('1 change.').waitFor();
    const [left, right] = [texts().locator('.cm-merge-a'), texts().locator('.cm-merge-b')];
    await left.locator('.cm-changedLine', { hasText: 'topK: 50' }).waitFor();
    await right.locator('.cm-changedLine', { hasText: 'topK: 60' }).waitFor();
  });

  for (const theme of labThemes)
    step(`in ${theme}`, at.page, async () => {
      await putOnTheme(page(), theme);
      await screenshot(page(), `lab text diff ${theme}`);
      const { text, ratio } = await leastContrast(texts().locator('.vg-text-diff-head'));
      assert.ok(ratio >= 4.5, `"${text}" has a contrast of ${ratio.toFixed(2)} in ${theme}`);
      await assertAccessible(page(), theme, 'all', '.vg-TextDiff');
      await backToFile();
      await screenshot(page(), `lab live line ${theme}`);
      const line = await leastContrast(live(/ 1 rule differs/));
      assert.ok(line.ratio >= 4.5, `the line has a contrast of ${line.ratio.toFixed(2)} in ${theme}`);
      await page().getByRole('tab', { name: '(live ↔ here)' }).click();
    });

  step('what is written is compared with a revision of git', at.page, async () => {
    await backToFile();
    await editor.goTo('rules:');
    await command(page(), 'Policy: compare permissions with');
    await dialog().locator('select').selectOption('revision');
    await dialog().locator('datalist option[value="main"]').waitFor({ state: 'attached' });
    assert.equal(await dialog().locator('input').inputValue(), 'HEAD');
    await screenshot(page(), 'lab choose a revision');
    await page().keyboard.press('Enter');
    await diff().getByRole('heading', { name: 'Permission diff against HEAD' }).waitFor();
    assert.match(await diff().innerText(), /widened top-k 50 → 60/);
  });

  step('without a key it offers to make one, and sends nothing', at.page, async () => {
    await backToFile();
    await editor.goTo('rules:');
    await command(page(), 'Policy: publish');
    await dialog().getByText('has no key to sign them by').waitFor();
    await screenshot(page(), 'lab no key');
    await dialog().getByRole('button', { name: 'Make a key' }).click();
    await dialog()
      .getByText(/^- \{ id: my-jupyter, publicKey: "[A-Za-z0-9+/]{43}=" \}$/)
      .waitFor();
    await screenshot(page(), 'lab key made');
    await dialog().getByRole('button', { name: 'Close' }).click();
    assert.equal(await revision(), 1);
    // It is not that key which the gateway knows.
    const file = join(at.world.config, 'vectorgate', 'policy-signing.pem');
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    await writeFile(file, key.pem);
  });

  step('publishing shows who gets more, asks, and puts it in force', at.page, async () => {
    await editor.node.locator('.cm-content').focus();
    await page().keyboard.press('Control+Home');
    // What stands in the editor is published, saved or not.
    await page().keyboard.type('# sixty');
    await page().keyboard.press('Enter');
    await command(page(), 'Policy: publish');
    await diff().getByText('Put these policies in force as revision 2?').waitFor();
    assert.match(
      await diff().innerText(),
      /Somebody gets more by this, or may\.[\s\S]*widened top-k 50 → 60/,
    );
    await diff().getByLabel('Why? It is kept with the revision.').fill('sixty, ticket 812');
    await screenshot(page(), 'lab publish');
    await assertAccessible(page(), 'publishing', 'all', '#vectorgate-diff');
    await diff().getByRole('button', { name: 'Put in force' }).click();
    await diff().getByText('Revision 2 is in force.').waitFor();
    assert.equal(await revision(), 2);
    assert.match(await readFile(join(at.world.notebooks, 'policies', name), 'utf8'), /^# sixty\n/);
    await backToFile();
    await live(/^live · .* · same as here/).waitFor();
    await screenshot(page(), 'lab published');
  });

  step('what is written while it is looked at is not published unseen', at.page, async () => {
    await topK('60', '65');
    await command(page(), 'Policy: publish');
    await diff().getByText('Put these policies in force as revision 3?').waitFor();
    const written = await editor.text();
    await backToFile();
    await topK('65', '66');
    await page().getByRole('tab', { name: 'Permission diff' }).click();
    await diff().getByRole('button', { name: 'Put in force' }).click();
    await diff().getByText('is not what was compared any more, so nothing was published').waitFor();
    assert.equal(await revision(), 2);
    await backToFile();
    assert.equal(await editor.text(), written.replace('topK: 65', 'topK: 66'));
  });

  step('and back again', at.page, async () => {
    await editor.goTo('rules:');
    await command(page(), 'Policy: roll back');
    await dialog().locator('select:focus').waitFor();
    assert.match(await dialog().locator('option').first().innerText(), /^revision 1/);
    await page().keyboard.press('Enter');
    await diff().getByText('narrowed top-k 60 → 50').waitFor();
    assert.match(await diff().innerText(), /Put these policies in force as revision 3\?/);
    assert.equal(await diff().getByLabel('Why?').inputValue(), 'back to revision 1');
    await screenshot(page(), 'lab roll back');
    await diff().getByRole('button', { name: 'Put in force' }).click();
    await until('it is in force', async () => (await revision()) === 3);
    await backToFile();
    await live(/^live · .* · 1 rule differs/).waitFor();
  });

  step('nothing of it is left for the next person, nor comes of what was begun', at.page, async () => {
    const held = Promise.withResolvers<void>();
    await page().route('**/vectorgate/recorded/policy/files*', async (route) => {
      const response = await route.fetch();
      await held.promise;
      await route.fulfill({ response });
    });
    await command(page(), 'Policy: publish');
    await diff().getByText('Checking, testing and comparing').waitFor();
    await at.lab.signOut();
    await diff().waitFor({ state: 'detached' });
    const wentOn = page().waitForResponse(/vectorgate\/policy\/key/);
    held.resolve();
    await wentOn;
    assert.equal(await diff().count(), 0);
    await texts().waitFor({ state: 'detached' });
    await live(/^live · sign in to see what is in force$/).waitFor();
  });
});
