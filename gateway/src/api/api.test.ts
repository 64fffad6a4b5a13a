import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { TestBrowser } from '../identity/testing/test-browser.ts';
import { ConnectionsSchema, ErrorSchema, HealthSchema, MeSchema, WellKnownSchema } from './api-schemas.ts';
import { PolicyFilesSchema, PolicySchema } from './policy-schemas.ts';
import { ofAna, TestApi } from './testing/test-api.ts';

const api = new TestApi();
before(() => api.start());
after(() => api.close());
const { get } = api;

/** Without narrowing: the tests look at more than schemas say. */
const fits = (schema: TSchema, value: unknown): void =>
  assert.ok(Check(schema, value), JSON.stringify(value));

test('discovery, health and metrics ask for no sign-in and hold no personal data', async () => {
  const found = await get('/.well-known/vectorgate');
  fits(WellKnownSchema, found.body);
  assert.deepEqual(found.body.governed, [
    { name: 'chroma.internal:8000', connection: 'insights', store: 'chroma' },
  ]);
  assert.equal(found.body.issuer, `${api.world.controlUrl}/oauth`);
  fits(HealthSchema, (await get('/healthz')).body);
  api.recording = { ok: false, reason: 'the disk is full' };
  const sick = await get('/healthz');
  assert.equal(sick.status, 503);
  assert.equal(sick.body.recording.reason, 'the disk is full');
  api.recording = { ok: true };
  api.metrics.observe({
    connection: 'insights',
    classes: ['schema', 'delete-bulk'],
    effect: 'deny',
    code: 'no-permit',
    milliseconds: 4,
  });
  const { text } = await get('/metrics');
  assert.match(text, /vectorgate_requests_total\{connection="insights",effect="deny",code="no-permit"\} 1/);
  assert.match(
    text,
    /vectorgate_operations_total\{connection="insights",class="delete-bulk",effect="deny"\} 1/,
  );
  assert.match(
    text,
    /vectorgate_request_duration_seconds_bucket\{connection="insights",effect="deny",le="0.005"\} 1/,
  );
});

test('without a token that counts: 401 with what to do, never a stack', async () => {
  for (const who of [undefined, 'x', `${api.tokens.ana}=`]) {
    const answer = await get('/api/v1/me', who);
    assert.equal(answer.status, 401);
    fits(ErrorSchema, answer.body);
    assert.equal(answer.headers.get('www-authenticate'), 'Bearer');
  }
  assert.equal((await get(`/api/v1/me?access_token=${api.tokens.ana}`)).status, 401);
});

test('me: people with their sign-in’s end, workloads without', async () => {
  const ana = await get('/api/v1/me', 'ana');
  fits(MeSchema, ana.body);
  assert.deepEqual(ana.body.identity, {
    issuer: 'people',
    kind: 'person',
    subject: 'ana',
    name: 'Ana Ruiz',
    groups: ['analysts'],
  });
  assert.ok(Date.parse(ana.body.session.expires) > Date.now() + 11 * 3_600_000);
  assert.deepEqual([ana.body.reviewer, ana.body.reviews, ana.body.policyReader], [false, [], false]);
  const rita = await get('/api/v1/me', 'rita');
  assert.deepEqual(
    [rita.body.reviewer, rita.body.reviews, rita.body.policyReader],
    [true, ['insights'], true],
  );
  const pipeline = await get('/api/v1/me', 'pipeline');
  assert.equal(pipeline.body.identity.kind, 'service');
  assert.equal(pipeline.body.session, null);
});

test('connections and policy; errors of policy files for policy readers alone', async () => {
  fits(ConnectionsSchema, (await get('/api/v1/connections', 'ana')).body);
  const ana = await get('/api/v1/policy', 'ana');
  fits(PolicySchema, ana.body);
  assert.equal(ana.body.ok, false);
  assert.ok(!ana.text.includes('a.policy.yaml'));
  const rita = await get('/api/v1/policy', 'rita');
  fits(PolicySchema, rita.body);
  assert.equal(rita.body.errors[0].file, 'a.policy.yaml');
});

test('the policies themselves are for policy readers', async () => {
  const rita = await get('/api/v1/policy/files', 'rita');
  fits(PolicyFilesSchema, rita.body);
  assert.deepEqual(rita.body, { digest: 'abc', files: [{ path: 'a.policy.yaml', text: 'kind: Policy' }] });
  assert.equal((await get('/api/v1/policy/files', 'ana')).status, 403);
});

