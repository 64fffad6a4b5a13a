import assert from 'node:assert/strict';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { freePort } from '../../demo/src/processes/free-port.ts';
import { capturedLog } from '../harness/captured-log.ts';
import { type RunningNginx, startNginx } from '../harness/nginx.ts';
import { allowEverything } from '../harness/policies.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { until } from '../harness/until.ts';
import { startWorld, type World } from '../harness/world.ts';

/** Each store that demands the key in its own way: how it looks for it, and what the gateway's configuration says. */
const schemes = {
  header: {
    demands: (key: string) => `if ($http_x_chroma_token != "${key}") { return 401; }`,
    credential: '{ header: X-Chroma-Token, secret: { file: ./store.key } }',
    sends: (key: string) => ({ 'x-chroma-token': key }),
  },
  bearer: {
    demands: (key: string) => `if ($http_authorization != "Bearer ${key}") { return 401; }`,
    credential: '{ scheme: bearer, secret: { file: ./store.key } }',
    sends: (key: string) => ({ authorization: `Bearer ${key}` }),
  },
  basic: {
    demands: (_key: string, users: string) => `auth_basic store; auth_basic_user_file ${users};`,
    credential: '{ scheme: basic, user: vectorgate, secret: { file: ./store.key } }',
    sends: (key: string) => ({
      authorization: `Basic ${Buffer.from(`vectorgate:${key}`).toString('base64')}`,
    }),
  },
} as const;
type Scheme = keyof typeof schemes;
const names = Object.keys(schemes) as Scheme[];

const log = capturedLog();
const firstKey = 'first+key/of<the>store=';
const secondKey = 'second+key/of<the>store=';
const used: string[] = [firstKey];
const ports = new Map<Scheme, number>();
let world: World;
let nginx: RunningNginx;
let token: string;
/** The configuration with the credential left open. */
let written: string;

/** Routes of Chroma's on which this nginx sends back what it was sent, with a good answer and with errors. */
const echo = '$http_x_chroma_token $http_authorization';
const echoes = `
  location = /api/v2/version { default_type application/json; add_header x-seen "${echo}"; add_header chroma-trace-id "${echo}"; return 200 '"${echo}"'; }
  location = /api/v2/heartbeat { default_type application/json; add_header chroma-trace-id "${echo}" always; return 500 '{"error":"InternalError","message":"${echo}"}'; }
  location = /api/v2/pre-flight-checks { default_type text/html; return 404 '<p>No place here for ${echo}</p>'; }`;

const servers = (key: string, chroma: string, users: string, extra = ''): string =>
  names
    .map(
      (name) => `server { listen 127.0.0.1:${ports.get(name)}; ${schemes[name].demands(key, users)}
${echoes}${extra}
  location / { proxy_pass ${chroma}; } }`,
    )
    .join('\n');

async function placeKey(folder: string, key: string): Promise<void> {
  await writeFile(join(folder, 'store.new'), key, { mode: 0o600 });
  await rename(join(folder, 'store.new'), join(folder, 'store.key'));
}
/** What nginx is told of the key. */
const placeUsers = (folder: string, key: string): Promise<void> =>
  writeFile(join(folder, 'users'), `vectorgate:{PLAIN}${key}\n`);

before(async () => {
  for (const name of names) ports.set(name, await freePort());
  world = await startWorld({
    policies: { everything: allowEverything('ci:caller') },
    logger: log.logger,
    gateway: false,
  });
  await placeKey(world.folder, firstKey);
  await placeUsers(world.folder, firstKey);
  written = await readFile(world.configurationFile, 'utf8');
  nginx = await startNginx(
    join(world.folder, 'nginx'),
    [...ports.values()],
    servers(firstKey, world.chroma.url, join(world.folder, 'users')),
  );
  await makeCollection(world.chroma.url, 'notes', {
    ids: ['0'],
    embeddings: [[1, 0]],
    documents: ['made up'],
  });
  token = await world.workload('caller');
});
after(async () => {
  await world?.gateway?.close();
  await nginx?.close();
  await world?.close();
});

/** Starts the gateway before one of the stores. */
async function gateTo(name: Scheme): Promise<void> {
  const text = written
    .replace(/address: http:\S+/, `address: http://127.0.0.1:${ports.get(name)}`)
    .replace('mode: enforce', `mode: enforce\n    credential: ${schemes[name].credential}`);
  assert.notEqual(text, written);
  await writeFile(world.configurationFile, text);
  await world.restart();
}

