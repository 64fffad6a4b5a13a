import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'node:test';
import { freePort } from '@vectorgate/demo';
import { screenshot, step } from '../browser/step.ts';
import { writeNotebook } from '../browser/write-notebook.ts';
import { EditorNotebook } from './editor-notebook.ts';
import { openWorkbench } from './open-workbench.ts';

const cells = {
  where: `import os
print("broker" if os.environ.get("VECTORGATE_BROKER") else "none", os.getpid())`,
};

suite('what is amiss is told with its remedy, in VS Code', () => {
  const at = openWorkbench({
    gatewaySet: false,
    prepare: (workspace) => writeNotebook(join(workspace, 'where.ipynb'), cells),
  });
  let notebook: EditorNotebook;

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
      notebook = await EditorNotebook.open(at.bench, at.world.workspace, 'where.ipynb');
      assert.match(await notebook.run(0, /\d$/m), /^none \d+$/m);
    },
  );

  step('an address where nobody answers is told, and asked again', at.page, async () => {
    await at.world.server.changeMachine({ 'vectorgate.gateway': `http://127.0.0.1:${await freePort()}` });
    await at.bench.statusSays(/gateway unreachable/);
    await at.bench.openPanel();
    await at.bench.viewSays('Gateway', /no gateway answers at http:\/\/127\.0\.0\.1:\d+/i);
    await at.bench.status.click();
    await screenshot(at.page(), 'vscode-wrong-gateway');
  });

  step('a kernel from before is told of once, and is governed once it was restarted', at.page, async () => {
    await at.world.server.changeMachine({ 'vectorgate.gateway': at.world.demo.controlUrl });
    await at.bench.statusSays(/Sign in/);
    const notice = at.bench.notification('The kernel of where.ipynb was started before VectorGate');
    await notice.waitFor();
    await at.bench.openPanel();
    await at.bench.viewSays('Kernels', /where\.ipynb\s*not governed/);
    await screenshot(at.page(), 'vscode-not-governed');
    await notice.getByRole('button', { name: 'Restart kernel' }).click();
    await at.page().locator('.monaco-dialog-box').getByRole('button', { name: 'Restart' }).click();
    assert.match(await notebook.run(0, /^broker/m), /^broker \d+$/m);
    await at.bench.viewSays('Kernels', /where\.ipynb\s*governed/);
    assert.equal(await notice.count(), 0);
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
      assert.match(await notebook.run(0, /^broker/m), /^broker \d+$/m);
      const notice = at.bench.notification('Line 2 of .env sets PYTHONPATH without what was there');
      await notice.waitFor();
      await screenshot(at.page(), 'vscode-env-file');
      await notice.getByRole('button', { name: 'Open the file' }).click();
      await at.page().locator('.tabs-container .tab.active', { hasText: '.env' }).waitFor();
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the file's own spelling
      await writeFile(file, 'COLOUR=blue\nPYTHONPATH=${PYTHONPATH}:src\n');
      await restart();
      assert.match(await notebook.run(0, /^broker/m), /^broker \d+$/m);
      await at.bench.openPanel();
      await at.bench.viewSays('Kernels', /where\.ipynb\s*governed/);
    },
  );
});
