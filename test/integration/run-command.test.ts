import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import type { HeldTokens } from '@vectorgate/client';
import { pythonProgram } from '@vectorgate/demo';
import { askKeeper } from '../../client/src/keeper/ask-keeper.ts';
import { startKeeper } from '../../client/src/keeper/start-keeper.ts';
import { loopbackSignIn } from '../harness/loopback-sign-in.ts';
import { permitEverything, policyOf } from '../harness/policies.ts';
import { startWorld, type World } from '../harness/world.ts';

/* `vectorgate run -- COMMAND`: unchanged programs outside of any editor, with the real client, gateway and store. */

const vectorgate = join(import.meta.dirname, '..', '..', 'client', 'bin', 'vectorgate.mjs');
const lists =
  'import chromadb; print(len(chromadb.HttpClient(host="chroma.internal", port=8000).list_collections()))';

let world: World;
let folder = '';
let environment: NodeJS.ProcessEnv;
before(async () => {
  world = await startWorld({
    policies: { all: policyOf(permitEverything('all', 'issuers: [people, ci]')) },
  });
  folder = await mkdtemp(join(tmpdir(), 'vectorgate-run-'));
  for (const name of ['runtime', 'config']) await mkdir(join(folder, name), { mode: 0o700 });
  environment = {
    ...process.env,
    XDG_RUNTIME_DIR: join(folder, 'runtime'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    VECTORGATE_GATEWAY: world.controlUrl,
  };
  process.env.XDG_RUNTIME_DIR = environment.XDG_RUNTIME_DIR;
});
after(async () => {
  await askKeeper(world.controlUrl, { op: 'sign-out' }).catch(() => undefined);
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});

const start = (command: readonly string[], env: NodeJS.ProcessEnv = environment): ChildProcess =>
  spawn(process.execPath, [vectorgate, 'run', '--', ...command], { env, stdio: ['ignore', 'pipe', 'pipe'] });

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function ended(child: ChildProcess): Promise<Ran> {
  const code = new Promise<number | null>((done) => child.once('close', done));
  const [out, err] = await Promise.all([text(child.stdout!), text(child.stderr!)]);
  return { code: await code, out, err };
}

const run = (command: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ran> => ended(start(command, env));

/** Signs Ana in as `vectorgate login` does, but for the browser. */
async function signAnaIn(): Promise<HeldTokens> {
  const tokens = await loopbackSignIn(world.controlUrl, 'ana');
  await startKeeper(world.controlUrl, tokens);
  return tokens;
}

test('signed out, the command is not started, and it says what to do', async () => {
  const { code, out, err } = await run([pythonProgram(), '-c', 'print("started")']);
  assert.deepEqual([code, out], [3, '']);
  assert.match(err, /not signed in to http:.*\nSign in first: vectorgate login --gateway http/);
});

test('a pipeline’s own token source serves where nobody is signed in', async () => {
  const file = join(folder, 'workload.token');
  await writeFile(file, await world.workload('ingest'));
  const { code, out, err } = await run([pythonProgram(), '-c', lists], {
    ...environment,
    VECTORGATE_TOKEN_FILE: file,
  });
  assert.deepEqual([code, out.trim()], [0, '0'], err);
  assert.match(err, /VECTORGATE_TOKEN_FILE gives this command its token/);
});

test('signed in, an unchanged program and its children go through the gate, and hold no token', async () => {
  const { accessToken, refreshToken } = await signAnaIn();
  assert.deepEqual((await run([pythonProgram(), '-c', lists])).out.trim(), '0');
  const child = `import subprocess, sys; sys.exit(subprocess.run([sys.executable, "-c", ${JSON.stringify(lists)}]).returncode)`;
  assert.deepEqual((await run([pythonProgram(), '-c', child])).out.trim(), '0');
  const { out } = await run([pythonProgram(), '-c', 'import os; print(dict(os.environ))']);
  assert.ok(!out.includes(accessToken) && !out.includes(refreshToken));
  assert.match(out, /VECTORGATE_BROKER_KEY/);
  const records = (await (await world.api(accessToken, '/api/v1/sessions')).json()) as {
    sessions: readonly { who: { subject: string } }[];
  };
  assert.ok(records.sessions.some(({ who }) => who.subject === 'ana'));
});

test('the exit code is the command’s own, and nothing of the broker stays behind', async () => {
  assert.equal((await run([pythonProgram(), '-c', 'raise SystemExit(42)'])).code, 42);
  assert.equal((await run(['sh', '-c', 'kill -KILL $$'])).code, 128 + 9);
  const missing = await run(['no-such-command-anywhere']);
  assert.equal(missing.code, 127);
  assert.match(missing.err, /There is no command no-such-command-anywhere\.\n/);
  const left = (await readdir(join(folder, 'runtime'))).filter((name) => name.startsWith('vectorgate-'));
  assert.deepEqual(left, []);
});

test('signals go on to the command, which ends as it likes', async () => {
  const program =
    // Plain writes: a handler must not print while print is at work.
    'import os, signal, time\ndef end(number, _):\n  os.write(1, b"got %d\\n" % number); os._exit(7)\nfor one in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP): signal.signal(one, end)\nos.write(1, b"ready\\n")\ntime.sleep(60)';
  for (const [name, number] of [
    ['SIGTERM', 15],
    ['SIGINT', 2],
    ['SIGHUP', 1],
  ] as const) {
    const child = start([pythonProgram(), '-c', program]);
    child.stdout!.once('data', () => child.kill(name));
    const { code, out } = await ended(child);
    assert.equal(code, 7);
    assert.match(out, new RegExp(`got ${number}\\n$`));
  }
});

test('the doctor says what governs a Python, who is signed in, and prints no token', async () => {
  const child = spawn(process.execPath, [vectorgate, 'doctor', '--python', pythonProgram()], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { code, out, err } = await ended(child);
  assert.equal(code, 0, `${out}${err}`);
  assert.match(out, /signed in +yes\n[\s\S]*chroma\.internal:8000 +connection insights, chroma/);
  assert.match(out, /httpx +\d[\d.]+ +through the gate\n/);
  assert.match(out, /Nothing is amiss\./);
  assert.doesNotMatch(out, /eyJ/);
});

test('options of the command are its own', async () => {
  const { code, out } = await run(['echo', '--gateway', 'x', '--help', '-v']);
  assert.deepEqual([code, out], [0, '--gateway x --help -v\n']);
});
