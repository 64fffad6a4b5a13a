import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '@vectorgate/demo';
import { screenshot, step } from '../../browser/step.ts';
import { EditorNotebook } from '../editor-notebook.ts';
import type { OpenWorkbench } from '../open-workbench.ts';

/** Where a kernel runs, and whether it is led to a broker. */
export const whereCells = {
  where: `import os
print("broker" if os.environ.get("VECTORGATE_BROKER") else "none", os.getpid())`,
};

/** The notebook of `whereCells`, once it is open. */
interface Opened {
  notebook?: EditorNotebook;
}

const run = async ({ notebook }: Opened, shows: RegExp): Promise<string> => {
  assert.ok(notebook);
  return notebook.run(0, shows);
};

/** A kernel is started while no gateway is set. */
export function withoutGateway(at: OpenWorkbench): Opened {
  const opened: Opened = {};
  step(
    'no gateway is set: the view says so, the status bar is left alone, nothing is injected',
    at.page,
    async () => {
      await at.bench.openPanel();
      const view = at.bench.view('Gateway');
      await view.getByText('No gateway is set, so nothing is governed here.').waitFor();
      await view.getByRole('button', { name: 'Set the gateway' }).waitFor();
      assert.equal(await at.bench.status.count(), 0);
      await screenshot(at.page(), 'vscode-no-gateway');
      opened.notebook = await EditorNotebook.open(at.bench, at.world.workspace, 'where.ipynb');
      assert.match(await run(opened, /\d$/m), /^none \d+$/m);
    },
  );
  return opened;
}

/** That kernel, now that a gateway is set. */
export function kernelFromBefore(at: OpenWorkbench, opened: Opened): void {
  step('a kernel from before is told of once, and is governed once it was restarted', at.page, async () => {
    const notice = at.bench.notification('The kernel of where.ipynb was started before VectorGate');
    await notice.waitFor();
    await at.bench.openPanel();
    await at.bench.viewSays('Kernels', /where\.ipynb\s*not governed/);
    await screenshot(at.page(), 'vscode-not-governed');
    await notice.getByRole('button', { name: 'Restart kernel' }).click();
    await at.page().locator('.monaco-dialog-box').getByRole('button', { name: 'Restart' }).click();
    assert.match(await run(opened, /^broker/m), /^broker \d+$/m);
    await at.bench.viewSays('Kernels', /where\.ipynb\s*governed/);
    assert.equal(await notice.count(), 0);
  });
}

/** The gateway is away, then back; a file of variables is in the way of a kernel, then is not. */
export function trouble(at: OpenWorkbench, opened: Opened): void {
  step('an address where nobody answers is told, and asked again', at.page, async () => {
    await at.world.server.changeMachine({ 'vectorgate.gateway': `http://127.0.0.1:${await freePort()}` });
    await at.bench.statusSays(/gateway unreachable/);
    await at.bench.openPanel();
    await at.bench.viewSays('Gateway', /no gateway answers at http:\/\/127\.0\.0\.1:\d+/i);
    await at.bench.status.click();
    await screenshot(at.page(), 'vscode-wrong-gateway');
    await at.world.server.changeMachine({ 'vectorgate.gateway': at.world.demo.controlUrl });
    await at.bench.statusSays(/Sign in/);
  });

  step(
    'a .env that sets PYTHONPATH over ours is named with its line; corrected, it governs',
    at.page,
    async () => {
      const file = join(at.world.workspace, '.env');
      const restart = async (): Promise<void> => {
        await at.bench.tab('where.ipynb');
        await at.bench.command('Jupyter: Restart Kernel');
        await at.page().locator('.monaco-dialog-box').getByRole('button', { name: 'Restart' }).click();
      };
      await writeFile(file, 'COLOUR=blue\nPYTHONPATH=src\n');
      await restart();
      assert.match(await run(opened, /^broker/m), /^broker \d+$/m);
      const notice = at.bench.notification('Line 2 of .env sets PYTHONPATH without what was there');
      await notice.waitFor();
      await screenshot(at.page(), 'vscode-env-file');
      await notice.getByRole('button', { name: 'Open the file' }).click();
      await at.page().locator('.tabs-container .tab.active', { hasText: '.env' }).waitFor();
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the file's own spelling
      await writeFile(file, 'COLOUR=blue\nPYTHONPATH=${PYTHONPATH}:src\n');
      await restart();
      assert.match(await run(opened, /^broker/m), /^broker \d+$/m);
      await at.bench.openPanel();
      await at.bench.viewSays('Kernels', /where\.ipynb\s*governed/);
    },
  );
}
