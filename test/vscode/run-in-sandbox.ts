import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pythonProgram } from '@vectorgate/demo';
import { screenshot } from '../browser/step.ts';
import { until } from '../browser/until.ts';
import { writeNotebook } from '../browser/write-notebook.ts';
import { assertAccessible } from '../replay-ui/assert-accessible.ts';
import { EditorNotebook } from './editor-notebook.ts';
import type { OpenWorkbench } from './open-workbench.ts';
import type { SessionPlayer } from './session-player.ts';

const notebook = 'again.ipynb';

/** A notebook with calls that were recorded and may be seen by a reviewer, and one that was not. */
export const sandboxNotebook = (workspace: string): Promise<void> =>
  writeNotebook(join(workspace, notebook), {
    recorded: `import chromadb
client = chromadb.HttpClient(host="chroma.internal", port=8000)
print("answered", client.tenant)`,
    process: 'import os; print("process", os.getpid())',
    other: `try:
    client.delete_collection("customer-cases")
except Exception as refused:
    print(refused)`,
  });

/** Over the session that the player shows: a notebook, then the recorded program itself in a terminal, then the end. */
export async function runInSandbox(at: OpenWorkbench, player: SessionPlayer): Promise<void> {
  const sandbox = player.element.getByRole('region', { name: 'Sandbox' });
  const press = (name: string): Promise<void> => sandbox.getByRole('button', { name }).click();
  await player.element.getByRole('button', { name: 'this session' }).click();
  await player.element.getByRole('button', { name: 'run again in a sandbox' }).click();
  await sandbox.getByText(/^http:\/\/127\.0\.0\.1:\d+$/).waitFor();
  await sandbox.getByText('answers for chroma.internal:8000; no store is asked').waitFor();
  await sandbox.getByText(/^Nothing was asked yet of its \d+ recorded steps\.$/).waitFor();
  await sandbox.getByText(/^4 recorded steps cannot be answered\. .*masked for you\.$/).waitFor();
  await screenshot(at.page(), 'vscode-sandbox');
  const frame = await player.element.elementHandle().then((handle) => handle?.ownerFrame());
  await assertAccessible(frame!, 'the player with a sandbox');
  await at.page().locator('.statusbar-item', { hasText: 'Sandbox: 0 of' }).waitFor();

  const again = await EditorNotebook.open(at.bench, at.world.workspace, notebook);
  await at.bench.tab(/^Session/);
  await press('run a notebook in it');
  await at.page().locator('.quick-input-list .monaco-list-row', { hasText: notebook }).hover();
  await at.page().keyboard.press('Enter');
  await at.page().getByText(`no kernel of ${notebook} is known here`).first().waitFor();
  assert.equal((await again.run(0, /answered/)).trim(), 'answered default_tenant');
  const came = at.page().getByText(`It is that of ${notebook} if os.getpid() says`).first();
  await came.waitFor();
  const said = /a kernel, process (\d+), is answered .* says (\d+) there/.exec(
    (await came.textContent()) ?? '',
  );
  assert.equal(said?.[1], said?.[2]);
  await screenshot(at.page(), 'vscode-sandbox-came');
  assert.equal((await again.run(1, /process/)).trim(), `process ${said?.[1]}`);
  assert.match(await again.run(2, /VectorGate/), /VectorGate: not in the recording: /);
  await at.bench.openPanel();
  const kernels = at.bench.view('Kernels').locator('.pane-header');
  await kernels.click();
  await at.bench.viewSays('Kernels', /again\.ipynb\s*in a sandbox/);
  await kernels.click();

  await at.bench.tab(/^Session/);
  await sandbox.getByText(/1 call not answered, 1 program in it/).waitFor();
  await sandbox
    .getByRole('listitem')
    .getByText(/^DELETE /)
    .waitFor();
  await press('open a terminal in it');
  await at.page().locator('.xterm').first().waitFor();
  await at.page().keyboard.type(`${pythonProgram()} ${join(at.world.folder, 'recorded.py')}\n`);
  await sandbox.getByText(/2 programs in it|call answered again|calls answered again/).waitFor();
  await screenshot(at.page(), 'vscode-sandbox-answers');
  await at.bench.command('Terminal: Kill the Active Terminal Instance');
  await at.page().locator('.xterm').first().waitFor({ state: 'detached' });
  await at.bench.tab(notebook);
  await at.bench.command('Jupyter: Restart Kernel');
  await at.page().locator('.monaco-dialog-box').getByRole('button', { name: 'Restart' }).click();
  const gone = `(process ${said?.[1]}, as far as is known that of ${notebook}). The next one of its notebook is led out of the sandbox`;
  await at.page().getByText(gone).first().waitFor();
  await screenshot(at.page(), 'vscode-sandbox-left');
  await at.bench.tab(/^Session/);
  await press('stop');
  await sandbox.getByText('ended').waitFor();
  await press('close');
  await sandbox.waitFor({ state: 'detached' });
  await until('the status bar says nothing of it any more', async () => {
    const items = at.page().locator('.statusbar-item', { hasText: 'Sandbox' });
    return (await items.filter({ visible: true }).count()) === 0;
  });
}
