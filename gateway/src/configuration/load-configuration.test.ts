import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { ConfigurationError } from './configuration-error.ts';
import { parseConfiguration } from './load-configuration.ts';

const good = `listeners:
  data: { port: 8443 }
  control: { port: 8444 }
connections:
  - name: insights
    store: chroma
    address: http://127.0.0.1:8000/
    knownAs: [Chroma.internal:8000]
issuers:
  - name: people
    issuer: https://login.example.com
    signIn: { clientId: vectorgate }
    claims: { tenant: string }
    groups: { claim: groups, complete: true }
policies: ./policies
data: ./data
masterKey: { file: ./master.key }
`;

test('defaults are filled in and paths resolved against the file', () => {
  const configuration = parseConfiguration(good, '/etc/vectorgate/vectorgate.yaml');
  assert.equal(configuration.policies, '/etc/vectorgate/policies');
  assert.equal(configuration.connections[0]?.mode, 'enforce');
  assert.equal(configuration.connections[0]?.address, 'http://127.0.0.1:8000');
  assert.deepEqual(configuration.connections[0]?.knownAs, ['chroma.internal:8000']);
  assert.equal(configuration.limits.accessTokenSeconds, 300);
  assert.deepEqual(configuration.masterKey, { file: '/etc/vectorgate/master.key' });
});

test('Qdrant’s second port has an address and names of its own', () => {
  const text = good
    .replace('store: chroma', 'store: qdrant')
    .replace(
      'issuers:',
      '    grpc: { address: http://127.0.0.1:6334/, knownAs: [Qdrant.internal:6334] }\nissuers:',
    );
  assert.deepEqual(parseConfiguration(text, '/etc/v.yaml').connections[0]?.grpc, {
    address: 'http://127.0.0.1:6334',
    knownAs: ['qdrant.internal:6334'],
  });
});

test('a branch is looked at as often as a timer can count; what is rarer is told with its place', () => {
  const every = (time: string) =>
    parseConfiguration(
      good.replace(
        'policies: ./policies',
        `policy: { git: { repository: ./policies.git, branch: main, every: ${time} } }`,
      ),
      '/etc/v.yaml',
    ).policy.git?.everySeconds;
  assert.deepEqual(['30s', '999999s', '9999m', '99h'].map(every), [30, 999_999, 599_940, 356_400]);
  for (const time of ['0s', '1000000s', '40000m', '597h', '999999h', '1d'])
    assert.throws(
      () => every(time),
      (error: unknown) => {
        assert.ok(error instanceof ConfigurationError);
        assert.match(error.message, /policy\.git\.every.*\n.*at most 999999s, 9999m or 99h\./);
        return true;
      },
      time,
    );
});

test('how records are kept and signed has defaults, and paths of its own', () => {
  const { records, custodians } = parseConfiguration(good, '/etc/vectorgate/vectorgate.yaml');
  assert.deepEqual(records, { checkpoints: { everyRecords: 10_000, everySeconds: 30 } });
  assert.deepEqual(custodians, { groups: [] });
  const written = `${good}custodians: { groups: [dpo] }
records:
  retentionDays: 90
  checkpoints: { signingKey: { file: ./s.key }, previousSigningKey: { env: OLD }, everyRecords: 5, everySeconds: 2, publish: ../p }
`;
  const told = parseConfiguration(written, '/etc/vectorgate/vectorgate.yaml');
  assert.deepEqual(told.custodians, { groups: ['dpo'] });
  assert.deepEqual(told.records, {
    retentionDays: 90,
    checkpoints: {
      signingKey: { file: '/etc/vectorgate/s.key' },
      previousSigningKey: { env: 'OLD' },
      everyRecords: 5,
      everySeconds: 2,
      publish: '/etc/p',
    },
  });
});

const withCredential = (credential: string): string =>
  good.replace('store: chroma', `store: chroma\n    credential: ${credential}`);

