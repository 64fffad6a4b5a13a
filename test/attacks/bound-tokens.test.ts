import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type BindingKey, type HeldTokens, newBindingKey, oauthClient, Session } from '@vectorgate/client';
import { importJWK, SignJWT } from 'jose';
import { loopbackSignIn } from '../harness/loopback-sign-in.ts';
import { startWorld, type World } from '../harness/world.ts';
import { type Attack, tryAll } from './attack-table.ts';

let world: World;
let ana: HeldTokens;
let foreign: BindingKey;
before(async () => {
  world = await startWorld({ policies: {} });
  ana = await loopbackSignIn(world.controlUrl, 'ana');
  foreign = await newBindingKey();
});
after(() => world?.close());

const endpoint = (): string => `${world.controlUrl}/oauth/token`;
const seconds = (): number => Math.floor(Date.now() / 1000);

interface ProofChange {
  readonly key?: BindingKey;
  /** The key that the proof shows, where it is another than the one that signed. */
  readonly shown?: BindingKey;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly payload?: Readonly<Record<string, unknown>>;
}

/** A proof of RFC 9449, section 4.2, as the thief can make it. */
async function proof({
  key = foreign,
  shown = key,
  header = {},
  payload = {},
}: ProofChange = {}): Promise<string> {
  const { kty, crv, x, y } = shown;
  return new SignJWT({ htm: 'POST', htu: endpoint(), iat: seconds(), jti: randomUUID(), ...payload })
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: { kty, crv, x, y } as never, ...header })
    .sign(await importJWK(key as never, 'ES256'));
}

async function refresh(
  dpop: string | readonly string[] | undefined,
  change: Readonly<Record<string, string>> = {},
): Promise<{ readonly passed: boolean; readonly seen: string }> {
  const headers = new Headers();
  for (const one of [dpop ?? []].flat()) headers.append('dpop', one);
  const answer = await fetch(endpoint(), {
    method: 'POST',
    headers,
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: 'vectorgate-cli',
      refresh_token: ana.refreshToken,
      ...change,
    }),
  });
  const said = (await answer.json()) as Readonly<Record<string, string>>;
  return { passed: 'access_token' in said, seen: `${answer.status} ${said.error ?? ''}` };
}

test('a stolen refresh token is of no use without its key', async (context) => {
  const own = (change: ProofChange) => proof({ ...change, key: ana.key });
  const attacks: readonly (readonly [
    string,
    () => Promise<string | readonly string[] | undefined>,
    object?,
  ])[] = [
    ['no proof', async () => undefined],
    ['an empty proof', async () => ''],
    ['a proof of another key', () => proof()],
    ['a proof of another key that shows the right one', () => proof({ shown: ana.key })],
    ['no proof, as another client', async () => undefined, { client_id: 'vectorgate-jupyter' }],
    ['a proof of another key, as another client', () => proof(), { client_id: 'vectorgate-vscode' }],
    ['a proof without a signature', async () => `${(await own({})).split('.').slice(0, 2).join('.')}.`],
    ['a proof for another method', () => own({ payload: { htm: 'GET' } })],
    ['a proof for another address', () => own({ payload: { htu: 'https://evil.example/oauth/token' } })],
    [
      'a proof for another endpoint',
      () => own({ payload: { htu: `${world.controlUrl}/oauth/token/revocation` } }),
    ],
    ['a proof of an hour ago', () => own({ payload: { iat: seconds() - 3_600 } })],
    ['a proof of the next hour', () => own({ payload: { iat: seconds() + 3_600 } })],
    ['a proof without a time', () => own({ payload: { iat: undefined } })],
    ['a proof without an id', () => own({ payload: { jti: undefined } })],
    ['a proof with a nonce that nobody gave', () => own({ payload: { nonce: 'x', iat: seconds() - 3_600 } })],
    ['a proof of another type', () => own({ header: { typ: 'jwt' } })],
    ['two proofs', async () => [await own({}), await proof()]],
    ['the access token as proof', async () => ana.accessToken],
  ];
  await tryAll(
    context,
    'bound refresh tokens',
    attacks.map(
      ([name, dpop, change = {}]): Attack => ({
        name,
        run: async () => refresh(await dpop(), change as Readonly<Record<string, string>>),
      }),
    ),
  );
  const used = await own({});
  assert.ok((await refresh(used)).passed, 'its owner renews with it');
  const again = await loopbackSignIn(world.controlUrl, 'ana');
  await tryAll(context, 'a proof twice', [
    {
      name: 'a proof that was used, with a new refresh token',
      run: () => refresh(used, { refresh_token: again.refreshToken }),
    },
  ]);
});

test('its owner renews it, and the access token says nothing of a key, which kernels have not', async () => {
  const tokens = await loopbackSignIn(world.controlUrl, 'omar');
  const session = new Session(await oauthClient(tokens), tokens);
  const { accessToken } = await session.token(tokens.accessToken);
  assert.notEqual(accessToken, tokens.accessToken);
  const payload = JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString()) as object;
  assert.ok(!('cnf' in payload));
  const me = await fetch(`${world.controlUrl}/api/v1/me`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  assert.equal(me.status, 200);
});
