import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { startWorld, type World } from '../harness/world.ts';
import { type Attack, tryAll } from './attack-table.ts';

const scrapeToken = 'the-token-of-the-scraper-alone';
let world: World;
before(async () => {
  process.env.VECTORGATE_ATTACKED_SCRAPE_TOKEN = scrapeToken;
  world = await startWorld({ policies: {} });
});
after(() => world?.close());

type Headers = Readonly<Record<string, string>>;
interface Answer {
  readonly status: number;
  readonly text: string;
}
/** Asks with these headers, `host` included, which `fetch` does not let one choose. */
const ask = (path: string, headers: Headers = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    request(`${world.controlUrl}${path}`, { headers }, async (res) => {
      let text = '';
      for await (const chunk of res) text += String(chunk);
      resolve({ status: res.statusCode ?? 0, text });
    })
      .on('error', reject)
      .end();
  });

/** How a stranger comes to a gateway that stands behind a proxy, or whose name a page of his was given. */
const strangers: readonly (readonly [name: string, headers: Headers])[] = [
  ['through a proxy (X-Forwarded-For)', { 'x-forwarded-for': '203.0.113.7' }],
  ['through a proxy, as this machine', { 'x-forwarded-for': '127.0.0.1' }],
  ['through a proxy (Forwarded)', { forwarded: 'for=127.0.0.1' }],
  ['through a proxy (Via)', { via: '1.1 proxy' }],
  ['through a proxy (X-Real-IP)', { 'x-real-ip': '127.0.0.1' }],
  ['through a proxy (X-Forwarded-Host)', { 'x-forwarded-host': 'localhost' }],
  ['by the gateway’s public name', { host: 'gate.example.com' }],
  ['by a name of his own that leads here', { host: 'evil.example' }],
  ['by a name that begins as this machine', { host: 'localhost.evil.example' }],
  ['by a name that ends as this machine', { host: 'evil.example.localhost' }],
  ['by the address of all', { host: '0.0.0.0' }],
];
/** What must not stand in what strangers see: persons, places and secrets of this world. */
const hidden = (): readonly string[] => [
  'Ana',
  'ana',
  'rita',
  'analysts',
  'acme',
  world.chroma.url.slice('http://'.length),
  world.people.issuer,
  world.ci.issuer,
  world.folder,
  'client.secret',
  'master.key',
  scrapeToken,
];
/** Whether the text stands there as a word of its own: a name is part of many a word. */
const tells = (told: string, text: string): boolean =>
  told
    .split(text)
    .some((before, at, all) => at < all.length - 1 && !/\w$/.test(before) && !/^\w/.test(all[at + 1] ?? ''));
const attack = (name: string, run: () => Promise<Answer>, wrong: (answer: Answer) => boolean): Attack => ({
  name,
  run: async () => {
    const answer = await run();
    const told = hidden().filter((text) => tells(answer.text, text));
    return { passed: wrong(answer) || told.length > 0, seen: [answer.status, ...told].join(', ') };
  },
});

test('what strangers see without a sign-in', async (context) => {
  await world.signIn('ana');
  const here = await ask('/metrics');
  assert.equal(here.status, 200, 'who asks on this machine sees metrics');
  assert.match(here.text, /vectorgate_/);
  assert.deepEqual(JSON.parse((await ask('/healthz')).text).files, { ok: true, stale: [] });
  const openPaths = [
    '/healthz',
    '/.well-known/vectorgate',
    '/api/v1/openapi.json',
    '/oauth/.well-known/openid-configuration',
    '/oauth/jwks',
    '/sign-out',
  ];
  await tryAll(context, 'Strangers: a name to sign in at, whether it is well, and nothing more', [
    ...strangers.map(([name, headers]) =>
      attack(
        `/metrics ${name}`,
        () => ask('/metrics', headers),
        ({ status }) => status !== 403,
      ),
    ),
    ...strangers.map(([name, headers]) =>
      attack(
        `/healthz ${name}: why, and which files`,
        () => ask('/healthz', headers),
        ({ status, text }) => status !== 200 || /stale|reason/.test(text),
      ),
    ),
    ...openPaths.map((path) =>
      attack(
        path,
        () => ask(path, { host: 'gate.example.com' }),
        ({ status, text }) => status !== 200 || /"d":/.test(text),
      ),
    ),
    ...[
      '/',
      '/favicon.ico',
      '/robots.txt',
      '/.git/config',
      '/.env',
      '/server-status',
      '/debug',
      '/api',
      '/api/v1',
      '/metrics/',
      '/healthz/x',
      '/vectorgate.yaml',
      '/data/sign-in.sqlite',
      '/%2e%2e/%2e%2e/etc/passwd',
    ].map((path) =>
      attack(
        path,
        () => ask(path, { host: 'gate.example.com' }),
        ({ status }) => status !== 404 && status !== 403,
      ),
    ),
  ]);
});

test('metrics with a token for them', async (context) => {
  const text = await readFile(world.configurationFile, 'utf8');
  await writeFile(
    world.configurationFile,
    `${text}metrics: { token: { env: VECTORGATE_ATTACKED_SCRAPE_TOKEN } }\n`,
  );
  await world.restart();
  const ana = await world.signIn('ana');
  const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });
  for (const headers of [bearer(scrapeToken), { ...bearer(scrapeToken), host: 'gate.example.com' }])
    assert.equal((await ask('/metrics', headers)).status, 200, 'who has it sees metrics, from wherever');
  const shown: readonly (readonly [string, string, Headers])[] = [
    ['nothing, on this very machine', '', {}],
    ['nothing, in its header', '', bearer('')],
    ['another token', '', bearer('x')],
    ['it in capitals', '', bearer(scrapeToken.toUpperCase())],
    ['it cut short', '', bearer(scrapeToken.slice(0, -1))],
    ['it with a letter more', '', bearer(`${scrapeToken}x`)],
    ['it twice', '', bearer(`${scrapeToken},${scrapeToken}`)],
    [
      'it by the basic scheme',
      '',
      { authorization: `Basic ${Buffer.from(`x:${scrapeToken}`).toString('base64')}` },
    ],
    ['it without a scheme', '', { authorization: scrapeToken }],
    ['it in a cookie', '', { cookie: `token=${scrapeToken}` }],
    ['it in the address', `?token=${scrapeToken}`, {}],
    ['a person’s access token', '', bearer(ana.accessToken)],
    ['a workload’s access token', '', bearer(await world.workload('ingest'))],
  ];
  await tryAll(context, 'Metrics: to who has the token for them', [
    ...shown.map(([name, query, headers]) =>
      attack(
        name,
        () => ask(`/metrics${query}`, headers),
        ({ status }) => status !== 401,
      ),
    ),
    attack(
      'the token for metrics at the API',
      () => ask('/api/v1/me', bearer(scrapeToken)),
      ({ status }) => status !== 401,
    ),
    attack(
      'the token for metrics at the API’s records',
      () => ask('/api/v1/records?all=1', bearer(scrapeToken)),
      ({ status }) => status !== 401,
    ),
  ]);
});