test('a credential says where its secret stands', () => {
  const shown = (credential: string): unknown =>
    parseConfiguration(withCredential(credential), '/etc/v.yaml').connections[0]?.credential;
  const secret = { env: 'KEY' };
  assert.deepEqual(shown('{ secret: { env: KEY } }'), { header: 'authorization', prefix: '', secret });
  assert.deepEqual(shown('{ header: X-Key, prefix: "Token ", secret: { env: KEY } }'), {
    header: 'x-key',
    prefix: 'Token ',
    secret,
  });
  const standard = { header: 'authorization', prefix: 'Bearer ', secret };
  assert.deepEqual(shown('{ scheme: bearer, secret: { env: KEY } }'), standard);
  assert.deepEqual(shown('{ scheme: basic, user: gate, secret: { env: KEY } }'), {
    ...standard,
    prefix: 'Basic ',
    user: 'gate',
  });
});

const withCollector = (collector: string): string => `${good}records:\n  openTelemetry: ${collector}\n`;
const withRepository = (repository: string): string =>
  good.replace(
    'policies: ./policies',
    `policy:\n  git: { branch: main, repository: ${JSON.stringify(repository)} }`,
  );

test('secrets in headers go to a collector of logs over https, or to this machine', () => {
  const authorization = 'headers: { authorization: { env: KEY } }';
  for (const collector of [
    `{ url: "https://collector.example/v1/logs", ${authorization} }`,
    `{ url: "http://127.0.0.1:4318/v1/logs", ${authorization} }`,
    `{ url: "http://[::1]:4318/v1/logs", ${authorization} }`,
    `{ url: "http://localhost:4318/v1/logs", ${authorization} }`,
    '{ url: "http://collector.example:4318/v1/logs" }',
  ])
    parseConfiguration(withCollector(collector), '/etc/v.yaml');
});

test('the branch that runs beside the one in force is another one, by a name that a branch can have', () => {
  const withCanary = (canary: string) =>
    parseConfiguration(
      good.replace(
        'policies: ./policies',
        `policy: { git: { repository: ./p.git, branch: main, canary: ${canary} } }`,
      ),
      '/etc/v.yaml',
    ).policy.git?.canary;
  assert.equal(withCanary('trials/next'), 'trials/next');
  for (const [canary, message] of [
    ['main', /is that one\.\n +Name another branch/],
    ['next..main', /No branch can be called so/],
    ['--upload-pack=x', /policy\.git\.canary/],
  ] as const)
    assert.throws(() => withCanary(canary), { message }, canary);
});

test('a repository has an address without a secret, and no text tells one', () => {
  for (const repository of [
    'https://github.com/acme/policies.git',
    'https://github.com/acme/@scope/policies',
    'git@github.com:acme/policies.git',
    'ssh://git@github.com/acme/policies.git',
    './policies',
  ])
    parseConfiguration(withRepository(repository), '/etc/v.yaml');
  for (const repository of [
    'https://ghp_canary@github.com/acme/policies.git',
    'https://ghp_canary:@github.com/acme/policies.git',
    'https://x:ghp_canary@github.com/acme/policies.git',
    'HTTPS://ghp_canary@github.com/acme/policies.git',
    'http://ghp_canary@github.com/acme/policies.git',
    'https:ghp_canary@github.com/acme/policies.git',
    ' https://ghp_canary@github.com/acme/policies.git',
    'ssh://git:ghp_canary@github.com/acme/policies.git',
  ])
    assert.throws(
      () => parseConfiguration(withRepository(repository), 'v.yaml'),
      ({ message }: Error) => {
        assert.match(message, /v\.yaml:16:\d+ {2}A user name or a password stands in the address/);
        assert.match(message, /git’s own credential helper/);
        return !message.includes('canary');
      },
      repository,
    );
});

