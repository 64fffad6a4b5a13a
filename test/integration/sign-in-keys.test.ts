import assert from 'node:assert/strict';
import { createPrivateKey, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { compact, ecdsa } from '../../gateway/src/identity/testing/forging.ts';
import { ownSigningKey } from '../../gateway/src/identity/testing/own-signing-key.ts';
import { deriveKey } from '../../gateway/src/master-key.ts';
import { refresh, type SignedIn } from '../harness/sign-in.ts';
import { startWorld, type World } from '../harness/world.ts';

let world: World;
before(async () => {
  world = await startWorld({ policies: {} });
});
after(() => world?.close());

const [second, hour, day] = [1_000, 3_600_000, 86_400_000];
const published = async (): Promise<JSONWebKeySet> =>
  (await (await fetch(`${world.controlUrl}/oauth/jwks`)).json()) as JSONWebKeySet;
const kids = async (): Promise<readonly (string | undefined)[]> =>
  (await published()).keys.map(({ kid }) => kid);
const kidOf = (token: string): string | undefined => decodeProtectedHeader(token).kid;
const me = async (token: string): Promise<number> => (await world.api(token, '/api/v1/me')).status;
/** As a program that keeps to our published keys alone. */
const assertVerifies = async (who: SignedIn): Promise<void> => {
  const keys = createLocalJWKSet(await published());
  for (const token of [who.accessToken, who.idToken])
    await jwtVerify(token, keys, { issuer: `${world.controlUrl}/oauth` });
};

test('signing keys turn while the gateway runs: nobody is signed out by it, and the old key opens nothing afterwards', async (context) => {
  const start = Date.now();
  const { timers } = context.mock;
  timers.enable({ apis: ['Date'], now: start });
  const [first] = await kids();
  const masterKey = Buffer.from(await readFile(join(world.folder, 'master.key'), 'utf8'), 'hex');
  const stolen = await ownSigningKey(join(world.folder, 'data'), deriveKey(masterKey, 'sign-in state'));
  assert.equal(stolen.kid, first);

  timers.setTime(start + 30 * day - hour + 2 * second);
  const [still, next, ...more] = await kids();
  assert.deepEqual([still, more], [first, []], 'the next key is published before it signs');
  const early = await world.signIn('ana');
  assert.equal(kidOf(early.accessToken), first);

  timers.setTime(start + 30 * day - 90 * second);
  const late = await world.signIn('rita');
  assert.equal(kidOf(late.accessToken), first);

  timers.setTime(start + 30 * day + 30 * second);
  assert.deepEqual(await kids(), [next, first]);
  assert.equal(await me(late.accessToken), 200, 'a token of the key before still counts');
  await assertVerifies(late);
  const renewed = (await refresh(world.controlUrl, early.refreshToken)).tokens;
  assert.ok(renewed, 'a sign-in of the key before goes on');
  const fresh = await world.signIn('omar');
  for (const who of [renewed, fresh]) {
    assert.deepEqual([kidOf(who.accessToken), kidOf(who.idToken)], [next, next]);
    assert.equal(await me(who.accessToken), 200);
    await assertVerifies(who);
  }

  /** What somebody who got hold of the first key makes of a token that counts. */
  const forge = (kid: string | undefined): string => {
    const now = Math.floor(Date.now() / second);
    const claims = { ...decodeJwt(fresh.accessToken), iat: now, exp: now + 300, jti: randomUUID() };
    const key = createPrivateKey({ key: { ...stolen }, format: 'jwk' });
    return compact({ alg: 'ES256', typ: 'at+jwt', kid }, claims, ecdsa(key));
  };
  assert.equal(await me(forge(first)), 200, 'as long as the key counts, this forgery is a token');

  timers.setTime(start + 30 * day + 1_000 * second);
  assert.deepEqual(await kids(), [next], 'its last token has ended');
  assert.equal(await me(forge(first)), 401);
  assert.equal(await me(forge(next)), 401);
  assert.equal((await refresh(world.controlUrl, renewed.refreshToken)).status, 200);

  await world.restart();
  assert.deepEqual(await kids(), [next], 'a restart keeps what is left');
  assert.equal((await refresh(world.controlUrl, fresh.refreshToken)).status, 200);
});

test('invariant 5: no private key stands readable in the state', async () => {
  const masterKey = Buffer.from(await readFile(join(world.folder, 'master.key'), 'utf8'), 'hex');
  const own = await ownSigningKey(join(world.folder, 'data'), deriveKey(masterKey, 'sign-in state'));
  for (const name of ['sign-in.sqlite', 'sign-in.sqlite-wal']) {
    const bytes = await readFile(join(world.folder, 'data', name));
    assert.ok(!bytes.includes(own.d ?? own.kid) && !bytes.includes(own.kid), name);
  }
  assert.ok(!JSON.stringify(await published()).includes('"d"'));
});
