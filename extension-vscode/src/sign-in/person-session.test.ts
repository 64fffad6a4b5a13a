import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { newBindingKey, Session, withLock } from '@vectorgate/client';
import { allowInsecureRequests, Configuration, None } from 'openid-client';
import { PersonSession } from './person-session.ts';

const gateway = 'https://gate.example';
const tokens = {
  issuer: gateway,
  clientId: 'c',
  key: await newBindingKey(),
  accessToken: 'a',
  refreshToken: 'r',
  expires: Date.now() + 3_600_000,
};

/** One secret storage, as all windows of an editor see it. */
class Storage {
  readonly kept = new Map<string, string>();
  get = (key: string) => Promise.resolve(this.kept.get(key));
  store = async (key: string, value: string) => void this.kept.set(key, value);
  delete = async (key: string) => void this.kept.delete(key);
}

async function window(storage: Storage) {
  const changes: (string | undefined)[] = [];
  const session = new PersonSession(
    storage,
    async (held) => new Session(new Configuration({ issuer: gateway }, 'x'), held),
    (ended) => changes.push(ended),
    (work) => work(),
  );
  await session.use(gateway);
  return { session, changes };
}

test('a sign-in in one window is that of the other; nobody signed in is told so', async () => {
  const storage = new Storage();
  const [one, two] = [await window(storage), await window(storage)];
  await assert.rejects(one.session.token(), { code: 'signed_out' });
  await one.session.adopt(tokens, '1');
  await two.session.read();
  assert.deepEqual([two.session.signedIn, two.changes.length], [true, 1]);
  assert.equal((await two.session.token()).token, 'a');
});

test('what another window renewed is taken over and is no new sign-in', async () => {
  const storage = new Storage();
  const [one, two] = [await window(storage), await window(storage)];
  await one.session.adopt(tokens, '1');
  await two.session.read();
  const [key = ''] = storage.kept.keys();
  storage.kept.set(
    key,
    JSON.stringify({ id: '1', tokens: { ...tokens, accessToken: 'b', refreshToken: 's' } }),
  );
  await two.session.read();
  assert.equal((await two.session.token()).token, 'b');
  assert.equal(two.changes.length, 1);
});

test('a lost secret means "sign in again"', async () => {
  const storage = new Storage();
  const { session } = await window(storage);
  await session.adopt(tokens, '1');
  storage.kept.clear();
  await assert.rejects(session.token(), { code: 'signed_out' });
  assert.equal(session.signedIn, false);
});

test('a sign-in to another gateway is another secret', async () => {
  const { session } = await window(new Storage());
  await session.adopt(tokens, '1');
  await session.use('https://other.example');
  assert.equal(session.signedIn, false);
  await session.use(gateway);
  assert.equal(session.signedIn, true);
});

test('windows that renew at the same instant spend the refresh token once', async () => {
  /** As an authorization server that rotates: a token that comes twice ends the sign-in. */
  const spent: string[] = [];
  const server = createServer(async (request, reply) => {
    const refresh = new URLSearchParams(await text(request)).get('refresh_token') ?? '';
    const again = spent.includes(refresh);
    spent.push(refresh);
    reply.writeHead(again ? 400 : 200, { 'content-type': 'application/json' }).end(
      JSON.stringify(
        again
          ? { error: 'invalid_grant' }
          : {
              access_token: `a${spent.length}`,
              refresh_token: `r${spent.length}`,
              token_type: 'bearer',
              expires_in: 300,
            },
      ),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-windows-'));
  try {
    const storage = new Storage();
    const windows = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const session = new PersonSession(
          storage,
          async (held) => {
            const client = new Configuration(
              { issuer, token_endpoint: `${issuer}/token` },
              'x',
              undefined,
              None(),
            );
            allowInsecureRequests(client);
            return new Session(client, held);
          },
          () => {},
          (work) => withLock(join(folder, 'renewing.lock'), work),
        );
        await session.use(gateway);
        return session;
      }),
    );
    await windows[0]!.adopt({ ...tokens, issuer, expires: Date.now() + 1_000 }, '1');
    for (const one of windows) await one.read();
    const given = await Promise.all(windows.map((one) => one.token()));
    assert.deepEqual(new Set(given.map(({ token }) => token)), new Set(['a1']));
    assert.deepEqual(spent, ['r']);
    // Refused by the gateway in all of them at once: one renewal again.
    const renewed = await Promise.all(windows.map((one) => one.token('a1')));
    assert.deepEqual(new Set(renewed.map(({ token }) => token)), new Set(['a2']));
    assert.deepEqual(spent, ['r', 'r1']);
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
});