/** What is broken, the edit, and what the message must name: line:column, the thing, the remedy. */
const broken: readonly (readonly [string, (text: string) => string, RegExp])[] = [
  [
    'unknown key',
    (t) => t.replace('knownAs:', 'knowAs:'),
    /v\.yaml:8:5 {2}connections\.0 has no key knowAs\.\n {4}Did you mean knownAs\?/,
  ],
  [
    'a list of reviewers, which policies have now',
    (t) => `${t}reviewers: { groups: [reviewers] }\n`,
    /v\.yaml:\d+:1 {2}reviewers is no key any more\.\n {4}Remove it\..*operations: \[review\]/,
  ],
  [
    'signing key inside the data',
    (t) => `${t}records: { checkpoints: { signingKey: { file: ./data/s.key } } }\n`,
    /The signing key lies inside the data folder\.\n {4}Keep it elsewhere/,
  ],
  [
    'checkpoints published into the data',
    (t) => `${t}records: { checkpoints: { publish: ./data/p } }\n`,
    /Checkpoints would be published into the data folder\.\n {4}Name a folder elsewhere/,
  ],
  [
    'checkpoints published to two places',
    (t) => `${t}records: { checkpoints: { publish: ../p, publishToPostgres: { env: DB } } }\n`,
    /two are named\.\n {4}Leave out publish or publishToPostgres/,
  ],
  [
    'a collector’s secrets in clear',
    () => withCollector('{ url: "http://10.0.0.5:4318/v1/logs", headers: { authorization: { env: KEY } } }'),
    /v\.yaml:19:25 .*would go to 10\.0\.0\.5:4318 in clear\.\n {4}Use https; http with headers is for loopback only\./,
  ],
  [
    'a secret in a collector’s address',
    () => withCollector('{ url: "https://key@collector.example/v1/logs" }'),
    /stands in the address of the collector of logs\.\n {4}Leave it out, and give it as a header/,
  ],
  [
    'a collector’s address that is none',
    () => withCollector('{ url: "https://" }'),
    /is not a URL\.\n {4}Write e\.g\. https:/,
  ],
  [
    'missing key',
    (t) => t.replace(/policies.*\n/, ''),
    /Nothing says where policies come from\.\n {4}Name a folder/,
  ],
  [
    'unknown store',
    (t) => t.replace('store: chroma', 'store: chrome'),
    /v\.yaml:6:12 .*\n {4}Write one of: chroma, qdrant\./,
  ],
  [
    'wrong mode',
    (t) => t.replace('store: chroma', 'store: chroma\n    mode: watch'),
    /Write one of: enforce, monitor\./,
  ],
  ['port as text', (t) => t.replace('8443', 'high'), /v\.yaml:2:17 .*\n {4}Write a value of type integer\./],
  [
    'two sign-in issuers',
    (t) =>
      t.replace(
        'policies:',
        '  - name: more\n    issuer: https://b.example.com\n    signIn: { clientId: x }\npolicies:',
      ),
    /2 issuers have signIn/,
  ],
  [
    'no sign-in issuer',
    (t) => t.replace('signIn: { clientId: vectorgate }', 'workloads: { audience: a }'),
    /0 issuers have signIn/,
  ],
  [
    'one issuer for people and for services',
    (t) => t.replace('clientId: vectorgate }', 'clientId: vectorgate }\n    workloads: { audience: a }'),
    /v\.yaml:13:16 .*people is for signIn and for workloads.*\n {4}Keep signIn here, and give workloads an issuer of their own/,
  ],
  [
    'the provider of people once more, for services',
    (t) =>
      t.replace(
        'policies:',
        '  - name: ci\n    issuer: https://login.example.com/\n    workloads: { audience: a }\npolicies:',
      ),
    /The issuer ci is the provider that people sign in with.*\n {4}Give workloads an issuer of their own/,
  ],
  [
    'an editor’s origin with more than a path',
    (t) => `${t}editorOrigins: ['https://hub.example.com/user/*']\n`,
    /is not an origin, with a path or without\.\n {4}Write e\.g\. https:/,
  ],
  ['same name twice', (t) => t.replace('[Chroma.internal:8000]', '[a:1, A:1]'), /stands twice/],
  [
    'name without a port',
    (t) => t.replace('[Chroma.internal:8000]', '[chroma.internal]'),
    /is not host:port/,
  ],
  [
    'tokens in clear',
    (t) => t.replace('{ port: 8443 }', '{ host: 0.0.0.0, port: 8443 }'),
    /would take tokens in clear/,
  ],
  ['provider in clear', (t) => t.replace('https://login', 'http://login'), /would be asked in clear/],
  ['key beside the data', (t) => t.replace('./master.key', './data/master.key'), /inside the data folder/],
  [
    'two places for a secret',
    (t) => t.replace('{ file: ./master.key }', '{ file: ./master.key, env: X }'),
    /masterKey is not a value/,
  ],
  [
    'a scheme and a header',
    () => withCredential('{ scheme: bearer, header: x-key, secret: { env: KEY } }'),
    /v\.yaml:7:35 .*has a scheme and a header\.\n {4}Remove header: the scheme bearer says/,
  ],
  [
    'a token for each request, of a store that knows none',
    () => withCredential('{ scheme: jwt-rbac, secret: { env: KEY } }'),
    /v\.yaml:7:19 .*insights has the scheme jwt-rbac, which chroma does not know\.\n {4}Use it for Qdrant/,
  ],
  [
    'a gRPC port of a store that has none',
    (t) => t.replace('issuers:', '    grpc: { address: http://a:1, knownAs: [a:1] }\nissuers:'),
    /has grpc, which the store chroma does not speak\.\n {4}Remove grpc\./,
  ],
  [
    'a gRPC port known under a name of REST’s',
    (t) =>
      t
        .replace('store: chroma', 'store: qdrant')
        .replace(
          'issuers:',
          '    grpc: { address: http://a:1, knownAs: ["CHROMA.internal:8000"] }\nissuers:',
        ),
    /The name chroma\.internal:8000 stands twice/,
  ],
  [
    'a gRPC address with a path',
    (t) =>
      t
        .replace('store: chroma', 'store: qdrant')
        .replace('issuers:', '    grpc: { address: http://a:1/x, knownAs: [a:1] }\nissuers:'),
    /has a path, which gRPC has no place for/,
  ],
  [
    'the basic scheme without a user',
    () => withCredential('{ scheme: basic, secret: { env: KEY } }'),
    /v\.yaml:7:17 .*insights lacks user\.\n {4}Add user/,
  ],
  [
    'a user that the basic scheme cannot carry',
    () => withCredential('{ scheme: basic, user: "a:b", secret: { env: KEY } }'),
    /has a colon.*\n {4}Name a user without one\./,
  ],
  [
    'a user without the basic scheme',
    () => withCredential('{ user: gate, secret: { env: KEY } }'),
    /not the scheme basic\.\n {4}Add scheme: basic\./,
  ],
  [
    'a credential where a message ends',
    () => withCredential('{ header: Content-Length, secret: { env: KEY } }'),
    /Content-Length is written by the gateway itself\.\n {4}Name the header/,
  ],
  ['duplicate key', (t) => t.replace('data: ./data', 'data: ./data\ndata: ./other'), /v\.yaml:17:1/],
  ['broken YAML', (t) => t.replace('[Chroma', '[[Chroma'), /Correct the YAML here/],
];

for (const [name, edit, expected] of broken) {
  test(`${name} is named with its place and a remedy`, () => {
    const text = edit(good);
    assert.notEqual(text, good);
    assert.throws(
      () => parseConfiguration(text, 'v.yaml'),
      (error: unknown) => {
        assert.ok(error instanceof ConfigurationError);
        assert.match(error.message, expected);
        return true;
      },
    );
  });
}

test('the example that we ship is in order', async () => {
  const file = new URL('../../vectorgate.example.yaml', import.meta.url);
  const configuration = parseConfiguration(await readFile(file, 'utf8'), '/etc/vectorgate/vectorgate.yaml');
  assert.equal(configuration.connections[0]?.credential?.header, 'x-chroma-token');
});
