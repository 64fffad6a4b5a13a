import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { PersonBroker } from '@vectorgate/demo';
import { askSocket } from '../attacks/jupyter/ask-socket.ts';
import { ClientBroker } from '../harness/client-broker.ts';
import { permitEverything, policyOf } from '../harness/policies.ts';
import { runPython } from '../harness/run-python.ts';
import { startWorld, type World } from '../harness/world.ts';

/*
 * docs/broker-protocol.md, held against both brokers: that of the Jupyter server (Python) and that of the client
 * library (TypeScript). One table for both, over the real sockets, with the real gateway and the real shim behind.
 */

type Answer = Readonly<Record<string, unknown>> & { readonly error?: { readonly code: string } };
type AnyBroker = PersonBroker | ClientBroker;

let world: World;
before(async () => {
  world = await startWorld({ policies: { all: policyOf(permitEverything('all', 'issuers: [people]')) } });
});
after(() => world?.close());

const place = (broker: AnyBroker): { readonly path: string; readonly key: string } => ({
  path: broker.environment.VECTORGATE_BROKER ?? '',
  key: broker.environment.VECTORGATE_BROKER_KEY ?? '',
});

/** Says lines on one connection; the answers to them, in turn, and nothing of those that were not answered. */
async function say(path: string, lines: readonly unknown[], patience = 5_000): Promise<Answer[]> {
  const said = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  const { text } = await askSocket(path, `${said.join('\n')}\n`, patience, lines.length);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Answer);
}

/** Collections that unchanged code sees in a process of the broker's. */
const inPython = (broker: AnyBroker): Promise<unknown> =>
  runPython(
    '-c',
    [
      'import chromadb; print(len(chromadb.HttpClient(host="chroma.internal", port=8000).list_collections()))',
    ],
    { ...process.env, ...broker.environment },
  );

const brokers: Readonly<Record<string, (controlUrl: string) => Promise<AnyBroker>>> = {
  'the Jupyter server’s broker (Python)': (controlUrl) => PersonBroker.start(controlUrl),
  'the client library’s broker (TypeScript)': (controlUrl) => ClientBroker.start(controlUrl),
};

