import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Session } from '@vectorgate/client';
import { Configuration } from 'openid-client';
import { PersonSession } from './person-session.ts';

const gateway = 'https://gate.example';
const tokens = {
  issuer: gateway,
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
