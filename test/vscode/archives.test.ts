import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'node:test';
import type { Locator } from 'playwright-core';
import { archiveSteps, verdictIn } from '../browser/archive-steps.ts';
import { exportArchives } from '../browser/export-archives.ts';
import { screenshot, step } from '../browser/step.ts';
import { until } from '../browser/until.ts';
import { assertAccessibleInThemes } from './accessible-in-themes.ts';
import { hostRequests } from './host-requests.ts';
import { openArchive } from './open-archive.ts';
import { openWorkbench } from './open-workbench.ts';

suite('archives of recorded sessions in VS Code', () => {
  const requests = hostRequests();
  const at = openWorkbench({ environment: requests.environment });
  /** The extension looks whether its gateway is there now and then, whatever is open. */
  const isLook = (line: string): boolean => {
    const { controlUrl } = at.world.demo;
    return /^(HEAD|GET) /.test(line)
      ? line.endsWith(` ${controlUrl}/.well-known/vectorgate`)
      : line === `connected ${new URL(controlUrl).host}`;
  };

  const opened = (name: string): Promise<Locator> => openArchive(at.bench, name);

  archiveSteps({
    editor: 'vscode',
    page: at.page,
    make: () => exportArchives(at.world.demo, at.world.workspace),
    opened,
    accessible: (archive, what) => assertAccessibleInThemes(at.bench, archive, what),
    mayAsk: ({ origin }) => origin.replace(/^ws/, 'http') === at.world.server.url,
    quietly: async (work) => {
      await at.bench.command('VectorGate: Look again');
      await until('a look at the gateway is heard', async () => requests.heard().some(isLook));
      const before = requests.heard().length;
      const done = await work();
      const heard = requests.heard().slice(before);
      assert.ok(heard.includes('began a thread'), 'what reads the archive is heard');
      assert.deepEqual(
        heard.filter((line) => line !== 'began a thread' && !isLook(line)),
        [],
      );
      return done;
    },
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
