import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { policyOf, reviewersLook } from '../harness/policies.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { startWorld, type World } from '../harness/world.ts';

type Caller = 'nobody' | 'own' | 'other' | 'outsider' | 'reviewer' | 'service';
const callers: readonly Caller[] = ['nobody', 'own', 'other', 'outsider', 'reviewer', 'service'];

let world: World;
const tokens: Partial<Record<Caller, string>> = {};
/** Ana's session, and a record of hers on each collection. */
let session = '';
const records: Record<string, string> = {};

before(async () => {
  world = await startWorld({
    policies: {
      main: policyOf(
        reviewersLook(),
        [
          'people-read',
          'effect: allow, principals: { groups: [analysts, data-owners, reviewers] }, resources: { connections: [insights] }, operations: [read]',
        ],
        [
          'mail-is-masked',
          'effect: guard, principals: { except: { groups: [analysts] } }, resources: { collections: [cases] }, mask: [{ fields: [email], method: redact }, { fields: [$document], detectors: [phone], method: redact }]',
        ],
        [
          'not-for-reviewers',
          'effect: deny, principals: { groups: [reviewers] }, resources: { collections: [payroll] }, operations: [read]',
        ],
        [
          'nobody-reviews',
          'effect: deny, principals: { groups: [reviewers] }, resources: { collections: [hidden] }',
        ],
      ),
    },
  });
  const ids: Record<string, string> = {};
  for (const name of ['cases', 'payroll', 'docs', 'hidden']) {
    ids[name] = await makeCollection(world.chroma.url, name, {
      ids: ['1'],
      embeddings: [[1, 0]],
      documents: ['call +1 415 555 0173 about the blender'],
      metadatas: [{ email: 'ana@acme.example', product: 'blender' }],
    });
  }
  const people = { own: 'ana', other: 'omar', outsider: 'ola', reviewer: 'rita' } as const;
  for (const [caller, login] of Object.entries(people) as [Caller, string][])
    tokens[caller] = (await world.signIn(login)).accessToken;
  // A service that calls itself a reviewer is none: a bare name of a group in a rule is one of the people’s.
  tokens.service = await world.workload('ana', { groups: ['reviewers'] });
  const get = (caller: Caller, name: string): Promise<Response> =>
    world.call(
      tokens[caller],
      'POST',
      `${collections}/${ids[name]}/get`,
      { limit: 1, where: { email: 'ana@acme.example' } },
      { 'vectorgate-session': 'the-kernel-of-ana' },
    );
  for (const name of Object.keys(ids)) {
    const response = await get('own', name);
    assert.equal(response.status, 200, await response.clone().text());
    records[name] = response.headers.get('vectorgate-decision') ?? '';
  }
  const record = await world.api(tokens.own, `/api/v1/records/${records.cases}`);
  session = ((await record.json()) as { header: { session: string } }).header.session;
  // Everybody else leaves a trace too, so that lists have something to leave out.
  for (const caller of ['other', 'outsider', 'reviewer', 'service'] as const) await get(caller, 'docs');
});
after(() => world?.close());

/** Expected status of each route for each caller, in the order of `callers`. */
const routes: readonly (readonly [path: () => string, statuses: readonly number[]])[] = [
  [() => '/api/v1/me', [401, 200, 200, 200, 200, 200]],
  [() => '/api/v1/connections', [401, 200, 200, 200, 200, 200]],
  [() => '/api/v1/policy', [401, 200, 200, 200, 200, 200]],
  [() => '/api/v1/sessions', [401, 200, 200, 200, 200, 200]],
  [() => '/api/v1/sessions?all=1', [401, 403, 403, 403, 200, 403]],
  [() => `/api/v1/sessions/${session}`, [401, 200, 404, 404, 200, 404]],
  [() => '/api/v1/sessions/01JD8Z6Q4MX3V7H2K9RBT5WYCN', [401, 404, 404, 404, 404, 404]],
  [() => '/api/v1/sessions/no-ulid', [401, 404, 404, 404, 404, 404]],
  [() => '/api/v1/records', [401, 200, 200, 200, 200, 200]],
  [() => '/api/v1/records?all=1', [401, 403, 403, 403, 200, 403]],
  [() => '/api/v1/records?limit=0', [401, 400, 400, 400, 400, 400]],
  [() => '/api/v1/records?who=ana', [401, 400, 400, 400, 400, 400]],
  [() => `/api/v1/records/${records.cases}`, [401, 200, 404, 404, 200, 404]],
  [() => `/api/v1/records/${records.cases}/today`, [401, 200, 404, 404, 200, 404]],
  [() => `/api/v1/sessions/${session}/notes`, [401, 403, 404, 404, 200, 404]],
  [() => '/api/v1/nothing', [404, 404, 404, 404, 404, 404]],
  [() => '/api/v1/openapi.json', [200, 200, 200, 200, 200, 200]],
  [() => '/.well-known/vectorgate', [200, 200, 200, 200, 200, 200]],
  [() => '/healthz', [200, 200, 200, 200, 200, 200]],
  [() => '/metrics', [200, 200, 200, 200, 200, 200]],
];

