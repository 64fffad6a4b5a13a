import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { policyOf } from '../harness/policies.ts';
import { refresh, type SignedIn, signOut } from '../harness/sign-in.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { until } from '../harness/until.ts';
import { startWorld, type World } from '../harness/world.ts';

const tokenSeconds = 5;
/** Clocks of gateways may differ by this much. */
const tolerance = 2;

let world: World;
let id: string;

before(async () => {
  const of = (group: string): readonly [string, string] => [
    `${group}-read`,
    `effect: allow, principals: { groups: [${group}] }, resources: { connections: [insights], collections: [notes] }, operations: [read]`,
  ];
  world = await startWorld({
    policies: { main: policyOf(of('analysts'), of('data-owners'), of('reviewers')) },
    root: `limits: { accessTokenSeconds: ${tokenSeconds} }`,
  });
  id = await makeCollection(world.chroma.url, 'notes', { ids: ['1'], embeddings: [[1, 0]] });
});
after(() => world?.close());

const get = (who: SignedIn): Promise<Response> =>
  world.call(who.accessToken, 'POST', `${collections}/${id}/get`, { limit: 1 });

async function assertRefused(who: SignedIn, status: number, says: RegExp): Promise<void> {
  const response = await get(who);
  const { error, message } = (await response.json()) as { error: string; message: string };
  assert.equal(response.status, status, message);
  assert.equal(error, 'AuthError');
  assert.match(message, says);
}

/** Until its own token has run out. Returns how long that took, in milliseconds. */
async function untilRefused(who: SignedIn): Promise<number> {
  const start = Date.now();
  await until(
    'the token runs out',
    async () => (await get(who)).status === 401,
    tokenSeconds + tolerance + 5,
  );
  return Date.now() - start;
}

test('sign-out ends access at once on the data path and in the API, and nobody else’s', async () => {
  const ana = await world.signIn('ana');
  const elsewhere = await world.signIn('ana');
  assert.equal((await get(ana)).status, 200);
  await signOut(world.controlUrl, ana.refreshToken);
  await assertRefused(ana, 401, /^VectorGate: your sign-in has ended\.\nClick "VectorGate: sign in"/);
  assert.equal((await world.api(ana.accessToken, '/api/v1/me')).status, 401);
  assert.equal((await refresh(world.controlUrl, ana.refreshToken)).error, 'invalid_grant');
  assert.equal((await get(elsewhere)).status, 200);
});

test('a sign-out holds after a restart, and a sign-in outlives one', async () => {
  const [out, stays] = [await world.signIn('ana'), await world.signIn('ana')];
  await signOut(world.controlUrl, out.refreshToken);
  await world.restart();
  const renewed = await refresh(world.controlUrl, stays.refreshToken);
  assert.equal(renewed.status, 200);
  assert.equal((await get(renewed.tokens!)).status, 200);
  await assertRefused(out, 401, /your sign-in has ended/);
});

test('a refresh token that was used before ends the whole sign-in: it may have been stolen', async () => {
  const ana = await world.signIn('ana');
  const next = await refresh(world.controlUrl, ana.refreshToken);
  assert.equal((await get(next.tokens!)).status, 200);
  assert.equal((await refresh(world.controlUrl, ana.refreshToken)).error, 'invalid_grant');
  await assertRefused(next.tokens!, 401, /your sign-in has ended/);
  assert.equal((await refresh(world.controlUrl, next.tokens!.refreshToken)).error, 'invalid_grant');
});

test('somebody moved at the provider has the new groups with the next token, and the old ones no longer than the old token', async () => {
  const rita = await world.signIn('rita');
  assert.equal((await get(rita)).status, 200);
  world.people.setGroups('rita', ['elsewhere']);
  try {
    const moved = await refresh(world.controlUrl, rita.refreshToken);
    assert.equal(moved.status, 200);
    await assertRefused(moved.tokens!, 403, /^VectorGate: fetch|^VectorGate: scan/);
    const took = await untilRefused(rita);
    assert.ok(took < (tokenSeconds + tolerance + 2) * 1000, `${took} ms`);
    await assertRefused(rita, 401, /token has expired/);
  } finally {
    world.people.setGroups('rita', ['reviewers']);
  }
});

test('somebody disabled at the provider is signed out by the next refresh, and without one within a token’s life', async () => {
  const [refreshing, idle] = [await world.signIn('omar'), await world.signIn('omar')];
  assert.equal((await get(refreshing)).status, 200);
  world.people.disable('omar');
  const answer = await refresh(world.controlUrl, refreshing.refreshToken);
  assert.equal(answer.error, 'invalid_grant');
  assert.match(answer.description ?? '', /Sign in again/);
  // The access token still had time to run.
  await assertRefused(refreshing, 401, /your sign-in has ended/);
  await untilRefused(idle);
  assert.equal((await refresh(world.controlUrl, idle.refreshToken)).error, 'invalid_grant');
  await assert.rejects(world.signIn('omar'), /^DemoError: Signing in as omar ended at .*\(403\)/);
});
