import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { knownAs } from '../harness/world.ts';
import { type Attack, tryAll } from './attack-table.ts';
import { askJupyter, runInKernel, startKernel } from './jupyter/kernel-run.ts';
import { type LabWorld, startLabWorld } from './jupyter/lab-world.ts';
import { allProcesses, inMemoryOf } from './jupyter/process-memory.ts';

let at: LabWorld;
before(async () => {
  at = await startLabWorld();
});
after(() => at?.close());

/** All that lies in a folder, whatever it is called. Sockets and pipes have no text. */
async function textsBelow(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  const texts = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry);
      return (await stat(path).catch(() => undefined))?.isFile() === true ? readFile(path, 'latin1') : '';
    }),
  );
  return texts.join('\n');
}

const governedCell = `import json, os, subprocess, chromadb
host, port = "${knownAs}".split(":")
print(chromadb.HttpClient(host=host, port=int(port)).list_collections())`;

test('where a token could be found after a run', async (context) => {
  const answered = await at.open(await at.answer(await at.begin(), 'ana'));
  const callbackPage = await answered.text();
  assert.match(callbackPage, /Signed in as Ana Ruiz/);
  const kernel = await startKernel(at.jupyter);
  assert.equal(await runInKernel(at.jupyter, kernel, governedCell), '[]\n', 'the governed call succeeds');
  const heldByKernel = 'from vectorgate_shim.gate import the_gate; print(the_gate().token())';
  const held = (await runInKernel(at.jupyter, kernel, heldByKernel)).trim();
  assert.ok(
    at.issued.access.includes(held),
    'the kernel holds the access token, and the scan below knows it',
  );
  assert.ok(at.issued.refresh.length > 0);
  // The control made the token an output; a kernel of its own shows what a run leaves behind without it.
  await askJupyter(at.jupyter, `api/kernels/${kernel}`, { method: 'DELETE' });
  const clean = await startKernel(at.jupyter);
  await runInKernel(at.jupyter, clean, governedCell);

  const printed = (code: string): Promise<string> => runInKernel(at.jupyter, clean, code);
  const place = (await printed('print(os.path.dirname(os.environ["VECTORGATE_BROKER"]))')).trim();
  const processes = await allProcesses();
  const route = async (path: string, init?: RequestInit): Promise<string> => {
    const found = await askJupyter(at.jupyter, path, init);
    return `${JSON.stringify([...found.headers])}\n${await found.text()}`;
  };
  const places: Readonly<Record<string, () => Promise<string>>> = {
    'vectorgate/status': () => route('vectorgate/status'),
    'vectorgate/latest': () => route('vectorgate/latest'),
    'vectorgate/recorded/sessions': () => route('vectorgate/recorded/sessions'),
    'vectorgate/recorded/records': () =>
      route('vectorgate/recorded/records', { method: 'POST', body: JSON.stringify({ query: '' }) }),
    'vectorgate/recorded of what is no record': () => route('vectorgate/recorded/../token'),
    'vectorgate/heal': () => route('vectorgate/heal'),
    'vectorgate/policy/key': () => route('vectorgate/policy/key'),
    'the answer to a further sign-in': () =>
      route('vectorgate/sign-in', { method: 'POST', body: JSON.stringify({ return: at.callback }) }),
    'a sign-in answered with what is no JSON': () =>
      route('vectorgate/sign-in', { method: 'POST', body: '{' }),
    'the page at the end of the sign-in': async () =>
      `${JSON.stringify([...answered.headers])}${callbackPage}`,
    'the page after a failed one': () => route('vectorgate/callback?state=x&code=y'),
    'a route of ours that is not there': () => route('vectorgate/token'),
    'Jupyter’s own routes': async () =>
      (
        await Promise.all(
          ['api/status', 'api/kernels', 'api/sessions', 'api/me', 'api/kernelspecs'].map((one) => route(one)),
        )
      ).join(),
    'the kernel’s environment, as it sees it': () => printed('print(json.dumps(dict(os.environ)))'),
    'a child’s environment': () =>
      printed('print(subprocess.run(["env"], capture_output=True, text=True).stdout)'),
    'the arguments of all processes': async () => processes.map((one) => one.command).join('\n'),
    'the environments of all processes': async () => processes.map((one) => one.environment).join('\n'),
    'the Jupyter server’s log': () => readFile(at.log, 'utf8'),
    'the Jupyter server’s own files': () => textsBelow(at.folder),
    'the notebooks’ folder': () => textsBelow(at.notebooks),
    'the broker’s folder': () => textsBelow(place),
    'the cache in the home folder': () =>
      textsBelow(join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'vectorgate')),
    'a kernel that reads the broker’s folder': () =>
      printed(
        `print([open(os.path.join(path, name)).read() for path, _, names in os.walk("${place}") for name in names if name.endswith(".py")])`,
      ),
    'the kernel’s history': () => printed('print(In, Out)'),
  };
  assert.match(await places['the broker’s folder']!(), /VECTORGATE_BROKER_KEY/, 'the scan reads that folder');
  assert.ok((await places['the Jupyter server’s log']!()).length > 100);
  const ofServer = processes.filter(
    (one) => one.command.includes('jupyterlab') && one.environment.includes(at.folder),
  );
  const ofKernel = processes.filter((one) => one.command.includes(`kernel-${clean}.json`));
  assert.deepEqual([ofServer.length > 0, ofKernel.length], [true, 1]);
  const refresh = at.issued.refresh;
  const inServer = await Promise.all(ofServer.map((one) => inMemoryOf(one.pid, refresh)));
  assert.ok(
    inServer.flat().length > 0,
    'the server holds the refresh token, and the scan of memory finds it',
  );

  await tryAll(context, 'Tokens after a run: in no answer, environment, file, log or argument', [
    ...Object.entries(places).map(
      ([name, read]): Attack => ({
        name,
        run: async () => {
          const text = await read();
          const found = at.issued.in(text);
          return { passed: found !== undefined, seen: found ?? `${text.length} characters without one` };
        },
      }),
    ),
    {
      name: 'the refresh token in the kernel’s memory',
      run: async () => {
        const found = await inMemoryOf(ofKernel[0]?.pid ?? 0, refresh);
        return { passed: found.length > 0, seen: found.length > 0 ? 'it is there' : 'it is not there' };
      },
    },
  ]);
});
