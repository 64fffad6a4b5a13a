import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite } from 'node:test';
import { openBrowserWorld } from './browser-world.ts';
import type { NotebookView } from './notebook-view.ts';
import { openLab } from './open-lab.ts';
import { step } from './step.ts';
import { until } from './until.ts';
import { writeNotebook } from './write-notebook.ts';

const tokenSeconds = 5;

const cells = {
  connect: `import time
import chromadb
from vectorgate_shim.gate import the_gate
cases = chromadb.HttpClient(host="chroma.internal", port=8000).get_collection("customer-cases")
print("connected")`,
  // More than two lives of a token, so that it is renewed while the cell runs.
  outlive: `tokens, until = set(), time.monotonic() + ${tokenSeconds * 2.2}
while time.monotonic() < until:
    cases.count()
    tokens.add(the_gate().token())
    time.sleep(0.2)
print("done with", len(tokens), "tokens")`,
  long: `for number in range(10_000):
    cases.count()
    print("query", number)
    time.sleep(0.2)
print("never refused")`,
};

suite('cells that run for long', () => {
  const at = openLab(() =>
    openBrowserWorld({
      accessTokenSeconds: tokenSeconds,
      prepare: ({ notebooks }) => writeNotebook(join(notebooks, 'long.ipynb'), cells),
    }),
  );
  let notebook: NotebookView;

  step('Ana signs in and connects', at.page, async () => {
    await at.lab.signIn('ana', () => at.lab.status.click());
    notebook = await at.lab.openNotebook('long.ipynb');
    assert.match(await notebook.run('connect'), /^connected$/m);
  });

  step('a token that expires is renewed unseen', at.page, async () => {
    const [, tokens] = /^done with (\d+) tokens$/m.exec(await notebook.run('outlive')) ?? [];
    assert.ok(Number(tokens) >= 3, `${tokens} tokens in more than two lives of one`);
  });

  step('signing out ends it at its next call, with words', at.page, async () => {
    await notebook.start('long');
    await until('the loop makes queries', async () => /query 2/.test(await notebook.output('long')));
    await at.lab.signOut();
    const text = await notebook.ended('long');
    assert.doesNotMatch(text, /^never refused$/m);
    // Which of the two depends on whether the kernel's token was due to be renewed at that moment.
    assert.match(
      text.trimEnd().split('\n').slice(-2).join('\n'),
      /^ChromaAuthError: VectorGate: (your sign-in has ended|you are not signed in, so chroma\.internal is closed)\.\nClick "VectorGate: sign in" in the status bar and run the cell again\.$/,
    );
  });
});
