import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { type Later, later } from '../../gateway/src/identity/testing/later.ts';
import { policyOf } from '../harness/policies.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { audience, startWorld, type World } from '../harness/world.ts';
import { type Attack, type Outcome, tryAll } from './attack-table.ts';
import { type HostileIssuer, json, startHostileIssuer } from './hostile-issuer.ts';

let world: World;
let robots: HostileIssuer;
let id: string;

before(async () => {
  robots = await startHostileIssuer(audience);
  world = await startWorld({
    policies: {
      main: policyOf([
        'identified-read',
        'effect: allow, principals: { issuers: [ci, robots] }, resources: { connections: [insights] }, operations: [read]',
      ]),
    },
    prepare: async (folder) => {
      const file = join(folder, 'vectorgate.yaml');
      const issuer = `  - { name: robots, issuer: "${robots.url}", workloads: { audience: ${audience}, algorithms: [ES256] } }\n`;
      await writeFile(file, (await readFile(file, 'utf8')).replace('issuers:\n', `issuers:\n${issuer}`));
      return async () => undefined;
    },
  });
  id = await makeCollection(world.chroma.url, 'notes', { ids: ['1'], embeddings: [[1, 0]] });
});
after(async () => {
  await world?.close();
  await robots?.close();
});

/** Status with which a read by this token ends. */
const open = async (token: string): Promise<number> => {
  const response = await world.call(token, 'POST', `${collections}/${id}/get`, { limit: 1 });
  await response.arrayBuffer();
  return response.status;
};

const second = 1_000;
const hour = 3_600 * second;
/** Where the test before it ended: tokens of later are not of now again. */
let ended: number | undefined;

/** Nothing of it opened anything. */
const closed = (...statuses: readonly number[]): Outcome => ({
  passed: !statuses.every((status) => status === 401 || status === 503),
  seen: [...new Set(statuses)].join(', '),
});
/** How often the issuer was asked for its keys, by its discovery. */
const questions = (): number => robots.asked.filter((path) => path.startsWith('/.well-known')).length;
const askedAtMost = (most: number, ...statuses: readonly number[]): Outcome => {
  const { passed, seen } = closed(...statuses);
  return { passed: passed || questions() > most, seen: `${seen}; the issuer was asked ${questions()} times` };
};

/** Publishes this key alone, and reads with a token that names it. */
const withKey = async (jwk: JWK, token?: string): Promise<Outcome> => {
  robots.keys = [jwk];
  return closed(await open(token ?? (await robots.sign('a'))));
};

type Case = readonly [name: string, run: (clock: Later) => Promise<Outcome>];

