import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { people, startProvider } from '@vectorgate/demo';
import { policyOf } from '../harness/policies.ts';
import { runPython } from '../harness/run-python.ts';
import { beginSignIn, refresh, type SignedIn } from '../harness/sign-in.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { knownAs, startWorld, type World } from '../harness/world.ts';

let world: World;
let service: string;
let ana: SignedIn;
let id: string;

before(async () => {
  world = await startWorld({
    policies: {
      main: policyOf([
        'everybody-works',
        'effect: allow, principals: { issuers: [ci, people] }, resources: { connections: [insights] }, operations: [read, write]',
      ]),
    },
  });
  service = await world.workload('robot');
  ana = await world.signIn('ana');
  id = await makeCollection(world.chroma.url, 'notes', { ids: ['1'], embeddings: [[1, 0]] });
});
after(() => world?.close());

const get = (token: string, upstream = knownAs): Promise<Response> =>
  world.call(token, 'POST', `${collections}/${id}/get`, { limit: 1 }, { 'vectorgate-upstream': upstream });
const connect = (upstream: string, token = ana.accessToken): Promise<unknown> => {
  const program = new URL('./unavailable/connect.py', import.meta.url).pathname;
  return runPython(program, [new URL(world.gateway?.dataUrl ?? '').port, upstream, token]);
};

test('a name that no connection has is refused, and the client shows why', async () => {
  const response = await get(ana.accessToken, 'elsewhere.internal:8000');
  assert.equal(response.status, 421);
  const { message } = (await response.json()) as { message: string };
  assert.match(message, /^VectorGate: no connection is known under the name that was asked for\.\n.*knownAs/);
  const seen = (await connect('elsewhere.internal:8000')) as { text: string };
  assert.match(seen.text, /VectorGate: no connection is known under the name that was asked for/);
});

test('an issuer of services that does not answer is not the caller’s fault', async () => {
  await world.ci.close();
  // Its keys are not known yet: no token of it was verified before.
  const response = await get(service);
  assert.equal(response.status, 503);
  const { error, message } = (await response.json()) as { error: string; message: string };
  assert.equal(error, 'InternalError');
  assert.match(message, /^VectorGate: the token could not be checked: the issuer ci does not answer\.\n/);
  assert.equal((await get(ana.accessToken)).status, 200, 'people are not touched by it');
});

test('a sign-in provider that does not answer: the gateway starts, its page says so, sign-ins are kept, and it heals', async () => {
  const { port } = new URL(world.people.issuer);
  await world.people.close();
  await world.restart();
  const page = await fetch(beginSignIn(world.controlUrl).url, { redirect: 'manual' });
  const next = new URL(page.headers.get('location') ?? '', world.controlUrl);
  const cookies = page.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  const said = await fetch(next, { redirect: 'manual', headers: { cookie: cookies.join('; ') } });
  assert.equal(said.status, 502);
  const text = await said.text();
  assert.match(text, /Signing in is not possible right now/);
  assert.match(text, /The provider people does not answer\./);
  assert.match(text, /Try again/);
  assert.doesNotMatch(text, /\n\s+at |ECONNREFUSED|127\.0\.0\.1:\d+\/\.well-known/);

  // Who is signed in stays so while the token lasts; its renewal is refused and can be tried again.
  assert.equal((await get(ana.accessToken)).status, 200);
  const renewal = await refresh(world.controlUrl, ana.refreshToken);
  assert.deepEqual([renewal.status, renewal.error], [503, 'temporarily_unavailable']);
  assert.match(renewal.description ?? '', /Your sign-in is kept; try again in a moment/);
  assert.equal((await get(ana.accessToken)).status, 200);

  const clientSecret = await readFile(join(world.folder, 'client.secret'), 'utf8');
  const redirectUris = [`${world.controlUrl}/sign-in/upstream`];
  const again = await startProvider({
    port: Number(port),
    cookiePrefix: 'people',
    clients: [{ clientId: 'vectorgate', clientSecret, redirectUris }],
    people,
  });
  try {
    const signedIn = await world.signIn('ana');
    assert.equal((await get(signedIn.accessToken)).status, 200);
  } finally {
    await again.close();
  }
});

test('a store that does not answer is told in the store’s shape, and a change that failed is recorded as failed', async () => {
  await world.chroma.stop();
  const response = await get(ana.accessToken);
  assert.equal(response.status, 503);
  const { error, message } = (await response.json()) as { error: string; message: string };
  assert.equal(error, 'InternalError');
  assert.match(
    message,
    /^VectorGate: the store behind insights does not answer\.\nTry again in a minute.* Decision [0-9A-Z]{26}\.$/,
  );
  assert.doesNotMatch(message, /ECONN|127\.0\.0\.1/, 'the store’s address is not told');
  const seen = (await connect(knownAs)) as { error: string; text: string };
  assert.equal(seen.error, 'InternalError');
  assert.match(seen.text, /^VectorGate: the store behind insights does not answer\./);

  const write = await world.call(ana.accessToken, 'POST', `${collections}/${id}/upsert`, {
    ids: ['2'],
    embeddings: [[1, 0]],
  });
  assert.equal(write.status, 503);
  const record = await world.api(
    ana.accessToken,
    `/api/v1/records/${write.headers.get('vectorgate-decision') ?? ''}`,
  );
  const { header } = (await record.json()) as { header: { outcome: string; decision: { code: string } } };
  assert.deepEqual([header.outcome, header.decision.code], ['failed', 'store-unreachable']);
});