test('what cannot be read is refused: unknown, doubled and wrong parameters, other methods and addresses', async () => {
  for (const path of [
    '/api/v1/sessions?limit=0',
    '/api/v1/sessions?limit=201',
    '/api/v1/sessions?limit=1e2',
    '/api/v1/sessions?limit=5&limit=6',
    '/api/v1/sessions?al=1',
    '/api/v1/sessions?all=true',
    '/api/v1/me?x=1',
    '/api/v1/records?effect=guard',
    `/api/v1/sessions?cursor=${'x'.repeat(300)}`,
  ]) {
    const answer = await get(path, 'rita');
    assert.equal(answer.status, 400, path);
    fits(ErrorSchema, answer.body);
  }
  assert.equal((await get('/api/v1/sessions', 'ana', { method: 'DELETE' })).status, 405);
  assert.equal((await get('/api/v1/me', 'ana', { method: 'POST', body: 'x'.repeat(100_000) })).status, 405);
  for (const path of [
    '/',
    '/api/v1/',
    '/api/v2/me',
    '/api/v1/sessions/%E0%A4%A',
    '/api/v1/sessions/..%2f..',
  ]) {
    const answer = await get(path, 'ana');
    assert.ok([400, 404].includes(answer.status), path);
    fits(ErrorSchema, answer.body);
  }
});

test('answers are not cached, framed or shared with other origins, and do not name the server', async () => {
  const { headers } = await get('/api/v1/connections', 'ana', { method: 'GET' });
  assert.equal(headers.get('cache-control'), 'no-store');
  assert.equal(headers.get('access-control-allow-origin'), null);
  assert.equal(headers.get('x-powered-by'), null);
  const preflight = await fetch(`${api.world.controlUrl}/api/v1/me`, {
    method: 'OPTIONS',
    headers: { origin: 'https://evil.example', 'access-control-request-method': 'GET' },
  });
  assert.equal(preflight.headers.get('access-control-allow-origin'), null);
  const face = await fetch(`${api.world.controlUrl}/oauth/token`, {
    method: 'OPTIONS',
    headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
  });
  assert.notEqual(face.headers.get('access-control-allow-origin'), 'https://evil.example');
});

test('the description names every route, and a signed-out person gets no more than that', async () => {
  const { body } = await get('/api/v1/openapi.json');
  const described = Object.entries<{ get?: { security?: unknown[] } }>(body.paths);
  const open = described.filter(([, { get: read }]) => read?.security?.length === 0).map(([path]) => path);
  assert.deepEqual(open, ['/.well-known/vectorgate', '/healthz', '/metrics']);
  const closed = described.map(([path]) => path).filter((path) => !open.includes(path));
  assert.deepEqual(closed, [
    '/me',
    '/connections',
    '/policy',
    '/policy/files',
    '/policy/revisions',
    '/policy/revisions/{id}',
    '/policy/canary',
    '/policy/canary/stop',
    '/catalogue',
    '/catalogue/details',
    '/catalogue/people',
    '/sessions',
    '/sessions/{id}',
    '/sessions/{id}/forget',
    '/sessions/{id}/notes',
    '/records',
    '/records/facets',
    '/records/summary',
    '/records/asked',
    '/records/{id}/today',
    '/sessions/{id}/export',
    '/records/export',
    '/records/{id}',
  ]);
  for (const path of closed)
    assert.equal(
      (
        await get(`/api/v1${path.replace('{id}', ofAna.id)}`, undefined, {
          method: body.paths[path].get ? 'GET' : 'POST',
        })
      ).status,
      401,
    );
  for (const path of open) assert.equal((await get(path)).status, 200);
});

test('a page that does not exist among ours is told without a stack', async () => {
  const arrived = await new TestBrowser().go(
    `${api.world.controlUrl}/sign-in/nothing-begun-here`,
    () => false,
  );
  assert.equal(arrived.status, 400);
  assert.ok(!/at .*\.(ts|js):\d/.test(arrived.text));
});

test('where nobody publishes, who would start or end a canary is told how else to find out what policies would do', async () => {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
  for (const path of ['/api/v1/policy/canary', '/api/v1/policy/canary/stop']) {
    const refused = await get(path, 'rita', post);
    assert.equal(refused.status, 403);
    assert.match(refused.body.error.message, /nobody publishes to this gateway/);
    assert.match(refused.body.error.next, /vectorgate policy replay.*mode: monitor/);
  }
});
