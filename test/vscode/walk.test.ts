import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'node:test';
import { placeNotebook, pythonProgram } from '@vectorgate/demo';
import { screenshot, step } from '../browser/step.ts';
import { until } from '../browser/until.ts';
import { assertStillAccessibleInThemes } from './accessible-in-themes.ts';
import { EditorNotebook } from './editor-notebook.ts';
import { openWorkbench } from './open-workbench.ts';

/** The demo notebook's code cells, in their order. */
const cell = { model: 0, connect: 1, search: 2, vectors: 3, count: 4, peek: 5, docs: 6, tooMany: 7 } as const;
const decisionId = /Decision ([0-9A-HJKMNP-TV-Z]{26})/;
const script = `import chromadb
client = chromadb.HttpClient(host="chroma.internal", port=8000)
print(sorted(collection.name for collection in client.list_collections()))
`;

suite('a newcomer in VS Code', () => {
  const at = openWorkbench({
    prepare: async (workspace) => {
      await placeNotebook(workspace);
      await writeFile(join(workspace, 'script.py'), script);
    },
  });
  const out = (name: string): string => join(at.world.workspace, name);
  const runScript = async (name: string): Promise<string> => {
    await at.bench.terminal(`${pythonProgram()} script.py > ${name}.part 2>&1; mv ${name}.part ${name}`);
    await until('the script has ended', () =>
      readFile(out(name)).then(
        () => true,
        () => false,
      ),
    );
    return readFile(out(name), 'utf8');
  };
  let notebook: EditorNotebook;

  step('signed out, the store is closed, and the error says what to do', at.page, async () => {
    await at.bench.statusSays(/Sign in/);
    notebook = await EditorNotebook.open(at.bench, at.world.workspace, 'customer-insights.ipynb');
    const outputs = await notebook.runAll(cell.connect);
    assert.equal(
      outputs[cell.connect],
      'ChromaAuthError: VectorGate: you are not signed in, so chroma.internal is closed.\n' +
        'Click "VectorGate: sign in" in the status bar and run the cell again.',
    );
    await at.bench.openPanel();
    await at.bench.viewSays('Kernels', /customer-insights\.ipynb\s*governed/);
  });

  step('a script in the terminal is told the same', at.page, async () => {
    assert.match(await runScript('signed-out'), /you are not signed in, so chroma\.internal is closed/);
  });

  step('signs in from the status bar; the views say who, what is governed, until when', at.page, async () => {
    await at.bench.signIn('ana');
    await at.bench.statusSays(/Ana Ruiz · insights · 1[12] h/);
    await at.bench.openPanel();
    await at.bench.viewSays('Gateway', /Ana Ruiz\s*analysts · expires in 1[12] h/);
    await at.bench.viewSays('Connections', /insights · chroma\s*chroma\.internal:8000/);
  });

  step('the unchanged notebook now works in the same kernel, masked, with one notice', at.page, async () => {
    const outputs = await notebook.runAll(cell.tooMany);
    assert.match(outputs[cell.connect] ?? '', /^\[Collection\(name=[\w-]+\), Collection\(name=[\w-]+\)\]$/);
    const text = outputs[cell.search] ?? '';
    const hits = [...text.matchAll(/^CASE-\d{4} {2}\d\.\d\d {2}(\w+) {2}[\w ]+ {2}(\S+)$/gm)];
    assert.equal(hits.length, 10, text);
    for (const [line, tenant, email] of hits) {
      assert.equal(tenant, 'acme', line);
      assert.match(email ?? '', /^•+mple$/, line);
    }
    assert.doesNotMatch(text, /@/);
    assert.equal(text.split('\n').filter((line) => line.includes('VectorGate:')).length, 1, text);
    assert.equal(outputs[cell.vectors], "'no vectors'");
  });

  step('a refused cell says rule and decision, and leads to it', at.page, async () => {
    const output = (await notebook.outputs())[cell.tooMany] ?? '';
    const decision = decisionId.exec(output)?.[1] ?? 'none';
    assert.match(
      output,
      /^ChromaAuthError: VectorGate: search of customer-cases refused: n_results 1000 is above/,
    );
    await at.bench.openPanel();
    const refused = at.bench
      .view('Latest refusals')
      .locator('.monaco-list-row', { hasText: 'search customer-cases' });
    await refused.first().waitFor();
    await notebook.showFailed();
    await notebook.statusItem('Open decision').click();
    const page = await at.bench.decisionFrame(decision);
    assert.match(await page.locator('main').innerText(), /analysts-read/);
    await screenshot(at.page(), 'vscode-decision');
    await assertStillAccessibleInThemes(at.bench, page, 'the page of a decision');
  });

  step('a test is made of the decision, without its data', at.page, async () => {
    const page = await at.bench.decisionFrame('analysts-read');
    await page.getByRole('link', { name: 'make a policy test of this decision' }).click();
    const lines = at.page().locator('.monaco-editor .view-lines', { hasText: 'PolicyTest' }).first();
    await until('the test is there', async () => {
      const text = (await lines.innerText()).replaceAll('\u00a0', ' ');
      return text.includes('collection: customer-cases') && text.includes('topK: 1000');
    });
    await screenshot(at.page(), 'vscode-policy-test-made');
    await at.bench.tab('customer-insights.ipynb');
  });

  step('the script in the terminal works too', at.page, async () => {
    assert.match(await runScript('signed-in'), /^\['customer-cases', 'product-docs'\]$/m);
  });

  step('a second window is signed in already, and signing out there ends it here', at.page, async () => {
    const other = await at.bench.anotherWindow(at.world.server.url, at.world.workspace);
    await other.statusSays(/Ana Ruiz/);
    await other.command('VectorGate: Sign out');
    await until('both are signed out', async () => {
      const texts = [await other.status.innerText(), await at.bench.status.innerText()];
      return texts.every((text) => text.includes('Sign in'));
    });
    await other.page.close();
    const text = (await notebook.runAll(cell.connect))[cell.connect] ?? '';
    assert.match(text, /^ChromaAuthError: VectorGate: (your sign-in has ended|you are not signed in)/);
  });
});