/** What the issuer may do when its keys are asked for; each begins with keys that are too old to be used. */
const answers: readonly (readonly [string, (bad: HostileIssuer) => void])[] = [
  ['down: 500', ({ instead }) => instead.set('/keys', json({}, 500))],
  ['gone: 404', ({ instead }) => instead.set('/keys', json({}, 404))],
  ['hanging up', ({ instead }) => instead.set('/keys', (res) => res.destroy())],
  ['over 1 MB', ({ instead, keys }) => instead.set('/keys', json({ filler: 'x'.repeat(2 ** 20), keys }))],
  [
    'over 100 MB once unpacked',
    ({ instead, keys }) =>
      instead.set('/keys', (res) => {
        const packed = gzipSync(JSON.stringify({ filler: ' '.repeat(100 * 2 ** 20), keys }));
        res.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(packed);
      }),
  ],
  [
    'never ending',
    ({ instead }) =>
      instead.set('/keys', (res) => {
        res.writeHead(200, { 'content-type': 'application/json' }).write('{"keys":[');
        const drip = setInterval(() => res.write(' '), 100);
        res.on('close', () => clearInterval(drip));
      }),
  ],
  [
    'redirected to keys elsewhere',
    ({ instead, keys }) => {
      instead.set('/elsewhere', json({ keys }));
      instead.set('/keys', (res) => res.writeHead(302, { location: '/elsewhere' }).end());
    },
  ],
  [
    'redirected by the discovery document',
    ({ instead, says, keysAt }) => {
      instead.set('/other', json({ issuer: says, jwks_uri: keysAt }));
      instead.set('/.well-known/openid-configuration', (res) =>
        res.writeHead(307, { location: '/other' }).end(),
      );
    },
  ],
  ['no JSON', ({ instead }) => instead.set('/keys', (res) => res.end('<html>'))],
  ['a list', ({ instead, keys }) => instead.set('/keys', json(keys))],
  [
    'an object instead of a list',
    ({ instead, keys }) => instead.set('/keys', json({ keys: { 0: keys[0] } })),
  ],
  ['null', ({ instead }) => instead.set('/keys', json({ keys: null }))],
  ['empty', ({ instead }) => instead.set('/keys', json({ keys: [] }))],
  [
    'nested 100,000 deep',
    ({ instead }) =>
      instead.set('/keys', (res) => res.end(`{"keys":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)),
  ],
  ['answered with 204', ({ instead }) => instead.set('/keys', (res) => res.writeHead(204).end())],
  ['answered with 203', ({ instead, keys }) => instead.set('/keys', json({ keys }, 203))],
];

/** What its discovery document may say after somebody took it over. */
const discoveries: readonly (readonly [string, (bad: HostileIssuer) => void])[] = [
  [
    'another issuer',
    (bad) => {
      bad.says = 'https://elsewhere.example';
    },
  ],
  [
    'its own name with a slash',
    (bad) => {
      bad.says = `${bad.url}/`;
    },
  ],
  [
    'keys in clear at another host',
    (bad) => {
      bad.keysAt = 'http://keys.example/keys';
    },
  ],
  [
    'keys in a file',
    (bad) => {
      bad.keysAt = 'file:///etc/passwd';
    },
  ],
  [
    'keys inside the address',
    (bad) => {
      bad.keysAt = `data:application/json,${encodeURIComponent(JSON.stringify({ keys: bad.keys }))}`;
    },
  ],
  [
    'no address',
    (bad) => {
      bad.keysAt = 'keys';
    },
  ],
  [
    'an address that looks like this machine',
    (bad) => {
      bad.keysAt = bad.keysAt.replace('127.0.0.1', '127.0.0.1.evil.example');
    },
  ],
];

const rsa = (bits: number, exponent = 65_537): JWK =>
  generateKeyPairSync('rsa', { modulusLength: bits, publicExponent: exponent }).publicKey.export({
    format: 'jwk',
  });

/** Keys that it publishes under the id of a good token's key. */
const keys: readonly (readonly [string, (good: JWK) => Promise<Outcome>])[] = [
  ['meant for encryption', (good) => withKey({ ...good, use: 'enc' })],
  ['that may only sign', (good) => withKey({ ...good, key_ops: ['sign'] })],
  ['for another algorithm', (good) => withKey({ ...good, alg: 'ES384' })],
  ['for no algorithm', (good) => withKey({ ...good, alg: 'none' })],
  ['of an unknown curve', (good) => withKey({ ...good, crv: 'P-256K' })],
  ['of no kind', (good) => withKey({ ...good, kty: '' })],
  ['of a point that is not on the curve', (good) => withKey({ ...good, x: good.y!, y: good.x! })],
  ['of the point at zero', (good) => withKey({ ...good, x: 'A'.repeat(43), y: 'A'.repeat(43) })],
  ['without its id', ({ kid: _kid, ...good }) => withKey(good)],
  ['with a list for its id', (good) => withKey({ ...good, kid: [good.kid] as never })],
  ['of 1,024 bits', () => withKey({ ...rsa(1_024), kid: 'a', alg: 'RS256', use: 'sig' })],
  ['that is a secret', async () => withKey(secretJwk, hs256(await robots.sign('a')))],
  [
    'that is twice there, the second another’s',
    async (good) => {
      robots.keys = [good, { ...(await exportJWK((await generateKeyPair('ES256')).publicKey)), kid: 'a' }];
      return closed(await open(await robots.sign('a')));
    },
  ],
  [
    'that is good, for an algorithm that is not allowed',
    async () => {
      const { privateKey, publicKey } = await generateKeyPair('RS256');
      const now = Math.floor(Date.now() / second);
      const token = await new SignJWT({ iss: robots.url, sub: 'x', aud: audience, iat: now, exp: now + 60 })
        .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: 'a' })
        .sign(privateKey);
      return withKey({ ...(await exportJWK(publicKey)), kid: 'a', use: 'sig' }, token);
    },
  ],
];
const secretJwk: JWK = { kty: 'oct', k: Buffer.from('known to all').toString('base64url'), kid: 'a' };
const hs256 = (token: string): string => {
  const data = `${Buffer.from('{"alg":"HS256","typ":"at+jwt","kid":"a"}').toString('base64url')}.${token.split('.')[1]}`;
  return `${data}.${createHmac('sha256', 'known to all').update(data).digest('base64url')}`;
};

/** Keys that come and go while tokens are known. Each begins with key `a` published and fetched. */
const rotations: readonly Case[] = [
  [
    'a key that was removed, its token known, once anything makes the gateway look',
    async (clock) => {
      const old = await robots.sign('a');
      assert.equal(await open(old), 200);
      robots.keys = [];
      await robots.publish('b');
      clock.by(31 * second);
      assert.equal(await open(await robots.sign('b')), 200, 'the new key counts');
      return closed(await open(old), await open(await robots.sign('a')));
    },
  ],
  [
    'a key that was removed, ten minutes later, though nothing else came in',
    async (clock) => {
      const old = await robots.sign('a');
      robots.keys = [];
      await robots.publish('b');
      clock.by(601 * second);
      return closed(await open(old), await open(await robots.sign('a')));
    },
  ],
  [
    'another key under the same id: tokens of the one before',
    async (clock) => {
      const old = await robots.sign('a');
      assert.equal(await open(old), 200);
      robots.keys = [];
      await robots.publish('a');
      await robots.publish('b');
      clock.by(31 * second);
      assert.equal(await open(await robots.sign('b')), 200);
      assert.equal(await open(await robots.sign('a')), 200);
      return closed(await open(old));
    },
  ],
  [
    'a key that never was published, under the id of one that was',
    async () => {
      const { privateKey } = await generateKeyPair('ES256');
      const now = Math.floor(Date.now() / second);
      const token = await new SignJWT({ iss: robots.url, sub: 'x', aud: audience, iat: now, exp: now + 60 })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'a' })
        .sign(privateKey);
      return closed(await open(token));
    },
  ],
  [
    'all keys withdrawn',
    async (clock) => {
      const old = await robots.sign('a');
      robots.keys = [];
      clock.by(601 * second);
      return closed(await open(old));
    },
  ],
  [
    'keys that moved away: those at the old address',
    async (clock) => {
      const old = await robots.sign('a');
      robots.instead.set('/keys', json({ keys: robots.keys }));
      robots.keysAt = `${robots.url}/moved`;
      robots.keys = [];
      await robots.publish('b');
      clock.by(601 * second);
      assert.equal(await open(await robots.sign('b')), 200, 'the new address is found');
      return closed(await open(old));
    },
  ],
  [
    'another issuer’s key of the same id',
    async () => {
      const token = await robots.sign('a', { iss: world.ci.issuer });
      return closed(await open(token));
    },
  ],
  [
    'an hour-old token of a removed key, the issuer down',
    async (clock) => {
      const old = await robots.sign('a');
      robots.instead.set('/.well-known/openid-configuration', json({}, 500));
      clock.by(601 * second);
      return closed(await open(old));
    },
  ],
];

/** An issuer is asked at most every 5 s while it answers, every 2 s while it does not. */
const mostWhileUp = 300 / 5 + 1;
const mostWhileDown = 300 / 2 + 1;

/** Floods: what the gateway asks of an issuer must not follow what strangers ask of the gateway. */
const floods: readonly Case[] = [
  [
    '300 unknown key ids at once',
    async (clock) => {
      await robots.publish('x');
      clock.by(31 * second);
      const tokens = await Promise.all(
        Array.from({ length: 300 }, (_, i) => robots.sign('x', {}, { kid: `unknown-${i}` })),
      );
      return askedAtMost(1, ...(await Promise.all(tokens.map(open))));
    },
  ],
  [
    '300 unknown key ids, one a second',
    async (clock) => {
      const seen: number[] = [];
      for (let i = 0; i < 300; i++) {
        clock.by(second);
        seen.push(await open(await robots.sign('a', {}, { kid: `unknown-${i}` })));
      }
      return askedAtMost(mostWhileUp, ...seen);
    },
  ],
  [
    '300 unknown key ids, one a second, the keys down',
    async (clock) => {
      robots.instead.set('/keys', json({}, 500));
      const seen: number[] = [];
      for (let i = 0; i < 300; i++) {
        clock.by(second);
        seen.push(await open(await robots.sign('a', {}, { kid: `unknown-${i}` })));
      }
      return askedAtMost(mostWhileDown, ...seen);
    },
  ],
  [
    '300 good tokens, one a second, the keys old and the issuer down',
    async (clock) => {
      clock.by(hour);
      robots.asked.length = 0;
      robots.instead.set('/.well-known/openid-configuration', (res) => res.destroy());
      const seen: number[] = [];
      for (let i = 0; i < 300; i++) {
        clock.by(second);
        seen.push(await open(await robots.sign('a')));
      }
      return askedAtMost(mostWhileDown, ...seen);
    },
  ],
];

/** Each case an hour after the one before, with key `a` published and fetched. */
const tryCases = async (context: TestContext, title: string, cases: readonly Case[]): Promise<void> => {
  const clock = later(context, ended);
  context.after(() => {
    ended = clock.now();
  });
  await tryAll(
    context,
    title,
    cases.map(
      ([name, run]): Attack => ({
        name,
        run: async () => {
          await robots.reset('a');
          clock.by(hour);
          assert.equal(await open(await robots.sign('a')), 200, `${name}: a good token`);
          robots.asked.length = 0;
          return run(clock);
        },
      }),
    ),
  );
  await robots.reset('a');
  clock.by(hour);
  assert.equal(await open(await robots.sign('a')), 200, 'nothing of it lasts');
};

test('keys that an issuer publishes', (context) =>
  tryCases(context, 'Keys: none counts that is weak, ambiguous or meant for something else', [
    ...keys.map(
      ([name, run]): Case => [
        `a key ${name}`,
        async (clock) => {
          clock.by(hour);
          const [good] = robots.keys;
          assert.ok(good);
          return run(good);
        },
      ],
    ),
  ]));

test('an issuer that answers what it should not', (context) =>
  tryCases(context, 'Answers: nothing but a small, plain key set of that issuer counts', [
    ...answers.map(
      ([name, behave]): Case => [
        `keys ${name}`,
        async (clock) => {
          clock.by(hour);
          behave(robots);
          return askedAtMost(1, await open(await robots.sign('a')), await open(await robots.sign('a')));
        },
      ],
    ),
    ...discoveries.map(
      ([name, behave]): Case => [
        `a discovery document that names ${name}`,
        async (clock) => {
          clock.by(hour);
          behave(robots);
          return askedAtMost(1, await open(await robots.sign('a')), await open(await robots.sign('a')));
        },
      ],
    ),
  ]));

test('keys that come and go', (context) =>
  tryCases(context, 'Rotation: a key that was withdrawn opens nothing, known token or not', rotations));

test('floods of key ids', async (context) => {
  await tryCases(context, 'Floods: an issuer is asked at most every few seconds, whatever comes in', floods);
  // And a good token is not shut out by them.
  await robots.publish('x');
  await Promise.all(
    Array.from({ length: 50 }, async (_, i) => open(await robots.sign('x', {}, { kid: `other-${i}` }))),
  );
  assert.equal(await open(await robots.sign('a')), 200);
});
