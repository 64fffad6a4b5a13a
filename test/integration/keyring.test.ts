import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { AsyncEntry } from '@napi-rs/keyring';
import { type HeldTokens, oauthClient, Session } from '@vectorgate/client';
import { startKeeper } from '../../client/src/keeper/start-keeper.ts';
import { type RunningKeyring, startKeyring } from '../harness/keyring.ts';
import { loopbackSignIn } from '../harness/loopback-sign-in.ts';
import { until } from '../harness/until.ts';
import { startWorld, type World } from '../harness/world.ts';

/* The command line's sign-in in a real keyring: it outlives the process that keeps it. */

const vectorgate = join(import.meta.dirname, '..', '..', 'client', 'bin', 'vectorgate.mjs');
let world: World;
let folder = '';
let keyring: RunningKeyring;
let lastSignIn: HeldTokens;
const environmentBefore = { ...process.env };
before(async () => {
  world = await startWorld({ policies: {} });
  folder = await mkdtemp(join(tmpdir(), 'vectorgate-keyring-'));
  for (const name of ['runtime', 'config']) await mkdir(join(folder, name), { mode: 0o700 });
  keyring = await startKeyring(join(folder, 'keyring'));
  Object.assign(process.env, {
    ...keyring.environment,
    XDG_RUNTIME_DIR: join(folder, 'runtime'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    VECTORGATE_GATEWAY: world.controlUrl,
  });
});
after(async () => {
  for (const pid of await keepers()) process.kill(pid);
  await keyring?.stop();
  await world?.close();
  Object.assign(process.env, environmentBefore);
  await rm(folder, { recursive: true, force: true });
});

/** The processes that keep a sign-in of this test's. */
async function keepers(): Promise<readonly number[]> {
  const found = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const of = (file: string): Promise<string> => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
    if ((await of('cmdline')).includes('keeper/main.ts') && (await of('environ')).includes(folder))
      found.push(Number(pid));
  }
  return found;
}
/** As a machine that was switched off does. */
async function endKeepers(): Promise<void> {
  for (const pid of await keepers()) process.kill(pid, 'SIGKILL');
  await until('the keeper is gone', async () => (await keepers()).length === 0);
}
const run = async (
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<{ code: number | null; out: string; err: string }> => {
  const child = spawn(process.execPath, [vectorgate, ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const code = new Promise<number | null>((done) => child.once('close', done));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, out, err };
};
const inKeyring = (): Promise<string | null | undefined> =>
  new AsyncEntry('VectorGate', world.controlUrl, { linux: { store: 'secret-service' } }).getPassword();

/** The gateway knows of no such session: told apart from a proof that is missing by asking what it was bound to. */
async function assertEnded(refreshToken: string): Promise<void> {
  const client = await oauthClient({ issuer: `${world.controlUrl}/oauth`, clientId: 'vectorgate-cli' });
  const session = new Session(client, { ...lastSignIn, refreshToken, accessToken: '', expires: 0 });
  await assert.rejects(session.token(), { code: 'signed-out' });
}

test('a sign-in is kept in the keyring, without an access token', async () => {
  const tokens = await loopbackSignIn(world.controlUrl, 'ana');
  lastSignIn = tokens;
  assert.equal(await startKeeper(world.controlUrl, tokens), 'keyring');
  const kept = (await inKeyring()) ?? '';
  assert.ok(kept.includes(tokens.refreshToken));
  assert.ok(!kept.includes(tokens.accessToken));
  assert.match((await run(['whoami'])).out, /Ana Ruiz/);
});

test('it outlives its keeper, again and again, with one renewal for ten programs at once', async () => {
  for (let i = 0; i < 2; i++) {
    await endKeepers();
    const earlier = await inKeyring();
    const ran = await Promise.all(Array.from({ length: 10 }, () => run(['whoami'])));
    for (const { code, out, err } of ran) {
      assert.equal(code, 0, err);
      assert.match(out, /Ana Ruiz/);
    }
    assert.equal((await keepers()).length, 1);
    assert.notEqual(await inKeyring(), earlier, 'what renews it was renewed, and kept');
  }
});

test('signing out takes it from the keyring and ends it at the gateway, whether or not a keeper runs', async () => {
  await endKeepers();
  const { refreshToken } = JSON.parse((await inKeyring()) ?? '') as { refreshToken: string };
  assert.match((await run(['logout'])).out, /^Signed out of/);
  assert.equal((await inKeyring()) ?? null, null);
  await assertEnded(refreshToken);
  assert.equal((await run(['whoami'])).code, 3);
});

test('what the gateway has ended is taken from the keyring too', async () => {
  const browser = await loopbackSignIn(world.controlUrl, 'ana');
  await startKeeper(world.controlUrl, browser);
  await endKeepers();
  await world.restart();
  assert.match((await run(['whoami'])).out, /Ana Ruiz/, 'a gateway that restarts ends nothing');
  const { refreshToken } = JSON.parse((await inKeyring()) ?? '') as { refreshToken: string };
  await fetch(`${world.controlUrl}/oauth/token/revocation`, {
    method: 'POST',
    body: new URLSearchParams({ token: refreshToken, client_id: 'vectorgate-cli' }),
  });
  await endKeepers();
  assert.equal((await run(['whoami'])).code, 3);
  assert.equal((await inKeyring()) ?? null, null);
});

test('without a keyring the sign-in lives in memory, and ends with its keeper', async () => {
  const bus = process.env.DBUS_SESSION_BUS_ADDRESS;
  process.env.DBUS_SESSION_BUS_ADDRESS = 'unix:path=/nonexistent';
  try {
    const tokens = await loopbackSignIn(world.controlUrl, 'ana');
    assert.equal(await startKeeper(world.controlUrl, tokens), 'memory');
    assert.match((await run(['whoami'])).out, /Ana Ruiz/);
    await endKeepers();
    assert.equal((await run(['whoami'])).code, 3);
  } finally {
    process.env.DBUS_SESSION_BUS_ADDRESS = bus;
  }
});

test('what somebody else put there is no sign-in', async () => {
  const entry = new AsyncEntry('VectorGate', world.controlUrl, { linux: { store: 'secret-service' } });
  for (const other of ['not JSON', '{}', '{"issuer":"x","clientId":"y","refreshToken":"z"}']) {
    await entry.setPassword(other);
    const { code, err } = await run(['whoami']);
    assert.equal(code, 3, err);
  }
});