for (const [name, start] of Object.entries(brokers)) {
  describe(name, () => {
    let broker: AnyBroker;
    let path = '';
    let key = '';
    before(async () => {
      broker = await start(world.controlUrl);
      ({ path, key } = place(broker));
    });
    after(() => broker?.stop());
    const ask = async (fields: Readonly<Record<string, unknown>>): Promise<Answer> =>
      (await say(path, [{ v: 1, key, ...fields }]))[0] ?? {};

    test('socket and folder are closed to others, the key is 256 bits of chance', async () => {
      const [folder, socket] = [await lstat(dirname(path)), await lstat(path)];
      assert.deepEqual([folder.mode & 0o777, socket.mode & 0o777], [0o700, 0o600]);
      assert.ok(folder.isDirectory() && socket.isSocket());
      assert.match(key, /^[A-Za-z0-9_-]{43}$/);
    });

    test('the environment names broker and key, and puts the shim in front of PYTHONPATH', () => {
      const { PYTHONPATH = '', ...others } = broker.environment;
      assert.deepEqual(Object.keys(others).sort(), ['VECTORGATE_BROKER', 'VECTORGATE_BROKER_KEY']);
      assert.match(PYTHONPATH.split(':')[0] ?? '', /vectorgate_shim\/startup$/);
    });

    test('hello tells addresses and governed names, signed out as well', async () => {
      const answer = await ask({ op: 'hello', pid: process.pid, kernel: 'kernel-1', session: 'session-1' });
      assert.deepEqual(
        [answer.v, answer.ok, answer.control, answer.dataPlane, answer.signedIn],
        [1, true, world.controlUrl, world.gateway?.dataUrl, false],
      );
      assert.deepEqual(answer.governed, [
        { name: 'chroma.internal:8000', connection: 'insights', store: 'chroma' },
      ]);
      assert.deepEqual((await broker.status()).kernels, ['kernel-1']);
    });

    test('nobody signed in: no token, and what to do', async () => {
      const answer = await ask({ op: 'token' });
      assert.deepEqual([answer.ok, answer.error?.code], [false, 'signed_out']);
      assert.ok(!('token' in answer));
    });

    const refusals: readonly (readonly [string, unknown, string | undefined])[] = [
      ['no JSON', 'token', 'unreadable'],
      ['a list', [1], 'unreadable'],
      ['a number', 7, 'unreadable'],
      ['an empty line', '', 'unreadable'],
      ['half of a surrogate pair for a key', '{"v":1,"op":"token","key":"\\ud800"}', 'wrong_key'],
      ['no key', { v: 1, op: 'token' }, 'wrong_key'],
      ['a number for a key', { v: 1, op: 'token', key: 1 }, 'wrong_key'],
      ['another key', { v: 1, op: 'token', key: 'A'.repeat(43) }, 'wrong_key'],
      ['a wrong key before a wrong version', { v: 2, op: 'token', key: '' }, 'wrong_key'],
    ];
    for (const [what, line, code] of refusals) {
      test(`refused: ${what}`, async () => {
        const [answer] = await say(path, [line]);
        assert.deepEqual([answer?.ok, answer?.error?.code], [false, code]);
      });
    }
    test('refused with the key: other versions and operations', async () => {
      for (const v of [0, 2, '1', null, undefined])
        assert.equal((await ask({ op: 'token', v })).error?.code, 'unsupported_version', String(v));
      for (const op of ['TOKEN', 'refresh', '', null, ['token'], undefined])
        assert.equal((await ask({ op })).error?.code, 'unknown_operation', String(op));
    });

    test('several requests on one connection are answered in turn; a wrong key ends it', async () => {
      const hello = { v: 1, key, op: 'hello' };
      const answers = await say(
        path,
        [hello, { v: 1, key, op: 'nothing' }, { v: 1, key: 'x', op: 'hello' }, hello],
        2_000,
      );
      assert.deepEqual(
        answers.map(({ ok, error }) => (ok === true ? 'ok' : error?.code)),
        ['ok', 'unknown_operation', 'wrong_key'],
      );
    });

    test('a line may come in pieces, and must end within 64 KiB', async () => {
      const line = connect(path);
      const answered = new Promise<string>((done) => line.once('data', (data) => done(String(data))));
      const text = `${JSON.stringify({ v: 1, key, op: 'hello' })}\n`;
      for (const piece of [text.slice(0, 9), text.slice(9, 30), text.slice(30)]) {
        line.write(piece);
        await pause(30);
      }
      assert.match(await answered, /"ok": ?true/);
      line.destroy();
      assert.deepEqual(await say(path, [{ v: 1, key, op: 'hello', more: 'x'.repeat(70_000) }], 3_000), []);
    });

    test('signed in: a token that the gateway knows, the same to all who ask at once', async () => {
      await broker.signIn('ana', 'ana');
      const answers = await Promise.all(Array.from({ length: 30 }, () => ask({ op: 'token' })));
      const tokens = new Set(answers.map(({ token }) => token));
      assert.equal(tokens.size, 1);
      const [{ token, expires }] = answers as [{ token: string; expires: number }];
      const left = expires - Date.now() / 1000;
      assert.ok(left > 60 && left < 700, `${left} s left`);
      assert.equal((await world.api(token, '/api/v1/me')).status, 200);
      assert.equal((await ask({ op: 'hello' })).signedIn, true);
    });

    test('who had the present token refused gets another, who had an older one the present', async () => {
      const { token: first } = await ask({ op: 'token' });
      const { token: second } = await ask({ op: 'token', refused: first });
      assert.notEqual(second, first);
      assert.equal((await ask({ op: 'token', refused: first })).token, second);
      // Asked for again at once, there is no better one.
      assert.equal((await ask({ op: 'token', refused: second })).token, second);
      assert.equal((await world.api(String(second), '/api/v1/me')).status, 200);
    });

    test('the shim in a real Python goes through it', async () => {
      assert.equal(await inPython(broker), 0);
    });

    test('after signing out there is no token, at once', async () => {
      const { token } = await ask({ op: 'token' });
      await broker.signOut();
      assert.equal((await ask({ op: 'token', refused: token })).error?.code, 'signed_out');
      assert.equal((await ask({ op: 'hello' })).signedIn, false);
      assert.equal((await world.api(String(token), '/api/v1/me')).status, 401);
    });
  });
}

test('on a port the TypeScript broker proves that it knows the key before the key is spoken', async () => {
  const broker = await ClientBroker.start(world.controlUrl, { transport: 'port' });
  try {
    const { path: address, key } = place(broker);
    const { hostname, port, protocol } = new URL(address);
    assert.deepEqual([protocol, hostname], ['tcp:', '127.0.0.1']);
    const nonce = randomBytes(32).toString('base64url');
    const line = connect(Number(port), hostname);
    const answered = new Promise<string>((done) => line.once('data', (data) => done(String(data))));
    line.write(`${JSON.stringify({ v: 1, op: 'prove', nonce })}\n`);
    const { proof } = JSON.parse(await answered) as { proof: string };
    line.destroy();
    assert.equal(proof, createHmac('sha256', key).update(`vectorgate-broker:${nonce}`).digest('base64url'));
    // The real shim asks for it, too.
    await broker.signIn('omar', 'omar');
    assert.equal(await inPython(broker), 0);
  } finally {
    await broker.stop();
  }
});

test('a closed broker leaves nothing behind', async () => {
  const broker = await ClientBroker.start(world.controlUrl);
  const { path } = place(broker);
  await broker.stop();
  await assert.rejects(lstat(path), { code: 'ENOENT' });
  await assert.rejects(lstat(dirname(path)), { code: 'ENOENT' });
});
