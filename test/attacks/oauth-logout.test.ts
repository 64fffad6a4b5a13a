import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { later } from '../../gateway/src/identity/testing/later.ts';
import { TestBrowser } from '../../gateway/src/identity/testing/test-browser.ts';
import { policyOf } from '../harness/policies.ts';
import { refresh, type SignedIn } from '../harness/sign-in.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { startWorld, type World } from '../harness/world.ts';
import { type Attack, tryAll } from './attack-table.ts';
import { atCallback, begin, counts } from './oauth-flow.ts';

const event = 'http://schemas.openid.net/event/backchannel-logout';

let world: World;
let id: string;
let ana: SignedIn;
before(async () => {
  world = await startWorld({
    policies: {
      main: policyOf([
        'identified-read',
        'effect: allow, principals: { issuers: [people] }, resources: { connections: [insights] }, operations: [read]',
      ]),
    },
  });
  id = await makeCollection(world.chroma.url, 'notes', { ids: ['1'], embeddings: [[1, 0]] });
  ana = await world.signIn('ana');
});
after(() => world?.close());

const read = async (who: SignedIn): Promise<number> => {
  const response = await world.call(who.accessToken, 'POST', `${collections}/${id}/get`, { limit: 1 });
  await response.arrayBuffer();
  return response.status;
};
const send = (body: URLSearchParams | string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${world.controlUrl}/sign-out/upstream`, { method: 'POST', body, headers });
const sendToken = (token: string): Promise<Response> => send(new URLSearchParams({ logout_token: token }));

type Claims = Readonly<Record<string, unknown>>;
/** A logout token of the provider that would end all sign-ins of Ana, but for what is changed. */
const claims = (change: Claims = {}): Claims => {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: world.people.issuer,
    aud: 'vectorgate',
    sub: 'ana',
    jti: crypto.randomUUID(),
    iat: now,
    exp: now + 120,
    events: { [event]: {} },
    ...change,
  };
};
const typ = 'logout+jwt';
const token = (change: Claims = {}, header: Claims = {}): Promise<string> =>
  world.people.sign(claims(change), { typ, ...header });
const without = (name: string): Promise<string> => {
  const { [name]: _left, ...rest } = claims();
  return world.people.sign(rest, { typ });
};
const withText = (change: (text: string) => string): Promise<string> =>
  world.people.signText(change(JSON.stringify(claims())), { typ });
const soon = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

const forged: readonly (readonly [name: string, token: () => Promise<string>])[] = [
  ['no signature', async () => `${(await token()).split('.').slice(0, 2).join('.')}.`],
  [
    'alg none',
    async () =>
      `${Buffer.from('{"alg":"none","typ":"logout+jwt","kid":"x"}').toString('base64url')}.${(await token()).split('.')[1]}.`,
  ],
  [
    'the signature of another token',
    async () =>
      `${(await token()).split('.').slice(0, 2).join('.')}.${(await token({ sub: 'x' })).split('.')[2]}`,
  ],
  ['another trusted issuer’s key', async () => world.ci.sign(claims(), { typ })],
  [
    'another trusted issuer’s key and name',
    async () => world.ci.sign(claims({ iss: world.ci.issuer }), { typ }),
  ],
  ['an unknown key id', () => token({}, { kid: 'unknown' })],
  ['no key id', async () => token({}, { kid: '' })],
  ['another type', () => token({}, { typ: 'at+jwt' })],
  ['the type of a security event', () => token({}, { typ: 'secevent+jwt' })],
  ['a key that comes along', () => token({}, { jku: `${world.people.issuer}/jwks` })],
  ['another issuer', () => token({ iss: 'https://elsewhere.example' })],
  ['its issuer with a slash', () => token({ iss: `${world.people.issuer}/` })],
  ['the gateway as issuer', () => token({ iss: `${world.controlUrl}/oauth` })],
  ['another audience', () => token({ aud: 'elsewhere' })],
  ['the gateway’s address as audience', () => token({ aud: world.controlUrl })],
  ['one of the gateway’s own clients as audience', () => token({ aud: 'vectorgate-jupyter' })],
  ['audiences beside it', () => token({ aud: ['vectorgate', 'elsewhere'] })],
  ['no audience in a list', () => token({ aud: [] })],
  ['no event', () => without('events')],
  ['an empty list of events', () => token({ events: {} })],
  ['another event', () => token({ events: { 'http://schemas.openid.net/event/other': {} } })],
  ['the event in a list', () => token({ events: [event] })],
  ['the event as text', () => token({ events: event })],
  ['the event with no object', () => token({ events: { [event]: true } })],
  ['the event with a list', () => token({ events: { [event]: [] } })],
  ['the event null', () => token({ events: { [event]: null } })],
  ['a nonce', () => token({ nonce: 'n' })],
  ['a nonce of null', () => token({ nonce: null })],
  ['nobody', () => without('sub')],
  ['an empty sub', () => token({ sub: '' })],
  ['a list of subs', () => token({ sub: ['ana', 'rita'] })],
  ['a sub that stands for all', () => token({ sub: { $ne: '' } })],
  ['an empty sid beside the sub', () => token({ sid: '' })],
  ['a list of sids', () => token({ sub: undefined, sid: ['x'] })],
  ['a sid of nobody beside the sub', () => token({ sid: 'of-no-session' })],
  ['Ana’s session under another’s sub', async () => token({ sub: 'rita', sid: await latestSid('ana') })],
  ['no jti', () => without('jti')],
  ['an empty jti', () => token({ jti: '' })],
  ['a jti of a number', () => token({ jti: 7 })],
  ['no iat', () => without('iat')],
  ['no exp', () => without('exp')],
  ['expired', () => token({ iat: soon(-200), exp: soon(-60) })],
  ['issued an hour ago', () => token({ iat: soon(-3_600), exp: soon(600) })],
  ['issued in the future', () => token({ iat: soon(600), exp: soon(900) })],
  ['sub twice', () => withText((text) => text.replace('{', '{"sub":"rita",'))],
  ['events twice', () => withText((text) => text.replace('{', '{"events":{},'))],
  ['jti twice, once escaped', () => withText((text) => text.replace('{', '{"jt\\u0069":"x",'))],
  ['padding after it', async () => `${await token()}==`],
  ['an id token of Ana’s', async () => ana.idToken],
  ['an access token of Ana’s', async () => ana.accessToken],
  ['a refresh token of Ana’s', async () => ana.refreshToken],
  ['nothing', async () => ''],
  ['20,000 letters', async () => 'x'.repeat(20_000)],
];

/** The provider's latest session of this person; nobody is signed out by looking. */
const latestSid = async (login: string): Promise<string> => {
  let latest = '';
  await world.people.signOut(login, (sid) => {
    latest = sid;
    return false;
  });
  return latest;
};

test('forged sign-outs of the provider', async (context) => {
  const rita = await world.signIn('rita');
  const stand = async (): Promise<boolean> =>
    (await counts(world, ana.accessToken)) &&
    (await counts(world, rita.accessToken)) &&
    (await read(ana)) === 200;
  assert.ok(await stand());
  const attack = (name: string, run: () => Promise<Response>): Attack => ({
    name,
    run: async () => {
      const { status } = await run();
      const stands = await stand();
      return { passed: !stands, seen: `${status}, ${stands ? 'the sign-ins stand' : 'a sign-in ended'}` };
    },
  });
  const good = await token();
  await tryAll(context, 'Sign-out from the provider: only by a logout token of its own, whole and of now', [
    ...forged.map(([name, make]) => attack(name, async () => sendToken(await make()))),
    attack('two tokens', async () =>
      send(
        new URLSearchParams([
          ['logout_token', good],
          ['logout_token', good],
        ]),
      ),
    ),
    attack('JSON', () =>
      send(JSON.stringify({ logout_token: good }), { 'content-type': 'application/json' }),
    ),
    attack('no form at all', () => send(good, { 'content-type': 'text/plain' })),
    attack('in the address', () =>
      fetch(`${world.controlUrl}/sign-out/upstream?logout_token=${good}`, { method: 'POST' }),
    ),
    attack('by GET', () => fetch(`${world.controlUrl}/sign-out/upstream?logout_token=${good}`)),
    attack('a sign-out of somebody else, who has no sign-in', async () =>
      sendToken(await token({ sub: 'ola' })),
    ),
  ]);
  assert.equal((await sendToken(good)).status, 200, 'what was tried last counts where it belongs');
  assert.equal(await counts(world, ana.accessToken), false);
  assert.ok(await counts(world, rita.accessToken));
});

test('a sign-out at the provider ends access at once, everywhere, and nobody else’s', async (context) => {
  const [one, two, rita] = [await world.signIn('ana'), await world.signIn('ana'), await world.signIn('rita')];
  for (const who of [one, two, rita]) assert.equal(await read(who), 200);
  await world.people.signOut('ana');
  const opens = (who: SignedIn) => async () => {
    const status = await read(who);
    return { passed: status === 200, seen: String(status) };
  };
  const renews = (who: SignedIn) => async () => {
    const { status, error = '' } = await refresh(world.controlUrl, who.refreshToken);
    return { passed: status === 200, seen: `${status} ${error}` };
  };
  await tryAll(context, 'After it: nothing of that person counts', [
    { name: 'an access token that just counted', run: opens(one) },
    { name: 'another sign-in’s', run: opens(two) },
    { name: 'a refresh token', run: renews(one) },
    { name: 'another sign-in’s refresh token', run: renews(two) },
    {
      name: 'a sign-in that waited for its button',
      run: async () => {
        const browser = new TestBrowser();
        const asked = await browser.untilAsked(begin(world).url, 'ana');
        await world.people.signOut('ana');
        const arrived = await browser.answer(asked, 'yes', atCallback);
        const passed = arrived.url.searchParams.has('code');
        return { passed, seen: arrived.url.searchParams.get('error') ?? String(arrived.status) };
      },
    },
    {
      name: 'the token that signed out, against the next sign-in',
      run: async () => {
        const again = await token();
        assert.equal((await sendToken(again)).status, 200);
        const next = await world.signIn('ana');
        const { status } = await sendToken(again);
        const stands = (await read(next)) === 200;
        return {
          passed: !stands || status === 200,
          seen: `${status}, ${stands ? 'the sign-in stands' : 'ended'}`,
        };
      },
    },
    {
      name: 'the same token twice at once: it counts once',
      run: async () => {
        const twice = await token();
        const seen = (await Promise.all([sendToken(twice), sendToken(twice)]))
          .map(({ status }) => status)
          .sort();
        return { passed: seen.join() !== '200,400', seen: seen.join() };
      },
    },
  ]);
  assert.equal(await read(rita), 200);
  assert.equal((await refresh(world.controlUrl, rita.refreshToken)).status, 200);
});

test('a sign-out of one of the provider’s sessions ends the sign-ins of that session alone', async () => {
  const [one, two] = [await world.signIn('rita'), await world.signIn('rita')];
  for (const who of [one, two]) assert.equal(await read(who), 200);
  const latest = await latestSid('rita');
  await world.people.signOut('rita', (sid) => sid === latest);
  assert.deepEqual([await read(one), await read(two)], [200, 401]);
});

test('while the provider’s keys cannot be had, it is told to send it again', async (context) => {
  const who = await world.signIn('ana');
  await world.people.close();
  later(context).by(700_000);
  const answer = await sendToken(await token());
  assert.equal(answer.status, 503);
  assert.equal(answer.headers.get('retry-after'), '30');
  context.mock.reset();
  context.mock.timers.reset();
  assert.ok(await counts(world, who.accessToken));
});
