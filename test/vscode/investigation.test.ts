import assert from 'node:assert/strict';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'node:test';
import type { Locator } from 'playwright-core';
import { screenshot, step } from '../browser/step.ts';
import { until } from '../browser/until.ts';
import { findWho, openWhole } from '../investigation/find-who.ts';
import { placeRecords } from '../investigation/place-records.ts';
import { counselPolicy, recordCount } from '../investigation/question.ts';
import { onSecondMachine } from '../investigation/second-machine.ts';
import { Stopwatch } from '../investigation/stopwatch.ts';
import { chooseForExport, placeExport } from './export-answers.ts';
import { inFrames } from './in-frames.ts';
import { openWorkbench } from './open-workbench.ts';

// With few records the walk in JupyterLab is enough.
const skip = process.env.VECTORGATE_TEST_DEEP === '1' ? false : 'among 1,000,000 records: npm run test:deep';

suite(`who saw it, among ${recordCount.toLocaleString('en')} records, in VS Code`, { skip }, () => {
  const at = openWorkbench({
    before: (folder) => placeRecords(folder, recordCount),
    prepare: (workspace) => writeFile(join(workspace, 'for-counsel.policy.yaml'), counselPolicy),
  });
  let watch: Stopwatch;
  let replay: Locator;
  const keys = (): string => join(at.world.demo.folder, 'data', 'records', 'evidence', 'keys');
  const choose = (title: string, entry: string): Promise<void> => chooseForExport(at.page(), title, entry);
  /** Answers where the file goes, and waits for it. */
  const saveAs = async (name: string): Promise<string> => {
    const path = join(at.world.workspace, name);
    await placeExport(at.page(), path);
    await until(`${name} is there`, () =>
      stat(path).then(
        () => true,
        () => false,
      ),
    );
    return path;
  };

  step('who it was, and by which rule', at.page, async () => {
    await at.bench.signIn('rita');
    await at.bench.command('View: Toggle Primary Side Bar Visibility');
    watch = new Stopwatch('VS Code');
    await at.bench.command('VectorGate: Look through records');
    replay = await inFrames(at.page(), 'vg-replay');
    await findWho(replay, watch);
    await screenshot(at.page(), 'vscode-investigation');
  });

  step('a step of it, and the rule in force', at.page, async () => {
    await openWhole(replay, watch);
    await screenshot(at.page(), 'vscode-investigation-step');
    await replay.getByRole('region', { name: 'Step' }).focus();
    await at.page().keyboard.press('o');
    await at
      .page()
      .locator('.tabs-container .tab.active', { hasText: 'customer-insights.policy.yaml' })
      .waitFor();
    await at.page().locator('.view-line', { hasText: 'owners-manage' }).first().waitFor();
    watch.lap('the rule is open');
    await screenshot(at.page(), 'vscode-investigation-rule');
  });

  step('the file proves it on a second machine', at.page, async () => {
    await at.bench.tab('Records');
    await replay.locator('vg-sessions').getByRole('button', { name: 'export…' }).click();
    await choose('what goes into the file', 'what was asked and answered');
    await choose('masked how', 'As you may see it');
    const file = await saveAs('evidence.vgsession');
    watch.lap('the file is exported');
    const { code, out, err } = await onSecondMachine(file, keys());
    assert.equal(code, 0, err);
    assert.match(out, /^✓ 2 records verified: all stand in the signed log\./);
    watch.lap('verified on a second machine');
    watch.stop();
    await at.bench
      .notification('evidence.vgsession')
      .getByRole('button', { name: 'Open and verify' })
      .click();
    const archive = await inFrames(at.page(), 'vg-archive');
    await archive
      .getByText(/^2 records verified: all stand in the signed log/)
      .first()
      .waitFor();
    await screenshot(at.page(), 'vscode-investigation-archive');
  });

  step('an extract is masked by a policy of the workspace', at.page, async () => {
    await at.bench.tab('Records');
    await replay.locator('vg-sessions').getByRole('button', { name: 'export…' }).click();
    await choose('what goes into the file', 'what was asked and answered');
    await choose('masked how', 'for-counsel.policy.yaml');
    const file = await saveAs('extract.vgsession');
    const { code, out, err } = await onSecondMachine(file, keys());
    assert.equal(code, 0, err);
    assert.match(out, /for-counsel/);
    assert.deepEqual(
      (await readdir(at.world.workspace)).filter((name) => name.endsWith('.part')),
      [],
    );
  });

  step('the gateway gone and nobody signed in, the file still says who', at.page, async () => {
    await at.bench.command('View: Close All Editors');
    await at.bench.command('VectorGate: Sign out');
    await at.bench.statusSays(/Sign in/);
    await at.world.demo.gateway.stop();
    await at.bench.quickOpen('evidence.vgsession');
    const archive = await inFrames(at.page(), 'vg-archive');
    await archive
      .getByText(/^2 records verified: all stand in the signed log/)
      .first()
      .waitFor();
    await archive.getByText('Omar Haddad').first().waitFor();
  });
});