test('each route answers each caller as it must: nobody, own, other, outsider, reviewer, service', async () => {
  const seen: Record<string, readonly number[]> = {};
  const expected: Record<string, readonly number[]> = {};
  for (const [path, statuses] of routes) {
    expected[path()] = statuses;
    seen[path()] = await Promise.all(
      callers.map(async (caller) => {
        const response = await world.api(tokens[caller], path());
        const text = await response.text();
        if (response.status >= 400) {
          const { error } = JSON.parse(text) as { error: Record<string, string> };
          assert.ok(error.code && error.message && error.next, `${path()}: ${text}`);
        }
        return response.status;
      }),
    );
  }
  assert.deepEqual(seen, expected);
});

const json = async (caller: Caller, path: string): Promise<Record<string, unknown>> =>
  (await (await world.api(tokens[caller], path)).json()) as Record<string, unknown>;
interface Summary {
  readonly who: { readonly issuer: string; readonly subject: string };
}
const subjects = (sessions: unknown): readonly string[] =>
  [...new Set((sessions as Summary[]).map(({ who }) => `${who.issuer}:${who.subject}`))].sort();

test('lists hold one’s own, and everybody’s only for reviewers who ask', async () => {
  const own: Partial<Record<Caller, string>> = {
    own: 'people:ana',
    other: 'people:omar',
    outsider: 'people:ola',
    reviewer: 'people:rita',
    service: 'ci:ana',
  };
  for (const [caller, name] of Object.entries(own) as [Caller, string][]) {
    const { sessions } = await json(caller, '/api/v1/sessions');
    assert.deepEqual(subjects(sessions), [name], caller);
    const listed = (await json(caller, '/api/v1/records')).records;
    assert.deepEqual(subjects(listed), [name], caller);
  }
  const everybody = Object.values(own).sort();
  assert.deepEqual(subjects((await json('reviewer', '/api/v1/sessions?all=1')).sessions), everybody);
  assert.deepEqual(subjects((await json('reviewer', '/api/v1/records?all=1')).records), everybody);
  // What the outsider has are refusals, and nothing of what was asked for.
  const { records: refused } = (await json('outsider', '/api/v1/records')) as {
    records: { outcome: string }[];
  };
  assert.deepEqual([...new Set(refused.map(({ outcome }) => outcome))], ['refused']);
});

test('a record is shown under the guards of whoever reads it', async () => {
  const owns = JSON.stringify(await json('own', `/api/v1/records/${records.cases}`));
  assert.match(owns, /ana@acme\.example/);
  assert.match(owns, /\+1 415 555 0173/);

  const reviewed = await json('reviewer', `/api/v1/records/${records.cases}`);
  const text = JSON.stringify(reviewed);
  assert.doesNotMatch(text, /ana@acme|415 555/);
  assert.match(JSON.stringify(reviewed.response), /«redacted».*blender|blender.*«redacted»/);
  assert.match(JSON.stringify(reviewed.response), /call «phone» about the blender/);
  assert.equal(reviewed.request, null);
  assert.match(JSON.stringify(reviewed.operations), /"field":"email","test":"eq","value":"«redacted»"/);
  assert.deepEqual(
    (reviewed.withheld as { part: string }[]).map(({ part }) => part),
    ['request'],
  );

  const closed = await json('reviewer', `/api/v1/records/${records.payroll}`);
  assert.doesNotMatch(JSON.stringify(closed), /ana@acme|415 555|blender/);
  assert.deepEqual([closed.operations, closed.request, closed.response], [null, null, null]);
  assert.match(JSON.stringify(closed.withheld), /A rule closes this collection to you/);

  const hidden = await world.api(tokens.reviewer, `/api/v1/records/${records.hidden}`);
  assert.equal(hidden.status, 404);

  const open = await json('reviewer', `/api/v1/records/${records.docs}`);
  assert.match(JSON.stringify(open.response), /ana@acme\.example/);
  assert.deepEqual(open.withheld, []);
});

test('files and lines of rules are shown to policy readers alone', async () => {
  const places = /main\.policy\.yaml/;
  for (const path of [`/api/v1/records/${records.cases}`, `/api/v1/sessions/${session}`, '/api/v1/records']) {
    assert.doesNotMatch(JSON.stringify(await json('own', path)), places, path);
    assert.match(JSON.stringify(await json('reviewer', path)), places, path);
  }
});

test('whoever was made a reviewer or is one no more sees so with the next token', async () => {
  world.people.setGroups('ola', ['reviewers']);
  const made = (await world.signIn('ola')).accessToken;
  assert.equal((await world.api(made, '/api/v1/sessions?all=1')).status, 200);
  world.people.setGroups('ola', []);
  const unmade = (await world.signIn('ola')).accessToken;
  assert.equal((await world.api(unmade, '/api/v1/sessions?all=1')).status, 403);
});

test('metrics and discovery tell nothing about persons or data', async () => {
  const metrics = await (await world.api(undefined, '/metrics')).text();
  assert.match(metrics, /vectorgate_requests_total\{.*connection="insights".*\} \d/);
  const told = `${metrics}${JSON.stringify(await json('nobody', '/.well-known/vectorgate'))}`;
  assert.doesNotMatch(told, /ana|omar|rita|acme|cases|payroll/);
});