const list = (): Promise<Response> => world.call(token, 'GET', collections);

/** Every way of writing a key that a reader could turn back into it. */
const forms = (key: string): readonly string[] => [
  key,
  encodeURIComponent(key),
  JSON.stringify(key).slice(1, -1),
  key.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  Buffer.from(`vectorgate:${key}`).toString('base64'),
  Buffer.from(key).toString('base64'),
];
const holds = (text: string): boolean => used.flatMap(forms).some((form) => text.includes(form));
const told = async (answer: Response): Promise<string> =>
  `${[...answer.headers].join('\n')}\n${await answer.text()}`;

const quoting = ['/api/v2/version', '/api/v2/heartbeat', '/api/v2/pre-flight-checks'];

for (const name of names) {
  test(`invariant 5: a key demanded as ${name} is injected, and no echo of it reaches the caller`, async () => {
    const direct = `http://127.0.0.1:${ports.get(name)}`;
    assert.equal((await fetch(`${direct}${collections}`)).status, 401, 'the control: the store demands it');
    for (const path of quoting) {
      const answer = await fetch(`${direct}${path}`, { headers: schemes[name].sends(firstKey) });
      assert.ok(holds(await told(answer)), `the control: ${path} gives it away`);
    }
    log.lines.length = 0;
    await gateTo(name);
    const listed = await list();
    assert.equal(listed.status, 200);
    assert.match(await listed.clone().text(), /"notes"/);
    assert.ok(!holds(await told(listed)));
    // The caller's own attempts to show the store something reach nobody.
    const attempts = { authorization: 'Bearer of-the-caller', 'x-chroma-token': 'of-the-caller' };
    assert.equal((await world.call(token, 'GET', collections, undefined, attempts)).status, 200);
    for (const path of quoting) {
      const answer = await world.call(token, 'GET', path);
      const decision = answer.headers.get('vectorgate-decision') ?? '';
      const seen = await told(answer);
      assert.match(seen, /«credential»/, `${path}: the echo came this far`);
      assert.ok(!holds(seen), `${path}: ${seen}`);
      assert.ok(!holds(await (await world.api(token, `/api/v1/records/${decision}`)).text()), path);
    }
    for (const path of ['/metrics', '/healthz', '/api/v1/connections', '/.well-known/vectorgate'])
      assert.ok(!holds(await (await world.api(token, path)).text()), path);
    assert.ok(log.lines.length > 0 && !holds(log.lines.join('')), 'the log');
  });
}

test('a key that is renewed in its file is used without a restart, and neither is told', async () => {
  await gateTo('header');
  const direct = `http://127.0.0.1:${ports.get('header')}${collections}`;
  log.lines.length = 0;
  assert.equal((await list()).status, 200);

  await placeUsers(world.folder, secondKey);
  // An answer that quotes the key of before, as one that was on its way does.
  const late = `location = /api/v2/auth/identity { default_type application/json; return 200 '{"user_id":"${firstKey}","tenant":"","databases":[]}'; }`;
  await nginx.restart(servers(secondKey, world.chroma.url, join(world.folder, 'users'), late));
  used.push(secondKey);
  assert.equal((await fetch(direct, { headers: { 'x-chroma-token': firstKey } })).status, 401);
  const refused = await list();
  assert.equal(refused.status, 503, 'the control: the store takes the key of before no more');
  assert.match(await refused.text(), /does not let the gateway in/);

  await placeKey(world.folder, secondKey);
  await until('the new key is shown', async () => (await list()).status === 200);
  const quoted = await told(await world.call(token, 'GET', '/api/v2/auth/identity'));
  assert.match(quoted, /«credential»/);
  assert.ok(!holds(quoted));

  // What no header can carry, or nothing at all, changes nothing.
  for (const bad of ['two\nlines', '']) {
    await placeKey(world.folder, bad);
    const stale = async (): Promise<boolean> =>
      (await (await world.api(undefined, '/healthz')).text()).includes('connections.insights.credential');
    await until('it is noticed', stale);
    assert.equal((await list()).status, 200);
    await placeKey(world.folder, secondKey);
    await until('it is mended', async () => !(await stale()));
  }
  assert.ok(log.lines.some((line) => line.includes('connections.insights.credential: read again, in force')));
  assert.ok(!holds(log.lines.join('')), 'the log');
});
