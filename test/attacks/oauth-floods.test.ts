import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import { copiedState } from '../../gateway/src/identity/testing/copied-state.ts';
import { TestBrowser } from '../../gateway/src/identity/testing/test-browser.ts';
import { startWorld, type World } from '../harness/world.ts';
import { type Attack, tryAll } from './attack-table.ts';
import { begin } from './oauth-flow.ts';

const deep = process.env.VECTORGATE_TEST_DEEP === '1';
/** What a gateway keeps at most of sign-ins that nobody finished. */
const most = 10_000;

let world: World;
before(async () => {
  world = await startWorld({ policies: {} });
});
after(() => world?.close());

const ask = (sql: string): number => {
  const copy = copiedState(join(world.folder, 'data'));
  const database = new DatabaseSync(copy.file);
  try {
    return Number(database.prepare(sql).get()?.n ?? 0);
  } finally {
    database.close();
    copy.remove();
  }
};
const rows = (): number => ask('SELECT count(*) AS n FROM state');
const bytes = (): number => ask('SELECT coalesce(sum(length(sealed)), 0) AS n FROM state');
/** Seconds that the longest-lived row of an unfinished sign-in still has. */
const life = (): number =>
  ask("SELECT max(expires) AS n FROM state WHERE kind IN ('oauth-Interaction', 'pending-sign-in')") -
  Math.floor(Date.now() / 1000);

const asked = async (path: string, init: RequestInit = {}): Promise<number> => {
  const response = await fetch(`${world.controlUrl}${path}`, { redirect: 'manual', ...init });
  await response.arrayBuffer();
  return response.status;
};
const posted = (path: string, form: Record<string, string>): Promise<number> =>
  asked(path, { method: 'POST', body: new URLSearchParams(form) });

/** What strangers can ask for again and again. Nothing of it may leave a row. */
const strangers: readonly (readonly [name: string, ask: (i: number) => Promise<number>])[] = [
  [
    'authorization requests that cannot be',
    (i) =>
      asked(
        begin(world, { redirect_uri: `https://evil.example/${i}` }).url.href.slice(world.controlUrl.length),
      ),
  ],
  ['clients nobody knows', (i) => asked(`/oauth/auth?client_id=${i}`)],
  [
    'codes nobody gave',
    (i) =>
      posted('/oauth/token', {
        client_id: 'vectorgate-cli',
        grant_type: 'authorization_code',
        code: `${i}`,
        code_verifier: 'x'.repeat(43),
        redirect_uri: 'http://127.0.0.1/callback',
      }),
  ],
  [
    'refresh tokens nobody gave',
    (i) =>
      posted('/oauth/token', {
        client_id: 'vectorgate-cli',
        grant_type: 'refresh_token',
        refresh_token: `${i}`,
      }),
  ],
  [
    'revocations of nothing',
    (i) => posted('/oauth/token/revocation', { client_id: 'vectorgate-cli', token: `${i}` }),
  ],
  ['sign-ins nobody began', (i) => asked(`/sign-in/${i}`)],
  ['returns nobody waits for', (i) => asked(`/sign-in/upstream?state=${i}&code=x`)],
  [
    'answers nobody asked for',
    (i) => asked(`/sign-in/${i}/done`, { method: 'POST', headers: { origin: world.controlUrl } }),
  ],
  [
    'sign-outs of nobody',
    (i) => asked('/sign-out', { method: 'POST', headers: { origin: world.controlUrl, cookie: `x=${i}` } }),
  ],
  ['sign-out pages', () => asked('/sign-out')],
  ['logout tokens nobody signed', (i) => posted('/sign-out/upstream', { logout_token: `a.b.${i}` })],
  ['redirects of editors', (i) => asked(`/sign-in/return?code=${i}&state=x`)],
  ['the API without a token', () => asked('/api/v1/me')],
  [
    'the API with a made-up token',
    (i) => asked('/api/v1/me', { headers: { authorization: `Bearer x.y.${i}` } }),
  ],
  [
    'authorization requests of 9,000 letters',
    (i) =>
      asked(`${begin(world, { state: `${i}${'x'.repeat(9_000)}` }).url.href.slice(world.controlUrl.length)}`),
  ],
];

test('what strangers leave behind', async (context) => {
  const times = deep ? 200 : 20;
  await tryAll(
    context,
    'Strangers: nothing that nobody signed in for stays in the state',
    strangers.map(
      ([name, run]): Attack => ({
        name: `${times} ${name}`,
        run: async () => {
          const before = rows();
          const seen = new Set<number>();
          for (let i = 0; i < times; i++) seen.add(await run(i));
          const left = rows() - before;
          const failed = [...seen].some((status) => status >= 500);
          return { passed: left > 0 || failed, seen: `${[...seen].join(', ')}; ${left} rows` };
        },
      }),
    ),
  );
});

test('sign-ins that nobody finishes', async (context) => {
  const visits = deep ? most + 500 : 60;
  const visit = async (): Promise<void> => {
    const browser = new TestBrowser();
    const to = (await browser.request(begin(world).url)).headers.get('location') ?? '';
    for (let i = 0; i < 2; i++)
      assert.equal((await browser.request(new URL(to, world.controlUrl))).status, 303);
  };
  const before = { rows: rows(), bytes: bytes() };
  await tryAll(context, 'Unfinished sign-ins: small, few and short', [
    {
      name: `${visits} visits, each looked at twice: rows`,
      run: async () => {
        for (let i = 0; i < visits; i++) await visit();
        const left = rows() - before.rows;
        return { passed: left === 0 || left > 2 * Math.min(visits, most), seen: `${left} rows` };
      },
    },
    {
      name: 'their size',
      run: async () => {
        const each = (bytes() - before.bytes) / Math.min(visits, most);
        return { passed: !(each < 8_192), seen: `${Math.round(each)} bytes a visit` };
      },
    },
    {
      name: 'their life',
      run: async () => ({ passed: life() > 600, seen: `${life()} s` }),
    },
    {
      name: 'what is left of them eleven minutes later, when anybody begins another',
      run: async () => {
        context.mock.timers.enable({ apis: ['Date'], now: Date.now() + 11 * 60_000 });
        await visit();
        context.mock.timers.reset();
        const left = rows() - before.rows;
        return { passed: left > 2, seen: `${left} rows` };
      },
    },
  ]);
  assert.ok((await world.signIn('ana')).accessToken, 'and people still sign in');
});
