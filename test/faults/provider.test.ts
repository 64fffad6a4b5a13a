import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type RunningProvider, startProvider } from '@vectorgate/demo';
import { beginSignIn, refresh, type SignedIn } from '../harness/sign-in.ts';
import { audience } from '../harness/world.ts';
import { type Fault, injectAll } from './fault-table.ts';
import { FaultWorld } from './fault-world.ts';
import { assertReadable, type Told } from './told.ts';

let world: FaultWorld;
/** The issuer of services; a test may put another in its place. */
let ci: RunningProvider;

before(async () => {
  world = await FaultWorld.start();
  ci = world.world.ci;
});
after(async () => {
  await ci?.close();
  await world?.close();
});

const robot = (from = ci): Promise<string> =>
  from.mintWorkloadToken({ subject: 'robot', audience, expiresIn: 3600 });

/** Another issuer under the same address: other keys, and none of the memory. */
async function rotate(formerKeys: RunningProvider['signingKey'][]): Promise<RunningProvider> {
  await ci.close();
  const port = Number(new URL(ci.issuer).port);
  ci = await startProvider({ port, cookiePrefix: 'rotated', clients: [], people: [], formerKeys });
  return ci;
}

/** A page of the sign-in, where the browser ends up when nobody answers behind it. */
async function signInPage(): Promise<{ status: number; text: string }> {
  const page = await fetch(beginSignIn(world.world.controlUrl).url, { redirect: 'manual' });
  const next = new URL(page.headers.get('location') ?? '', world.world.controlUrl);
  const cookies = page.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  const said = await fetch(next, { redirect: 'manual', headers: { cookie: cookies.join('; ') } });
  return { status: said.status, text: await said.text() };
}

const unreachable = (told: Told): void => {
  assert.equal(told.status, 503);
  assertReadable(told);
  assert.match(told.text, /the token could not be checked: the issuer ci does not answer\.\nRun it again/);
};

const faults: readonly Fault[] = [
  {
    name: 'the issuer of services is down when its keys are first needed',
    injected: 'its listener closed before any of its tokens was seen',
    run: async () => {
      const back = await ci.leaveNetwork();
      const told = await world.read(await robot());
      unreachable(told);
      const ana = await world.world.signIn('ana');
      assert.equal((await world.read(ana.accessToken)).status, 200, 'people are not touched by it');
      await back();
      const recovered = await world.recovers(async () => world.read(await robot()));
      return {
        saw: told.line,
        recorded: 'nothing: nobody was identified; counted in the metrics',
        recovered,
      };
    },
  },
  {
    name: 'the issuer’s keys rotate, and the old ones stay published',
    injected: 'another signing key under the same address, the old one in its JWKS',
    run: async () => {
      const old = await robot();
      assert.equal((await world.read(old)).status, 200);
      await rotate([ci.signingKey]);
      const recovered = await world.recovers(async () => world.read(await robot()));
      const other = await ci.mintWorkloadToken({ subject: 'other', audience });
      const again = await world.read(other);
      assert.equal(again.status, 200);
      assert.equal((await world.read(old)).status, 200, 'the old token counts until its end');
      return {
        saw: `old token: 200; new token at first: 401 or 200, as the keys were fetched just before or not`,
        recorded: `${await world.recordOf(again, other)}, for both`,
        recovered: `the new token ${recovered}`,
      };
    },
  },
  {
    name: 'the issuer’s keys rotate, and the old ones are withdrawn',
    injected: 'another signing key under the same address, and it alone in its JWKS',
    run: async () => {
      const old = await robot();
      assert.equal((await world.read(old)).status, 200);
      await rotate([]);
      const recovered = await world.recovers(async () => world.read(await robot()));
      const told = await world.read(old);
      assert.equal(told.status, 401);
      assertReadable(told);
      return {
        saw: `old token: ${told.line}`,
        recorded: 'nothing of the old token: nobody was identified',
        recovered: `the new token ${recovered}`,
      };
    },
  },
  {
    name: 'the issuer is down when a key is unknown',
    injected: 'its listener closed, and a token of the key that it has from now on',
    run: async () => {
      const old = await robot();
      assert.equal((await world.read(old)).status, 200);
      const before = ci.signingKey;
      await rotate([before]);
      const fresh = await robot();
      const back = await ci.leaveNetwork();
      const told = await world.recoversTo(503, () => world.read(fresh));
      unreachable(told);
      assert.equal((await world.read(old)).status, 200, 'tokens of known keys go on');
      await back();
      const recovered = await world.recovers(() => world.read(fresh));
      return {
        saw: `${told.line} (tokens of known keys: 200)`,
        recorded: 'nothing: nobody was identified',
        recovered,
      };
    },
  },
  {
    name: 'the sign-in provider is down at a sign-in',
    injected: 'its listener closed; a browser comes to sign in',
    run: async () => {
      const back = await world.world.people.leaveNetwork();
      assert.equal(await world.gateway.stop(), 0);
      await world.startGateway();
      const { status, text } = await signInPage();
      assert.equal(status, 502);
      assert.match(text, /Signing in is not possible right now/);
      assert.match(text, /The provider people does not answer\./);
      assert.match(text, /Try again/);
      assert.doesNotMatch(text, /\n\s+at |ECONNREFUSED|127\.0\.0\.1:\d+\/\.well-known/);
      await back();
      const { accessToken } = await world.world.signIn('ana');
      const recovered = await world.recovers(() => world.read(accessToken));
      return {
        saw: `${status} Signing in is not possible right now. The provider people does not answer. Try again …`,
        recorded: `nothing; the log: "${world.logged(/sign-in provider cannot be reached/)}"`,
        recovered: `with the next sign-in; reads ${recovered}`,
      };
    },
  },
  {
    name: 'the sign-in provider is down at a refresh',
    injected: 'its listener closed; it forgets nothing',
    run: async () => {
      const ana: SignedIn = await world.world.signIn('ana');
      const back = await world.world.people.leaveNetwork();
      const refused = await refresh(world.world.controlUrl, ana.refreshToken);
      assert.deepEqual([refused.status, refused.error], [503, 'temporarily_unavailable']);
      assert.match(refused.description ?? '', /Your sign-in is kept; try again in a moment/);
      assert.equal((await world.read(ana.accessToken)).status, 200, 'the token lasts');
      await back();
      const next = await refresh(world.world.controlUrl, ana.refreshToken);
      assert.ok(next.tokens, next.description);
      const recovered = await world.recovers(() => world.read(next.tokens?.accessToken));
      return {
        saw: `${refused.status} ${refused.description}`,
        recorded: `what the token still does, as ever; the log: "${world.logged(/provider did not answer as it should/)}"`,
        recovered: `with the next refresh, in the same sign-in; reads ${recovered}`,
      };
    },
  },
];

test('an issuer or provider that fails shuts out nobody who is known, and heals by itself', (context) =>
  injectAll(context, 'Faults of those who say who somebody is', faults, async () => {
    const token = await robot();
    await world.recovers(() => world.write(token));
    return world.nothingIsLost();
  }));
