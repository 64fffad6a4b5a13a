import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { type Attack, tryAll } from '../attacks/attack-table.ts';
import type { NotebookView } from './notebook-view.ts';
import { openLab } from './open-lab.ts';
import { step } from './step.ts';
import { until } from './until.ts';
import { openWatchedLab } from './watched-lab.ts';
import { writeNotebook } from './write-notebook.ts';

const probe = join(import.meta.dirname, 'probe.js');
const cells = {
  governed: `import chromadb
print(chromadb.HttpClient(host="chroma.internal", port=8000).list_collections())`,
  markup: `from IPython.display import HTML, Javascript, display
display(HTML("<img src=x onerror='window.markupRan = true'>"))`,
  script: `display(Javascript(open(${JSON.stringify(probe)}).read()))`,
};

/** A script that an output brings runs as the page does: it may do what the person may do in JupyterLab. */
suite('a notebook with hostile outputs', () => {
  const at = openLab(() =>
    openWatchedLab((notebooks) => writeNotebook(join(notebooks, 'hostile.ipynb'), cells)),
  );
  let notebook: NotebookView;
  let seen: Readonly<Record<string, string>>;

  step('its scripts run in the page', at.page, async () => {
    await at.lab.signIn('ana', () => at.lab.status.click());
    notebook = await at.lab.openNotebook('hostile.ipynb');
    assert.equal((await notebook.run('governed')).trim(), '[]');
    await notebook.run('markup');
    // The last: its frames and windows take the focus away.
    await notebook.run('script');
    await until('the scripts have run', () =>
      at.lab.page.evaluate<boolean>('window.probe !== undefined && window.markupRan === true'),
    );
    seen = await at.lab.page.evaluate<Readonly<Record<string, string>>>('window.probe');
    assert.match(seen['reads status'] ?? '', /^200 .*"signedIn": ?true/, 'what the panel may read, they may');
  });

  test('what they get', async (context) => {
    const changes = /^posts /;
    const gateways = /^(asks|frames) the gateway/;
    const attacks = Object.entries(seen).map(
      ([name, text]): Attack => ({
        name,
        run: async () => {
          const found = at.world.issued.in(text);
          const refused = !/^200 |"authorize"|"ok": ?true/.test(text);
          const passed =
            found !== undefined ||
            (changes.test(name) && !refused) ||
            (gateways.test(name) && !/^stopped|nothing to read/.test(text));
          return { passed, seen: found ?? text.slice(0, 60).split('[[')[0] ?? '' };
        },
      }),
    );
    assert.ok(attacks.length > 20, 'the scripts came to their end');
    await tryAll(context, 'Scripts in outputs: no token by any route, and no change without the XSRF token', [
      ...attacks,
      {
        name: 'all of these together sign somebody out',
        run: async () => {
          const { signedIn } = await at.world.status();
          return { passed: !signedIn, seen: signedIn ? 'she is signed in' : 'she is signed out' };
        },
      },
      {
        name: 'a token in the saved notebook',
        run: async () => {
          await at.lab.page.keyboard.press('Control+s');
          const file = join(at.world.notebooks, 'hostile.ipynb');
          await until('the notebook is saved with its outputs', async () =>
            (await readFile(file, 'utf8')).includes('window.markupRan'),
          );
          const text = await readFile(file, 'utf8');
          const found = at.world.issued.in(text);
          return { passed: found !== undefined, seen: found ?? `${text.length} characters without one` };
        },
      },
    ]);
  });

  step('by nature they can press the buttons of the page, and no more than these', at.page, async () => {
    // The XSRF cookie is there for the page's own scripts. This shows that the table above would see a breach.
    const { status, text } = await at.lab.page.evaluate<{ status: number; text: string }>(`(async () => {
      const xsrf = document.cookie.match(/_xsrf=([^;]+)/)[1];
      const answer = await fetch('/vectorgate/sign-out', { method: 'POST', body: '{}', headers: { 'x-xsrftoken': xsrf } });
      return { status: answer.status, text: await answer.text() };
    })()`);
    assert.deepEqual([status, JSON.parse(text)], [200, { ok: true }]);
    assert.equal((await at.world.status()).signedIn, false);
    assert.match(await notebook.run('governed'), /your sign-in has ended|you are not signed in/);
  });

  step('what a gateway calls things is text in the panel', at.page, async () => {
    const markup = `<img src=x onerror="window.pwned='markup'"><script>window.pwned='script'</script>`;
    const said = {
      configured: true,
      gateway: markup,
      problem: { code: markup, message: `m ${markup}`, next: `n ${markup}` },
      since: 1,
      signedIn: true,
      ended: markup,
      who: {
        identity: { issuer: markup, subject: markup, name: `Mallory ${markup}`, groups: [`"' ${markup}`] },
        session: { id: markup, expires: markup },
      },
      connections: [{ name: markup, store: markup, knownAs: [`"><${markup}`], mode: 'enforce' }],
      kernels: [
        { id: markup, path: markup, kind: markup, kernel: markup, language: 'python', governed: false },
      ],
    };
    const { page, panel } = at.lab;
    await page.route('**/vectorgate/status*', (route) => route.fulfill({ json: said }));
    await panel.getByRole('button', { name: 'Look again' }).click();
    await panel.getByText('Mallory').waitFor();
    assert.equal(await panel.locator('img, script, iframe').count(), 0);
    assert.ok((await panel.innerText()).includes(markup));
    await page.unroute('**/vectorgate/status*');
    await panel.getByRole('button', { name: 'Look again' }).click();
    const signIn = panel.getByRole('button', { name: 'Sign in' });
    await signIn.waitFor();
    // A page of a gateway that is a script is neither opened nor linked to.
    for (const authorize of ['javascript:window.pwned=1', 'data:text/html,x', 'JaVaScRiPt:1', '//x', ''])
      for (const open of ['window.open', '() => null']) {
        await page.evaluate(`window.openReally ??= window.open; window.open = ${open};`);
        await page.route('**/vectorgate/sign-in*', (route) => route.fulfill({ json: { authorize } }));
        await signIn.click();
        await panel
          .locator('.vg-trouble', { hasText: "the gateway's sign-in page has no web address" })
          .waitFor();
        assert.equal(await panel.locator('a').count(), 0);
        await page.evaluate('window.open = window.openReally');
        await page.unroute('**/vectorgate/sign-in*');
        await panel.getByRole('button', { name: 'Look again' }).click();
      }
    assert.equal(await page.evaluate('window.pwned'), undefined);
  });
});
