import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { policyOf } from '../harness/policies.ts';
import { runPython } from '../harness/run-python.ts';
import type { SignedIn } from '../harness/sign-in.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { knownAs, startWorld, type World } from '../harness/world.ts';

let world: World;
let ana: SignedIn;
let id: string;

before(async () => {
  world = await startWorld({
    policies: {
      main: policyOf([
        'everybody-works',
        'effect: allow, principals: { issuers: [people] }, resources: { connections: [insights] }, operations: [read, write]',
      ]),
    },
  });
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

test('invariant 6: a name that no connection has is refused, and the client shows why', async () => {
  const response = await get(ana.accessToken, 'elsewhere.internal:8000');
  assert.equal(response.status, 421);
  const { message } = (await response.json()) as { message: string };
  assert.match(message, /^VectorGate: no connection is known under the name that was asked for\.\n.*knownAs/);
  const seen = (await connect('elsewhere.internal:8000')) as { text: string };
  assert.match(seen.text, /VectorGate: no connection is known under the name that was asked for/);
});

test('a store that does not answer is told in the store’s shape, and the client shows it', async () => {
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
});
