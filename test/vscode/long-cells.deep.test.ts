import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite } from 'node:test';
import { step } from '../browser/step.ts';
import { until } from '../browser/until.ts';
import { writeNotebook } from '../browser/write-notebook.ts';
import { EditorNotebook } from './editor-notebook.ts';
import { codeCells } from './notebook-file.ts';
import { openWorkbench } from './open-workbench.ts';

const tokenSeconds = 5;
const cells = {
  connect: `import os, time, chromadb
from vectorgate_shim.gate import the_gate
cases = chromadb.HttpClient(host="chroma.internal", port=8000).get_collection("customer-cases")
print("connected in", os.getpid())`,
  // More than two lives of a token, so that it is renewed while the cell runs.
  outlive: `tokens, until = set(), time.monotonic() + ${tokenSeconds * 2.2}
while time.monotonic() < until: cases.count(); tokens.add(the_gate().token()); time.sleep(0.2)
print("done with", len(tokens), "tokens")`,
  long: `for number in range(10_000): cases.count(); print("query", number); time.sleep(0.2)`,
};
const [connect, outlive, long] = [0, 1, 2];

suite('cells that run for long, in VS Code', () => {
  const at = openWorkbench({
    accessTokenSeconds: tokenSeconds,
    prepare: (workspace) => writeNotebook(join(workspace, 'long.ipynb'), cells),
  });
  let notebook: EditorNotebook;
  let kernel: string | undefined;

  step('Ana signs in from the command palette and connects', at.page, async () => {
    notebook = await EditorNotebook.open(at.bench, at.world.workspace, 'long.ipynb');
    await at.bench.signIn('ana', () => at.bench.command('VectorGate: Sign in'));
    kernel = /^connected in (\d+)$/m.exec(await notebook.run(connect, /connected/))?.[1];
    assert.ok(kernel);
  });

  step('a token that expires is renewed unseen, with a second window doing the same', at.page, async () => {
    const other = await at.bench.anotherWindow(at.world.server.url, at.world.workspace);
    await other.openPanel();
    const text = await notebook.run(outlive, /done with/);
    const [, tokens] = /^done with (\d+) tokens$/m.exec(text) ?? [];
    assert.ok(Number(tokens) >= 3, text);
    await other.statusSays(/Ana Ruiz/);
    await other.page.close();
  });

  step('a restarted kernel is governed, and signed in, from its first cell', at.page, async () => {
    await at.bench.command('Jupyter: Restart Kernel');
    await at.bench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Restart' }).click();
    const again = /^connected in (\d+)$/m.exec(await notebook.run(connect, /connected/))?.[1];
    assert.ok(again && again !== kernel, again);
    await at.bench.openPanel();
    await at.bench.viewSays('Kernels', /long\.ipynb\s*governed/);
  });

  step('signing out ends a cell at its next call, with words', at.page, async () => {
    await notebook.start(long);
    const output = async (): Promise<string> => (await codeCells(notebook.path))[long]?.output ?? '';
    await until('the loop makes queries', async () => /query 2/.test(await output()));
    await at.bench.command('VectorGate: Sign out');
    // Which of the two depends on whether the kernel's token was due to be renewed at that moment.
    await until('the cell was refused', async () =>
      /ChromaAuthError: VectorGate: (your sign-in has ended|you are not signed in, so chroma\.internal is closed)\.\nClick "VectorGate: sign in" in the status bar and run the cell again\.$/.test(
        (await output()).trimEnd(),
      ),
    );
  });
});
