import assert from 'node:assert/strict';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'node:test';
import type { Locator } from 'playwright-core';
import { findWho, openWhole } from '../investigation/find-who.ts';
import { placeRecords } from '../investigation/place-records.ts';
import { counselPolicy, recordCount } from '../investigation/question.ts';
import { onSecondMachine } from '../investigation/second-machine.ts';
import { Stopwatch } from '../investigation/stopwatch.ts';
import { assertAccessible } from '../replay-ui/assert-accessible.ts';
import { openBrowserWorld } from './browser-world.ts';
import { openLab } from './open-lab.ts';
import { screenshot, step } from './step.ts';
import { until } from './until.ts';

suite(`who saw it, among ${recordCount.toLocaleString('en')} records, in JupyterLab`, () => {
  const at = openLab(() =>
    openBrowserWorld({
      before: (folder) => placeRecords(folder, recordCount),
      prepare: ({ notebooks }) => writeFile(join(notebooks, 'for-counsel.policy.yaml'), counselPolicy),
    }),
  );
  let watch: Stopwatch;
  const replay = (): Locator => at.page().locator('vg-replay');
  const keys = (): string => join(at.world.demo.folder, 'data', 'records', 'evidence', 'keys');
  /** Exports what is found, masked by a policy where one is named, and waits for the file. */
  const exportFound = async (masked: string | undefined, name: string): Promise<string> => {
    await replay().locator('vg-sessions').getByRole('button', { name: 'export…' }).click();
    const dialog = at.page().locator('.jp-Dialog');
    await dialog.getByLabel('What goes into the file').selectOption('all');
    if (masked !== undefined) await dialog.getByLabel('Masked how').selectOption(masked);
    await screenshot(at.page(), `jupyterlab-export${masked === undefined ? '' : '-masked'}`);
    await assertAccessible(at.page(), 'the questions of an export', 'all', '.jp-Dialog');
    await dialog.getByRole('button', { name: 'Export' }).click();
    const path = join(at.world.notebooks, name);
    await until(`${name} is there`, () =>
      stat(path).then(
        () => true,
        () => false,
      ),
    );
    await at.page().getByText(`VectorGate: ${name}`).first().waitFor();
    return path;
  };

  step('who it was, and by which rule', at.page, async () => {
    await at.lab.signIn('rita', () => at.lab.status.click());
    watch = new Stopwatch('JupyterLab');
    await at.lab.section('Sessions').locator('summary').click();
    await at.lab.section('Sessions').getByRole('button', { name: 'All sessions, and search' }).click();
    await findWho(replay(), watch);
    await screenshot(at.page(), 'jupyterlab-investigation');
    await openWhole(replay(), watch);
    await screenshot(at.page(), 'jupyterlab-investigation-step');
  });

  step('the file proves it on a second machine', at.page, async () => {
    const day = new Date().toISOString().slice(0, 10);
    const file = await exportFound(undefined, `records-${day}.vgsession`);
    watch.lap('the file is exported');
    const { code, out, err } = await onSecondMachine(file, keys());
    assert.equal(code, 0, err);
    assert.match(out, /^✓ 2 records verified: all stand in the signed log\./);
    watch.lap('verified on a second machine');
    watch.stop();
  });

  step('an extract is masked by a policy of the folder', at.page, async () => {
    const day = new Date().toISOString().slice(0, 10);
    const file = await exportFound('for-counsel.policy.yaml', `records-${day}-2.vgsession`);
    const { code, out, err } = await onSecondMachine(file, keys());
    assert.equal(code, 0, err);
    assert.match(out, /for-counsel/);
  });

  step('the gateway gone and nobody signed in, the file still says who', at.page, async () => {
    await at.page().getByRole('button', { name: 'Open and verify' }).last().click();
    await at.lab.signOut();
    await at.world.demo.gateway.stop();
    const archive = at.page().locator('vg-archive:visible');
    await archive
      .getByText(/^2 records verified: all stand in the signed log/)
      .first()
      .waitFor();
    await archive.getByText('Omar Haddad').first().waitFor();
    await screenshot(at.page(), 'jupyterlab-investigation-archive');
  });
});
