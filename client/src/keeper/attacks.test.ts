import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, chown, lstat, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ClientError } from '../errors/client-error.ts';
import { askKeeper } from './ask-keeper.ts';
import { keep } from './keep.ts';
import { socketPath } from './socket-path.ts';

const gateway = 'https://gate.example';
const secret = 'the-access-token';
const nobody = 65534;

let folder: string;
const runtime = process.env.XDG_RUNTIME_DIR;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectorgate-keeper-attacks-'));
  process.env.XDG_RUNTIME_DIR = folder;
});
after(async () => {
  if (runtime === undefined) delete process.env.XDG_RUNTIME_DIR;
  else process.env.XDG_RUNTIME_DIR = runtime;
  await rm(folder, { recursive: true, force: true });
});

/** A keeper in its usual place. `over` resolves once it has ended. */
async function started(): Promise<{ socket: string; over: Promise<void> }> {
  const socket = await socketPath(gateway);
  const { promise: ready, resolve } = Promise.withResolvers<void>();
  const over = keep(
    { token: async () => ({ accessToken: secret, expires: 7 }), end: async () => {} },
    socket,
    resolve,
  );
  await ready;
  return { socket, over };
}

const opened = async (socket: string): Promise<Socket> => {
  const connection = connect(socket);
  connection.on('error', () => {});
  await new Promise((done) => connection.once('connect', done));
  return connection;
};

test('a keeper answers its owner beside those who keep it waiting, and ends at sign-out all the same', async () => {
  const { socket, over } = await started();
  const slow = await Promise.all(Array.from({ length: 300 }, () => opened(socket)));
  for (const connection of slow) connection.write('{"op":');
  assert.equal((await askKeeper(gateway, { op: 'token' }))?.accessToken, secret);
  assert.deepEqual(await askKeeper(gateway, { op: 'sign-out' }), { ok: true });
  // Not the word of those who still wait ends it, and not their patience.
  await over;
  for (const connection of slow) connection.destroy();
  assert.equal(await askKeeper(gateway, { op: 'token' }), undefined);
});

test('no message but the two it knows gets a token', async () => {
  const { socket, over } = await started();
  const messages = [
    '',
    'null',
    '[]',
    '"token"',
    '{"op":["token"]}',
    '{"op":"TOKEN"}',
    '{"op":"refresh"}',
    '{"__proto__":{"op":"token"}}',
    `${'['.repeat(7_900)}`,
    '\u0000',
    `{"op":"token","filling":"${'x'.repeat(10_000)}"}`,
    'x'.repeat(1_000_000),
  ];
  for (const message of messages) {
    const connection = await opened(socket);
    connection.write(`${message}\n`);
    const answer = await text(connection).catch(() => '');
    assert.ok(!answer.includes(secret), `${message.slice(0, 60)}: ${answer}`);
  }
  // An end that never comes, in pieces that are each short enough.
  const connection = await opened(socket);
  const closed = new Promise((done) => connection.once('close', done));
  for (let piece = 0; piece < 20 && !connection.destroyed; piece++) {
    connection.write('x'.repeat(500));
    await pause(1);
  }
  await closed;
  assert.equal((await askKeeper(gateway, { op: 'token' }))?.accessToken, secret);
  await askKeeper(gateway, { op: 'sign-out' });
  await over;
});

/** Somebody else's listener, and what it hears. */
async function squatter(path: string): Promise<{ heard: string[]; server: Server }> {
  const heard: string[] = [];
  const server = createServer((connection) => {
    connection.setEncoding('utf8').on('data', (said: string) => {
      heard.push(said);
      connection.end('{"ok":true,"accessToken":"theirs","expires":7}\n');
    });
  });
  await new Promise<void>((done) => server.listen(path, done));
  return { heard, server };
}

const refused = (pattern: RegExp) => (error: unknown) =>
  error instanceof ClientError && error.code === 'keeper-failed' && pattern.test(error.message);

test('nobody is asked in a folder that is a link, open, a file or another user’s', async () => {
  const place = join(folder, 'vectorgate');
  await rm(place, { recursive: true, force: true });
  const elsewhere = join(folder, 'elsewhere');
  await mkdir(elsewhere, { mode: 0o700 });
  await symlink(elsewhere, place);
  const { heard, server } = await squatter(join(elsewhere, 'probe.sock'));
  await assert.rejects(
    askKeeper(gateway, { op: 'token' }),
    refused(/somebody else made it, or it is a link/),
  );
  await rm(place);
  await writeFile(place, '');
  await assert.rejects(askKeeper(gateway, { op: 'token' }), refused(/not a folder of yours/));
  await rm(place);
  await mkdir(place, { mode: 0o700 });
  const name = (await socketPath(gateway)).slice(place.length + 1);
  const squatting = await squatter(join(place, name));
  // The control: in a folder of one's own, what listens there is heard.
  assert.equal((await askKeeper(gateway, { op: 'token' }))?.accessToken, 'theirs');
  squatting.heard.length = 0;
  await chmod(place, 0o777);
  await assert.rejects(askKeeper(gateway, { op: 'token' }), refused(/open to other users/));
  await chmod(place, 0o700);
  if (process.getuid?.() === 0) {
    await chown(place, nobody, nobody);
    await assert.rejects(askKeeper(gateway, { op: 'token' }), refused(/not a folder of yours/));
    await chown(place, 0, 0);
  }
  assert.deepEqual([...heard, ...squatting.heard], []);
  server.close();
  squatting.server.close();
  await rm(place, { recursive: true, force: true });
});

test('another user cannot connect', {
  skip: process.getuid?.() !== 0 && 'only root can become another user',
}, async () => {
  const { socket, over } = await started();
  await chmod(folder, 0o755);
  const program = `
    if (${nobody} === Number(process.argv[2])) { process.setgid(${nobody}); process.setuid(${nobody}); }
    const connection = require('node:net').connect(process.argv[1]);
    connection.on('error', (error) => { console.log(error.code); });
    connection.on('data', (said) => { console.log(String(said)); });
    connection.write('{"op":"token"}\\n');`;
  const run = promisify(execFile);
  const as = async (user: number): Promise<string> =>
    (await run(process.execPath, ['-e', program, socket, String(user)])).stdout.trim();
  assert.match(await as(0), new RegExp(secret));
  assert.equal(await as(nobody), 'EACCES');
  assert.equal((await lstat(socket)).mode & 0o777, 0o600);
  await askKeeper(gateway, { op: 'sign-out' });
  await over;
});

test('an answer that is none is told in words', async () => {
  const path = await socketPath(gateway);
  for (const answer of ['', 'no JSON', '{"ok":', 'x'.repeat(200_000)]) {
    const server = createServer((connection) => {
      connection.on('error', () => {}).once('data', () => connection.end(answer));
    });
    await new Promise<void>((done) => server.listen(path, done));
    await assert.rejects(askKeeper(gateway, { op: 'token' }), refused(/The process that keeps your sign-in/));
    await new Promise((done) => server.close(done));
  }
});
