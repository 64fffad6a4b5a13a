import assert from 'node:assert/strict';
import { suite } from 'node:test';
import { placeNotebook } from '@vectorgate/demo';
import { openBrowserWorld } from './browser-world.ts';
import type { NotebookView } from './notebook-view.ts';
import { openLab } from './open-lab.ts';
import { step } from './step.ts';

/** How refusals and notices quote the decision. */
const decisionId = /Decision ([0-9A-HJKMNP-TV-Z]{26})/;
/** The last two lines of an exception's text: what was refused, and what to do. */
const lastTwoLines = (text: string): string => text.trimEnd().split('\n').slice(-2).join('\n');

suite('a newcomer in JupyterLab', () => {
  const at = openLab(() =>
    openBrowserWorld({
      prepare: async ({ notebooks }) => {
        await placeNotebook(notebooks);
      },
    }),
  );
  let notebook: NotebookView;

  step('signed out, the store is closed, and the error says what to do', at.page, async () => {
    notebook = await at.lab.openNotebook('customer-insights.ipynb');
    await notebook.run('model');
    assert.equal(await at.lab.status.innerText(), 'Sign in');
    assert.equal(
      lastTwoLines(await notebook.run('connect')),
      'ChromaAuthError: VectorGate: you are not signed in, so chroma.internal is closed.\n' +
        'Click "VectorGate: sign in" in the status bar and run the cell again.',
    );
    assert.match(await at.lab.panel.innerText(), /chroma\.internal:8000 is closed until you sign in/);
    assert.equal(await at.lab.panel.getByText('Ana Ruiz').count(), 0);
  });

  step(
    'signs in from the status bar; the panel says who, what is governed, until when',
    at.page,
    async () => {
      await at.lab.signIn('ana', () => at.lab.status.click());
      const who = await at.lab.panel.getByRole('region', { name: 'Signed in' }).innerText();
      assert.match(who, /Ana Ruiz[\s\S]*analysts · expires in 1[12] h/);
      const connections = await at.lab.section('Connections').innerText();
      assert.match(connections, /insights · chroma 1[\d.]*\s+enforcing\s+chroma\.internal:8000/);
      assert.match(await (await at.lab.kernelEntry('customer-insights.ipynb')).innerText(), /● governed/);
      assert.match(
        await at.lab.section('Latest').innerText(),
        /you are not signed in|Nothing of yours was refused/,
      );
      assert.equal(await at.lab.status.innerText(), 'Ana Ruiz · insights');
    },
  );

  step('the same cell now works in the same kernel', at.page, async () => {
    const text = await notebook.run('connect');
    assert.match(text, /^\[Collection\(name=[\w-]+\), Collection\(name=[\w-]+\)\]$/);
    // Chroma lists collections in the order of their random ids.
    const names = [...text.matchAll(/name=([\w-]+)/g)].map(([, name]) => name);
    assert.deepEqual(names.sort(), ['customer-cases', 'product-docs']);
  });

  step('a masked result is visible, with one notice', at.page, async () => {
    const text = await notebook.run('search');
    const hits = [...text.matchAll(/^CASE-\d{4} {2}\d\.\d\d {2}(\w+) {2}[\w ]+ {2}(\S+)$/gm)];
    assert.equal(hits.length, 10);
    for (const [line, tenant, email] of hits) {
      assert.equal(tenant, 'acme', line);
      assert.match(email ?? '', /^•+mple$/, line);
    }
    assert.match(text, /«phone»/);
    assert.doesNotMatch(text, /@/);
    const notices = text.split('\n').filter((line) => line.includes('VectorGate:'));
    assert.equal(notices.length, 1, text);
    assert.match(notices[0] ?? '', /filter tenant = "acme" added;.*email partly hidden/);
    assert.match(notices[0] ?? '', decisionId);
    assert.equal(await notebook.run('vectors'), "'no vectors'");
  });

  step('above the limit: refused with rule and decision, and shown in the panel', at.page, async () => {
    const text = lastTwoLines(await notebook.run('too-many'));
    const decision = decisionId.exec(text)?.[1] ?? 'none';
    assert.equal(
      text,
      'ChromaAuthError: VectorGate: search of customer-cases refused: n_results 1000 is above your limit of 50 (rule analysts-read).\n' +
        `Ask #data-governance, or lower n_results. Decision ${decision}.`,
    );
    const entry = at.lab.section('Latest').locator('li', { hasText: decision });
    await entry.waitFor();
    assert.match(await entry.innerText(), /search customer-cases\s+(now|\d+ s ago)/);
    assert.match(await entry.innerText(), /limit of 50 \(rule analysts-read\)/);
    await entry.getByRole('button', { name: `copy decision ${decision}` }).click();
    assert.equal(await at.lab.page.evaluate<string>('navigator.clipboard.readText()'), decision);
  });

  step('signed out, the store is closed again', at.page, async () => {
    await at.lab.signOut();
    assert.equal(
      lastTwoLines(await notebook.run('connect')),
      'ChromaAuthError: VectorGate: your sign-in has ended.\n' +
        'Click "VectorGate: sign in" in the status bar and run the cell again.',
    );
    assert.equal(await at.lab.status.innerText(), 'Sign in');
    assert.equal(await at.lab.section('Latest').count(), 0);
  });

  step('somebody else signs in from the panel and gets what is theirs', at.page, async () => {
    await at.lab.signIn('omar', () => at.lab.panel.getByRole('button', { name: 'Sign in' }).click());
    assert.match(
      await at.lab.panel.getByRole('region', { name: 'Signed in' }).innerText(),
      /Omar Haddad[\s\S]*data-owners/,
    );
    await notebook.run('connect');
    const text = await notebook.run('search');
    assert.match(text, /@/);
    assert.match(text, / globex /);
    assert.doesNotMatch(text, /VectorGate|•|«/);
    assert.match(await notebook.run('vectors'), /^'10 vectors/);
  });
});
