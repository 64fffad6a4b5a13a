import { suite } from 'node:test';
import { screenshot, step } from '../browser/step.ts';
import { until } from '../browser/until.ts';
import { openWorkbench } from './open-workbench.ts';

suite('sign-in by a code, where the browser does not come back, in VS Code', () => {
  const at = openWorkbench({ deviceCode: true });

  step('a sign-in that was given up leads to the next way, by the person’s word', at.page, async () => {
    const page = await at.bench.popup(() => at.bench.status.click());
    await page.close();
    const waiting = at.bench.notification('VectorGate: sign in in your browser');
    await waiting.getByRole('button', { name: 'Cancel' }).click();
    // The one above it goes at that moment: a press may meet the place where the button was.
    const asked = at.bench.notification('Did your browser not come back');
    await asked.waitFor();
    await until('the press is taken', async () => {
      if (await asked.isVisible()) await asked.getByRole('button', { name: 'Try another way' }).click();
      return asked.waitFor({ state: 'hidden', timeout: 2_000 }).then(
        () => true,
        () => false,
      );
    });
  });

  step('the code is shown, typed and confirmed; the window is signed in', at.page, async () => {
    const dialog = at.page().locator('.monaco-dialog-box');
    await dialog.waitFor();
    const [, code = ''] = /Your code is (\S+)/.exec(await dialog.innerText()) ?? [];
    await screenshot(at.page(), 'vscode-device-code');
    const page = await at.bench.popup(() =>
      dialog.getByRole('button', { name: 'Copy code and open page' }).click(),
    );
    await screenshot(page, 'device-code-page');
    await page.getByLabel('Code').fill(code.toLowerCase());
    await page.getByLabel('Code').press('Enter');
    await page.getByText('Is this your device?').waitFor();
    await page.getByText(code).waitFor();
    await screenshot(page, 'device-confirm-page');
    await page.getByRole('button', { name: 'Yes, it is mine' }).click();
    await page.locator('input[name=login]').fill('ana');
    await page.locator('input[name=password]').fill('ana');
    await page.locator('input[name=password]').press('Enter');
    await page.getByRole('button', { name: /^Continue as / }).click();
    await page.getByText('go back to the device').waitFor();
    await page.close();
    await at.bench.statusSays(/Ana Ruiz/);
  });
});
