import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'node:test';
import { policyFolder } from '@vectorgate/demo';
import type { Locator } from 'playwright-core';
import { brokenRefusal } from '../harness/broken-policy.ts';
import { editedPolicy, writeEditedPolicies } from '../harness/edited-policies.ts';
import { publisherKey } from '../harness/policy-publishing.ts';
import { assertAccessible } from '../replay-ui/assert-accessible.ts';
import { openBrowserWorld } from './browser-world.ts';
import { command } from './command.ts';
import { labThemes, putOnTheme } from './lab-theme.ts';
import { leastContrast } from './least-contrast.ts';
import { markContrasts } from './mark-contrast.ts';
import { openLab } from './open-lab.ts';
import { pageThroughCases } from './page-through-cases.ts';
import { PolicyEditor } from './policy-editor.ts';
import { screenshot, step } from './step.ts';

const key = publisherKey();

suite('how policies look in JupyterLab', () => {
  const at = openLab(() =>
    openBrowserWorld({
      policy: { publishers: { groups: ['data-owners'], keys: [{ id: 'lab', publicKey: key.publicKey }] } },
      prepare: async ({ notebooks, config }) => {
        for (const folder of ['broken', 'before']) await mkdir(join(notebooks, folder));
        await writeFile(join(notebooks, 'broken', 'broken.policy.yaml'), brokenRefusal);
        const text = await readFile(join(policyFolder, editedPolicy), 'utf8');
        await writeFile(join(notebooks, 'before', editedPolicy), text);
        await writeEditedPolicies(notebooks, 'policies');
        await mkdir(join(config, 'vectorgate'), { recursive: true });
        await writeFile(join(config, 'vectorgate', 'policy-signing.pem'), key.pem, { mode: 0o600 });
      },
    }),
  );
  let editor: PolicyEditor;
  const page = () => at.page();
  const keys = async (...all: string[]): Promise<void> => {
    for (const one of all) await page().keyboard.press(one);
  };
  const dialog = (): Locator => page().locator('.jp-Dialog');
  const diff = (): Locator => page().locator('#vectorgate-diff .vg-Report');

  const open = async (folder: string, name: string): Promise<void> => {
    const home = page().locator('.jp-BreadCrumbs-home');
    // A press on what is shown already would hide it.
    if (!(await home.isVisible())) await page().getByRole('tab', { name: 'File Browser' }).click();
    await home.click();
    await page().locator('.jp-DirListing-item', { hasText: folder }).dblclick();
    await page().locator('.jp-DirListing-item', { hasText: name }).dblclick();
    await editor.lens(/^\d+ rules/).waitFor();
  };
  const backTo = (name: string): Promise<void> =>
    page().getByRole('tab', { name, exact: true }).first().click();
  /** A picture, and whether all of a part can be read. */
  const looks = async (theme: string, what: string, part: string): Promise<void> => {
    await screenshot(page(), `lab policy ${theme} ${what}`);
    const { text, ratio } = await leastContrast(page().locator(part).first());
    assert.ok(ratio >= 4.5, `"${text}" of ${what} has a contrast of ${ratio.toFixed(2)} in ${theme}`);
  };

  step('a reviewer is signed in', at.page, async () => {
    editor = new PolicyEditor(page());
    await pageThroughCases(at.world.demo, [5, 30]);
    await command(page(), 'VectorGate: show panel');
    await at.lab.signIn('rita', () => at.lab.status.click());
    await open('broken', 'broken.policy.yaml');
    await editor.mark('error').waitFor();
  });

  for (const theme of labThemes)
    step(`written in ${theme}`, at.page, async () => {
      await putOnTheme(page(), theme);
      await backTo('broken.policy.yaml');
      await editor.node.locator('.vg-policy-hint').first().waitFor();
      await looks(theme, 'hints', '.lm-DockPanel-widget:not(.lm-mod-hidden) .vg-policy-lens');
      for (const { mark, ratio } of await markContrasts(editor.node.locator('.cm-editor').first())) {
        // Words are text, underlines are signs.
        const least = /^(error|warning|info|hint)\b/.test(mark) ? 3 : 4.5;
        assert.ok(ratio >= least, `"${mark}" stands out by ${ratio.toFixed(2)} only in ${theme}`);
      }
      await editor.hover('analysts-read');
      await page().locator('.vg-policy-hover').waitFor();
      await looks(theme, 'hover', '.vg-policy-hover');
      await page().mouse.move(2, 2);
      await page().locator('.vg-policy-hover').waitFor({ state: 'detached' });
      await editor.goTo('serch');
      await keys('Control+.');
      await page().locator('.lm-Menu .lm-mod-active', { hasText: 'Change to search' }).waitFor();
      await looks(theme, 'fixes', '.lm-Menu');
      await keys('Escape');
      await editor.goTo('id: contacts-are-masked');
      await keys('F2');
      await dialog().locator('input:focus').waitFor();
      await dialog().getByText('broken.policy.yaml:15').waitFor();
      await looks(theme, 'rename', '.jp-Dialog-content');
      await assertAccessible(page(), `renaming in ${theme}`, 'all', '.jp-Dialog-content');
      await keys('Escape');
      await dialog().waitFor({ state: 'detached' });
    });

  step('a change is compared and weighed', at.page, async () => {
    await open('policies', editedPolicy);
    await editor.goTo('rules:');
    await command(page(), 'Policy: compare permissions with');
    await dialog().locator('select').selectOption('other');
    await dialog().locator('input').fill('before');
    await keys('Enter');
    await diff().getByRole('button', { name: 'Weigh by the last 7 days' }).click();
    await diff().getByText('asked: 2 requests of one person').first().waitFor();
  });

  for (const theme of labThemes)
    step(`compared in ${theme}`, at.page, async () => {
      await putOnTheme(page(), theme);
      await looks(theme, 'permission diff', '#vectorgate-diff .vg-Report');
      await assertAccessible(page(), `permission diff in ${theme}`, 'all', '#vectorgate-diff');
    });

  step('a data owner is about to publish it', at.page, async () => {
    await command(page(), 'VectorGate: show panel');
    await at.lab.signOut();
    await diff().waitFor({ state: 'detached' });
    await at.lab.signIn('omar', () => at.lab.status.click());
    await backTo(editedPolicy);
    await editor.goTo('rules:');
    await command(page(), 'Policy: publish');
    await diff().getByText('Put these policies in force as revision 2?').waitFor();
  });

  for (const theme of labThemes)
    step(`published in ${theme}`, at.page, async () => {
      await putOnTheme(page(), theme);
      await looks(theme, 'publish', '#vectorgate-diff .vg-Report');
      await assertAccessible(page(), `publishing in ${theme}`, 'all', '#vectorgate-diff');
    });
});
