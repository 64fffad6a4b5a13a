import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'node:test';
import type { Locator } from 'playwright-core';
import { archiveSteps, verdictIn } from '../browser/archive-steps.ts';
import { exportArchives } from '../browser/export-archives.ts';
import { screenshot, step } from '../browser/step.ts';
import { until } from '../browser/until.ts';
import { openArchive } from './open-archive.ts';
import { openWorkbench } from './open-workbench.ts';

suite('archives of recorded sessions in VS Code', () => {
  const at = openWorkbench({});

  const opened = (name: string): Promise<Locator> => openArchive(at.bench, name);

  archiveSteps({
    editor: 'vscode',
    page: at.page,
    make: () => exportArchives(at.world.demo, at.world.workspace),
    opened,
    signedOut: async () => assert.match(await at.bench.status.innerText(), /Sign in/),
  });

  step('by a key that this machine knows, it is told who signed', at.page, async () => {
    const keys = join(at.world.folder, 'demo', 'data', 'records', 'evidence', 'keys');
    const known = (await readFile(keys, 'utf8')).trim().split('\n');
    await at.world.server.changeMachine({ 'vectorgate.archiveKeys': known });
    await at.bench.command('View: Close All Editors');
    await until('the key is known', async () => {
      const verdict = verdictIn(await opened('good.vgsession'));
      await verdict
        .getByText(/records verified: all stand in the signed log/)
        .first()
        .waitFor();
      if (await verdict.getByText('a key that you trust').isVisible()) return true;
      // The editor follows the file of settings in its own time.
      await at.bench.command('View: Close All Editors');
      return false;
    });
    await screenshot(at.page(), 'vscode-archive-trusted');
  });
});
