import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type ForgedToken, forgedTokens } from '../../gateway/src/identity/testing/forged-tokens.ts';
import { ownSigningKey } from '../../gateway/src/identity/testing/own-signing-key.ts';
import { deriveKey } from '../../gateway/src/master-key.ts';
import { policyOf } from '../harness/policies.ts';
import { type RecordingStore, startRecordingStore } from '../harness/recording-store.ts';
import { refresh, type SignedIn, signIn, signOut } from '../harness/sign-in.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { audience, knownAs, startWorld, type World } from '../harness/world.ts';
import { type Attack, tryAll } from './attack-table.ts';
import { sendRaw } from './raw-http.ts';

/** Everybody who is identified may read: only the token stands between an attacker and the data. */
const policy = policyOf([
  'identified-read',
  'effect: allow, principals: { issuers: [people, ci] }, resources: { connections: [insights] }, operations: [read]',
]);

let world: World;
let elsewhere: World;
let store: RecordingStore;
let id: string;
let ana: SignedIn;
let forged: readonly ForgedToken[];
let good: readonly ForgedToken[];

before(async () => {
  world = await startWorld({
    policies: { main: policy },
    storeAddress: async (chroma) => {
      store = await startRecordingStore(chroma.url);
      return store.url;
    },
  });
  elsewhere = await startWorld({ policies: { main: policy }, storeAddress: async () => world.chroma.url });
  id = await makeCollection(world.chroma.url, 'notes', { ids: ['1'], embeddings: [[1, 0]] });
  ana = await world.signIn('ana');
  const rita = await world.signIn('rita');
  const masterKey = Buffer.from(await readFile(join(world.folder, 'master.key'), 'utf8'), 'hex');
  const battery = await forgedTokens({
    good: ana.accessToken,
    idToken: ana.idToken,
    refreshToken: ana.refreshToken,
    other: rita.accessToken,
    ownKey: await ownSigningKey(join(world.folder, 'data'), deriveKey(masterKey, 'sign-in state')),
    ci: world.ci,
    workloadAudience: audience,
    people: world.people,
  });
  // Blanks around a header's value are no part of it (RFC 9110 section 5.5): there these three are the good token.
  forged = battery.filter(({ token }) => token.replace(/^[ \t]+|[ \t]+$/g, '') !== ana.accessToken);
  assert.equal(forged.length, battery.length - 3);
  assert.ok(forged.length >= 200);
  good = [
    { name: 'ana', token: ana.accessToken },
    { name: 'rita', token: rita.accessToken },
    { name: 'a workload', token: await world.workload('ingest') },
  ];
});
after(async () => {
  await elsewhere?.close();
  await world?.close();
  await store?.close();
});

/** Where a token may come in on the data path. */
const places: Readonly<Record<string, (token: string) => string>> = {
  'our header': (token) => `Vectorgate-Token: ${token}`,
  Authorization: (token) => `Authorization: Bearer ${token}`,
  'X-Chroma-Token': (token) => `X-Chroma-Token: ${token}`,
};

const body = '{"limit":1}';
/** Reads a record with exactly this line in the head. */
const read = (line: string): ReturnType<typeof sendRaw> =>
  sendRaw(
    world.gateway?.dataUrl ?? '',
    [
      `POST ${collections}/${id}/get HTTP/1.1`,
      `Host: ${knownAs}`,
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      'Connection: close',
      line,
      '',
      body,
    ].join('\r\n'),
  );

/** Statuses by which a request ends before anybody was identified; 403 would already be a decision about somebody. */
const stopped = new Set([400, 401, 431]);

const attackBy =
  (place: (token: string) => string) =>
  ({ name, token }: ForgedToken): Attack => ({
    name,
    run: async () => {
      store.passed.length = 0;
      const { status, text } = await read(place(token));
      const passed = !stopped.has(status) || store.passed.length > 0;
      return { passed, seen: passed ? text.slice(0, 300) : String(status) };
    },
  });

for (const [where, place] of Object.entries(places)) {
  test(`forged tokens: ${where}`, async (context) => {
    for (const { name, token } of good) assert.equal((await read(place(token))).status, 200, name);
    await tryAll(
      context,
      `Tokens in ${where}: none that is not whole, ours and of now opens anything`,
      forged.map(attackBy(place)),
    );
    // The battery has not made the good ones bad.
    for (const { name, token } of good) assert.equal((await read(place(token))).status, 200, name);
  });
}

test('forged tokens: API', async (context) => {
  const me = (token: string): ReturnType<typeof sendRaw> =>
    sendRaw(
      world.controlUrl,
      `GET /api/v1/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\n\r\n`,
    );
  for (const { name, token } of good) assert.equal((await me(token)).status, 200, name);
  const attacks = forged.map(
    ({ name, token }): Attack => ({
      name,
      run: async () => {
        const { status, text } = await me(token);
        return {
          passed: !stopped.has(status),
          seen: stopped.has(status) ? String(status) : text.slice(0, 300),
        };
      },
    }),
  );
  await tryAll(context, 'Tokens at the API', attacks);
});

test('replayed and foreign tokens', async (context) => {
  const out = await world.signIn('ana');
  const used = await world.signIn('ana');
  const attack = attackBy(places['our header']!);
  // Both counted a moment ago, and stand in the cache of verified tokens.
  for (const { accessToken } of [out, used])
    assert.equal((await read(places['our header']!(accessToken))).status, 200);
  await signOut(world.controlUrl, out.refreshToken);
  const next = (await refresh(world.controlUrl, used.refreshToken)).tokens;
  assert.ok(next);
  assert.equal((await refresh(world.controlUrl, used.refreshToken)).error, 'invalid_grant');

  const foreign = await signIn(elsewhere.controlUrl, 'ana');
  const there = await elsewhere.call(foreign.accessToken, 'POST', `${collections}/${id}/get`, body);
  assert.equal(there.status, 200, 'it counts where it comes from');
  await tryAll(context, 'Tokens that counted once, or count elsewhere', [
    attack({ name: 'after sign-out', token: out.accessToken }),
    attack({ name: 'refresh token after sign-out', token: out.refreshToken }),
    attack({ name: 'of a sign-in whose refresh token was used twice', token: used.accessToken }),
    attack({ name: 'the one got by that refresh', token: next.accessToken }),
    attack({ name: 'another gateway’s access token', token: foreign.accessToken }),
    attack({ name: 'another gateway’s id token', token: foreign.idToken }),
    attack({ name: 'another gateway’s refresh token', token: foreign.refreshToken }),
    attack({
      name: 'a workload’s token of another gateway’s issuer',
      token: await elsewhere.workload('ingest'),
    }),
    attack({ name: 'a living refresh token', token: ana.refreshToken }),
    attack({ name: 'a living id token', token: ana.idToken }),
    attack({
      name: 'two tokens at once',
      token: `${ana.accessToken}\r\nVectorgate-Token: ${ana.accessToken}`,
    }),
  ]);
  assert.equal((await read(places['our header']!(ana.accessToken))).status, 200);
});
