import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'node:test';
import { unnamedPolicy } from '../harness/unnamed-policy.ts';
import { openBrowserWorld } from './browser-world.ts';
import { command } from './command.ts';
import { openLab } from './open-lab.ts';
import { PolicyEditor } from './policy-editor.ts';
import { screenshot, step } from './step.ts';
import { until } from './until.ts';

suite('the live catalogue in JupyterLab', () => {
  const at = openLab(() =>
    openBrowserWorld({
      prepare: ({ notebooks }) => writeFile(join(notebooks, 'mine.policy.yaml'), unnamedPolicy),
    }),
  );
  let editor: PolicyEditor;
  const saved = (): Promise<string> => readFile(join(at.world.notebooks, 'mine.policy.yaml'), 'utf8');

  step('without a sign-in the file says that there is none', at.page, async () => {
    const { jupyter } = at.world;
    await at.page().goto(`${jupyter.url}/lab/tree/mine.policy.yaml?token=${jupyter.token}`);
    editor = new PolicyEditor(at.page());
    await editor.lens('1 rule · 1 with errors · no catalogue').waitFor();
    await at.page().locator('.jp-SideBar [data-id="vectorgate-panel"]').click();
    await at.lab.panel.waitFor();
  });

  step('whoever signs in has what exists, and the line over the file says so', at.page, async () => {
    await at.lab.signIn('rita', () => at.lab.status.click());
    await editor.lens('live catalogue, just now').waitFor();
  });

  step('a collection is completed out of it', at.page, async () => {
    await editor.goTo('collections: [');
    await at.page().keyboard.type('cust');
    await editor.option('customer-cases').waitFor();
    await screenshot(at.page(), 'jupyter-catalogue-collections');
    await at.page().keyboard.press('Tab');
    await editor.line('collections: [customer-cases] }').waitFor();
  });

  step('and a field of it, once the gateway looked into it', at.page, async () => {
    await editor.goTo('fields: [');
    await until('the fields are known', async () => {
      await at.page().keyboard.press('Control+Space');
      const shown = await editor
        .option('email')
        .waitFor({ timeout: 3_000 })
        .then(
          () => true,
          () => false,
        );
      if (!shown) await at.page().keyboard.press('Escape');
      return shown;
    });
    await screenshot(at.page(), 'jupyter-catalogue-fields');
    await at.page().keyboard.type('ema');
    await at.page().keyboard.press('Tab');
    await editor.line('fields: [email]').waitFor();
    await at.page().keyboard.press('Control+s');
    await until('the file has it', async () => (await saved()).includes('fields: [email]'));
  });

  step('hover says what it is, and how it is seen', at.page, async () => {
    await editor.goTo('email');
    await at.page().keyboard.press('Shift+Tab');
    const said = at.page().locator('.vg-policy-hover');
    await said.waitFor();
    assert.match(await said.innerText(), /Field email: string in every record of customer-cases/);
    assert.match(await said.innerText(), /maria\.keller@example\.org becomes «redacted»/);
    await screenshot(at.page(), 'jupyter-catalogue-hover');
    await at.page().keyboard.press('Escape');
  });

  step('it stays while the gateway is away, and the panel tells its age', at.page, async () => {
    await at.world.demo.gateway.stop();
    await command(at.page(), 'Policy: refresh catalogue');
    const section = at.lab.panel.locator('details', { hasText: 'Policies' });
    await section.locator('summary').click();
    await section.getByText(/Catalogue of/).waitFor();
    await section.getByText(/does not answer|cannot be reached/i).waitFor();
    await screenshot(at.page(), 'jupyter-catalogue-away');
    await editor.lens('live catalogue').waitFor();
  });
});
