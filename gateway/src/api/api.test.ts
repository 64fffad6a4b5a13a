import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { loadPolicies } from '@vectorgate/policy-schema';
import { RecordedPageSchema, TodaySchema } from '@vectorgate/policy-schema/analyse';
import { printQuery } from '@vectorgate/policy-schema/records-query';
import { pino } from 'pino';
import type { TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { StoreCatalogue } from '../catalogue/store-catalogue.ts';
import { GateError } from '../errors/gate-error.ts';
import { TestBrowser } from '../identity/testing/test-browser.ts';
import { TestIdentity, workloadAudience } from '../identity/testing/test-identity.ts';
import { RateLedger } from '../pipeline/rate-ledger.ts';
import { RefusalBudget } from '../pipeline/refusal-budget.ts';
import type { Actor } from '../sessions/evidence/own-record.ts';
import type { RecordDraft, RecordHeader } from '../sessions/record.ts';
import { RecordAccess } from '../sessions/review/record-access.ts';
import { RecordLooks } from '../sessions/review/record-looks.ts';
import { placeOf, writePlace } from '../sessions/review/recorded-place.ts';
import type { StoredRecord } from '../sessions/review/shown-record.ts';
import type { PlaceTest } from '../sessions/search/record-search.ts';
import {
  ConnectionsSchema,
  ErrorSchema,
  FacetsSchema,
  HealthSchema,
  MeSchema,
  RecordSchema,
  RecordsSchema,
  SessionSchema,
  SessionsSchema,
  SummarySchema,
  WellKnownSchema,
} from './api-schemas.ts';
import { createApi } from './create-api.ts';
import { createMetrics } from './metrics.ts';
import { PolicyFilesSchema, PolicySchema } from './policy-schemas.ts';
import type { SessionReader, SessionSummary } from './session-reader.ts';

/** Without narrowing: the tests look at more than schemas say. */
const fits = (schema: TSchema, value: unknown): void =>
  assert.ok(Check(schema, value), JSON.stringify(value));

const session = (id: string, subject: string): SessionSummary => ({
  id,
  who: { issuer: 'people', subject },
  connection: 'insights',
  store: 'chroma',
  started: '2026-11-21T09:00:00.000Z',
  ended: '2026-11-21T09:05:00.000Z',
  records: 1,
  refused: 1,
  masked: 0,
});
const rule = {
  policy: 'customer-insights',
  rule: 'analysts-read',
  file: 'secret-folder/customer.policy.yaml',
  line: 7,
};
const header = (id: string, of: SessionSummary): RecordHeader => ({
  v: 1,
  id,
  kind: 'outcome',
  session: of.id,
  time: of.started,
  who: { ...of.who, kind: 'person', groups: [] },
  client: { address: '127.0.0.1' },
  connection: of.connection,
  store: of.store,
  operations: [],
  decision: {
    effect: 'deny',
    code: 'limit-exceeded',
    rules: [rule],
    revision: { digest: 'd' },
    mode: 'enforce',
  },
  masked: [],
  changes: [],
  outcome: 'refused',
  sizes: { request: 2, response: 0 },
  parts: [],
});
const ofAna = session('01JD8Z6Q4MX3V7H2K9RBT5WYCA', 'ana');
const ofOmar = session('01JD8Z6Q4MX3V7H2K9RBT5WYCB', 'omar');
const records: StoredRecord[] = [
  header('01JD8Z6Q4MX3V7H2K9RBT5WYC1', ofAna),
  header('01JD8Z6Q4MX3V7H2K9RBT5WYC2', ofOmar),
].map((made, i) => ({
  header: made,
  parts: {
    // The second request was not understood.
    ...(i === 0 && {
      operations: Buffer.from(
        JSON.stringify({
          operations: [
            {
              store: 'chroma',
              connection: 'insights',
              name: 'collection_query',
              classes: ['search'],
              targets: [
                {
                  tenant: { is: 'one', name: 'default_tenant' },
                  database: { is: 'one', name: 'default_database' },
                  namespace: { is: 'none' },
                  collection: { is: 'one', name: 'customer-cases' },
                },
              ],
              topK: { value: 1000, name: 'n_results', given: true },
              records: 1,
              filter: { op: 'compare', field: 'tenant', test: 'eq', value: 'a value of the data' },
              references: [],
              returns: 'all',
            },
          ],
          identity: { claims: { tenant: 'acme' }, groupsComplete: true },
        }),
      ),
    }),
    decision: Buffer.from(
      JSON.stringify({
        effect: 'deny',
        what: 'search of customer-cases refused.',
        next: 'Lower n_results.',
        operations: [{ trace: [{ rule, match: 'yes' }] }],
      }),
    ),
    request: Buffer.from('{"n_results":1000}'),
  },
}));
const policies = loadPolicies({
  files: [
    {
      path: 'customer.policy.yaml',
      text: `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: customer-insights }
spec:
  rules:
    - { id: reviewers-look, effect: allow, principals: { groups: [reviewers] }, resources: { connections: [insights] }, operations: [review] }
`,
    },
  ],
});
assert.ok(policies.ok);
const policy = policies.set;
const looks: RecordDraft[] = [];

interface Asked {
  readonly issuer: string;
  readonly subject: string;
  readonly review?: PlaceTest | undefined;
}
const isSeen = ({ issuer, subject, review }: Asked, of: RecordHeader): boolean =>
  (issuer === of.who.issuer && subject === of.who.subject) || review?.(writePlace(placeOf(of))) === true;
const headerOf = ({ id }: SessionSummary): RecordHeader =>
  records.find(({ header: { session } }) => session === id)!.header;

const searched: string[] = [];
/** Two sessions in memory, under the reader's own contract. */
const reader: SessionReader = {
  listSessions: async (query) => ({
    sessions: [ofAna, ofOmar].filter((s) => isSeen(query, headerOf(s))).slice(0, query.limit),
    next: 'more',
  }),
  getSession: async (id, asked) =>
    [ofAna, ofOmar].find((s) => s.id === id && (asked === undefined || isSeen(asked, headerOf(s)))),
  listRecords: async (query) =>
    records.map((record) => record.header).filter((h) => h.session === query.session),
  searchRecords: async ({ whose, review, query }, { limit }) => {
    searched.push(printQuery(query));
    return {
      records: records
        .map((record) => record.header)
        .filter((h) => isSeen({ ...whose!, review }, h))
        .slice(0, limit),
      next: 'more',
    };
  },
  countFacets: async ({ whose, review }) => ({
    total: { count: records.filter(({ header }) => isSeen({ ...whose!, review }, header)).length },
    facets: [{ key: 'who', values: [{ value: 'people:ana', name: 'Ana Ruiz', count: 10_000, more: true }] }],
  }),
  getHeader: async (id) => records.find((record) => record.header.id === id)?.header,
  getRecord: async (id) => records.find((record) => record.header.id === id),
};

describe('API', () => {
  let world: TestIdentity;
  let recording: { ok: boolean; reason?: string } = { ok: true };
  /** Whether nothing can be recorded. */
  let full = false;
  const metrics = createMetrics();
  const tokens: Record<string, string> = {};
  const forgotten: [string, Actor][] = [];
  before(async () => {
    world = await TestIdentity.start({ custodians: { groups: ['reviewers'] } });
    world.app.use(
      createApi({
        configuration: world.configuration,
        controlUrl: world.controlUrl,
        dataUrl: 'http://127.0.0.1:1235',
        issuer: world.identity.issuer,
        verifier: world.identity.verifier,
        sessionEnd: world.identity.sessionEnd,
        policy: () => policy,
        policyStatus: () => ({
          ok: false,
          revision: { digest: 'abc' },
          loadedAt: '2026-11-21T09:00:00.000Z',
          source: 'folder',
          documents: 1,
          errors: [
            {
              file: 'a.policy.yaml',
              line: 1,
              column: 2,
              endLine: 1,
              endColumn: 3,
              code: 'unknown-key',
              severity: 'error',
              message: 'm',
              remedy: 'r',
            },
          ],
        }),
        policyFiles: () => [{ path: 'a.policy.yaml', text: 'kind: Policy' }],
        publisher: { publish: () => assert.fail(), startCanary: () => assert.fail() },
        canary: () => undefined,
        stopCanary: () => assert.fail(),
        revisions: { list: () => [], find: async () => undefined },
        serverVersion: async () => ({ version: '1.0.0', known: true }),
        fileStatus: () => [],
        recordingHealth: () => recording,
        reader,
        catalogue: { sources: [], stores: new StoreCatalogue(() => []) },
        policySet: () => policy,
        note: async () => {},
        exporter: { decisions: () => assert.fail(), archive: () => assert.fail(), prepare: () => {} },
        forget: async (id, actor) => {
          forgotten.push([id, actor]);
        },
        access: new RecordAccess({
          policy: () => policy,
          connection: () => ({ people: 'people', protocol: { remask: () => undefined } }),
          connections: ['insights'],
          people: 'people',
          now: Date.now,
        }),
        looks: new RecordLooks({
          recorder: {
            append: async (draft) => {
              if (full)
                throw new GateError('recording-impossible', 'The disk is full.', {
                  reason: 'the disk is full',
                });
              looks.push(draft);
            },
            sessionFor: () => '01JD8Z6Q4MX3V7H2K9RBT5WYCL',
          },
          rates: new RateLedger(),
          refusals: new RefusalBudget(2 ** 20, () => {}),
          now: Date.now,
        }),
        metrics,
        logger: pino({ level: 'silent' }),
      }),
    );
    for (const login of ['ana', 'rita']) tokens[login] = (await world.signIn(login)).access_token;
    tokens.pipeline = await world.ci.mintWorkloadToken({ subject: 'ingest', audience: workloadAudience });
  });
  after(async () => {
    await metrics.close();
    await world.close();
  });

  const get = async (path: string, who?: string, init: RequestInit = {}) => {
    const response = await fetch(`${world.controlUrl}${path}`, {
      ...init,
      headers: {
        ...(init.headers as Record<string, string> | undefined),
        ...(who !== undefined && { authorization: `Bearer ${tokens[who] ?? who}` }),
      },
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: text.startsWith('{') ? JSON.parse(text) : undefined,
    };
  };

  test('discovery, health and metrics ask for no sign-in and hold no personal data', async () => {
    const found = await get('/.well-known/vectorgate');
    fits(WellKnownSchema, found.body);
    assert.deepEqual(found.body.governed, [
      { name: 'chroma.internal:8000', connection: 'insights', store: 'chroma' },
    ]);
    assert.equal(found.body.issuer, `${world.controlUrl}/oauth`);
    fits(HealthSchema, (await get('/healthz')).body);
    recording = { ok: false, reason: 'the disk is full' };
    const sick = await get('/healthz');
    assert.equal(sick.status, 503);
    assert.equal(sick.body.recording.reason, 'the disk is full');
    recording = { ok: true };
    metrics.observe({
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
    for (const who of [undefined, 'x', `${tokens.ana}=`]) {
      const answer = await get('/api/v1/me', who);
      assert.equal(answer.status, 401);
      fits(ErrorSchema, answer.body);
      assert.equal(answer.headers.get('www-authenticate'), 'Bearer');
    }
    assert.equal((await get(`/api/v1/me?access_token=${tokens.ana}`)).status, 401);
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

  test('sessions: own ones for everybody, those of others for whom a rule lets review and who ask for it', async () => {
    const ids = async (path: string, who: string): Promise<string[]> => {
      const answer = await get(path, who);
      fits(SessionsSchema, answer.body);
      return answer.body.sessions.map((s: { id: string }) => s.id);
    };
    assert.deepEqual(await ids('/api/v1/sessions', 'ana'), [ofAna.id]);
    assert.deepEqual(await ids('/api/v1/sessions', 'rita'), []);
    assert.deepEqual(await ids('/api/v1/sessions?all=1&limit=1', 'rita'), [ofAna.id]);
    const refused = await get('/api/v1/sessions?all=1', 'ana');
    assert.equal(refused.status, 403);
    fits(ErrorSchema, refused.body);
    fits(SessionSchema, (await get(`/api/v1/sessions/${ofAna.id}`, 'ana')).body);
    assert.equal((await get(`/api/v1/sessions/${ofOmar.id}`, 'rita')).status, 200);
    const [others, none] = [
      await get(`/api/v1/sessions/${ofOmar.id}`, 'ana'),
      await get('/api/v1/sessions/01JD8Z6Q4MX3V7H2K9RBT5WYCZ', 'ana'),
    ];
    assert.equal(others.status, 404);
    assert.equal(others.text, none.text);
  });

  test('the policies themselves are for policy readers', async () => {
    const rita = await get('/api/v1/policy/files', 'rita');
    fits(PolicyFilesSchema, rita.body);
    assert.deepEqual(rita.body, { digest: 'abc', files: [{ path: 'a.policy.yaml', text: 'kind: Policy' }] });
    assert.equal((await get('/api/v1/policy/files', 'ana')).status, 403);
  });

  test('records: with the words of the refusal; file and line of rules for policy readers alone', async () => {
    const ana = await get('/api/v1/records?effect=deny&limit=10', 'ana');
    fits(RecordsSchema, ana.body);
    assert.equal(ana.body.records.length, 1);
    assert.deepEqual(ana.body.records[0].reason, {
      what: 'search of customer-cases refused.',
      next: 'Lower n_results.',
    });
    assert.deepEqual(ana.body.records[0].decision.rules, [
      { policy: 'customer-insights', rule: 'analysts-read' },
    ]);
    const one = await get(`/api/v1/records/${records[0]!.header.id}`, 'ana');
    fits(RecordSchema, one.body);
    assert.deepEqual(one.body.request, { n_results: 1000 });
    assert.ok(!one.text.includes('secret-folder'));
    const rita = await get(`/api/v1/records/${records[1]!.header.id}`, 'rita');
    assert.equal(rita.body.request, null);
    assert.deepEqual(
      rita.body.withheld.map(({ part }: { part: string }) => part),
      ['decision', 'request'],
    );
    assert.equal(rita.body.header.decision.rules[0].line, 7);
    assert.equal((await get(`/api/v1/records/${records[1]!.header.id}`, 'ana')).status, 404);
    assert.equal((await get('/api/v1/records?all=1', 'pipeline')).status, 403);
  });

  test('invariant 4: a look at what is of others is recorded before it is told, or nothing is told', async () => {
    const [ofAnas] = records;
    const asked = [
      '/api/v1/sessions?all=1',
      `/api/v1/sessions/${ofAna.id}`,
      '/api/v1/records?all=1&query=class:search',
      '/api/v1/records/facets?all=1',
      `/api/v1/records/${ofAnas!.header.id}`,
    ];
    looks.length = 0;
    for (const path of asked) assert.equal((await get(path, 'rita')).status, 200);
    assert.deepEqual(
      looks.map(({ header: { reviewed, who, connection, decision } }) => [
        reviewed,
        who.subject,
        connection,
        decision.rules.map(({ rule: name }) => name),
      ]),
      [
        [{ of: 'sessions' }, 'rita', '(gateway)', ['reviewers-look']],
        [{ of: 'session', session: ofAna.id }, 'rita', 'insights', ['reviewers-look']],
        [{ of: 'records' }, 'rita', '(gateway)', ['reviewers-look']],
        [{ of: 'facets' }, 'rita', '(gateway)', ['reviewers-look']],
        [{ of: 'record', record: ofAnas!.header.id }, 'rita', 'insights', ['reviewers-look']],
      ],
    );
    assert.deepEqual(JSON.parse(String(looks[2]!.parts.request)), { query: 'class:search' });
    assert.deepEqual(JSON.parse(String(looks[2]!.parts.response)), {
      records: records.map(({ header: { id } }) => id),
    });
    // What is one's own is nobody else's business.
    for (const path of ['/api/v1/sessions', '/api/v1/records', `/api/v1/records/${ofAnas!.header.id}`])
      assert.equal((await get(path, 'ana')).status, 200);
    assert.equal(looks.length, asked.length);
    // Who may not look is refused, and that is recorded: what is there and what is not, alike.
    looks.length = 0;
    for (const id of [records[1]!.header.id, '01JD8Z6Q4MX3V7H2K9RBT5WYCZ'])
      assert.equal((await get(`/api/v1/records/${id}`, 'ana')).status, 404);
    assert.equal((await get('/api/v1/records?all=1', 'ana')).status, 403);
    assert.deepEqual(
      looks.map(({ header: { outcome, decision, connection } }) => [outcome, decision.code, connection]),
      Array.from({ length: 3 }, () => ['refused', 'no-permit', '(gateway)']),
    );
    full = true;
    for (const path of asked) {
      const answer = await get(path, 'rita');
      assert.equal(answer.status, 503, path);
      fits(ErrorSchema, answer.body);
      assert.doesNotMatch(answer.text, /omar|analysts-read|n_results/);
    }
    assert.equal((await get('/api/v1/records', 'ana')).status, 200);
    full = false;
  });

  test('records are looked for by a query; one that cannot be read is told with the place and the remedy', async () => {
    const path = (query: string, more = '') => `/api/v1/records?query=${encodeURIComponent(query)}${more}`;
    const found = await get(path('class:search -rule:x', '&effect=deny&limit=1'), 'ana');
    fits(RecordsSchema, found.body);
    assert.equal(found.body.next, 'more');
    assert.equal(searched.at(-1), 'class:search -rule:x effect:deny');
    const facets = await get('/api/v1/records/facets?query=who:omar', 'ana');
    fits(FacetsSchema, facets.body);
    assert.equal(facets.body.total.count, 1);
    assert.equal((await get('/api/v1/records/facets?all=1', 'rita')).body.total.count, 2);
    assert.equal((await get('/api/v1/records/facets?all=1', 'ana')).status, 403);
    const summary = await get('/api/v1/records/summary?all=1', 'rita');
    fits(SummarySchema, summary.body);
    assert.deepEqual(summary.body.total, { count: 2 });
    assert.equal((await get('/api/v1/records/summary?all=1', 'ana')).status, 403);
    const wrong = await get(path('class:search efect:deny'), 'ana');
    assert.deepEqual(
      [wrong.status, wrong.body.error],
      [
        400,
        {
          code: 'key-unknown',
          message: 'The query cannot be read at character 14: There is no such key.',
          next: 'Did you mean effect: ?',
        },
      ],
    );
    assert.equal((await get('/api/v1/records/facets?cursor=x', 'ana')).status, 400);
  });

  test('what was asked, without a value of the data, by whoever may know it', async () => {
    const ana = await get('/api/v1/records/asked?limit=10', 'ana');
    fits(RecordedPageSchema, ana.body);
    const [ask] = ana.body.asks;
    assert.deepEqual(ask.operations[0].filtered, ['tenant']);
    assert.deepEqual(ask.who.claims, { tenant: 'acme' });
    assert.deepEqual(
      [ask.connection, ask.people, ask.decision.code],
      ['insights', 'people', 'limit-exceeded'],
    );
    assert.ok(!ana.text.includes('a value of the data'));
    assert.deepEqual(
      ana.body.records.map(({ id, ask: at }: { id: string; ask: number }) => [id, at]),
      [[records[0]!.header.id, 0]],
    );
    // Guards over what was not understood are not known.
    const rita = await get('/api/v1/records/asked?all=1', 'rita');
    assert.deepEqual([rita.body.records.length, rita.body.withheld], [1, 1]);
    assert.equal((await get('/api/v1/records/asked?all=1', 'ana')).status, 403);
    assert.equal((await get('/api/v1/records/asked?limit=1001', 'ana')).status, 400);
  });

  test('what today’s policies would decide of a record, by whoever may see it', async () => {
    const path = `/api/v1/records/${records[0]!.header.id}/today`;
    const ana = await get(path, 'ana');
    fits(TodaySchema, ana.body);
    assert.equal(ana.body.decided.now.effect, 'deny');
    assert.equal(ana.body.ask.connection, 'insights');
    assert.ok(!ana.text.includes('a value of the data'));
    assert.ok(!ana.text.includes('.policy.yaml'), 'places are for policy readers');
    const rita = await get(path, 'rita');
    assert.equal(rita.body.decided.now.effect, 'deny');
    // What was not understood is withheld of others, and cannot be decided again.
    const notUnderstood = `/api/v1/records/${records[1]!.header.id}/today`;
    assert.equal((await get(notUnderstood, 'ana')).status, 404);
    const withheld = await get(notUnderstood, 'rita');
    fits(TodaySchema, withheld.body);
    assert.equal(withheld.body.decided, null);
    assert.match(withheld.body.reason, /not understood/);
    assert.equal((await get(`${path}?all=1`, 'ana')).status, 400);
  });

  test('looking for records has its share of the gateway, by what is asked for', async () => {
    let answers = 0;
    for (; answers < 100; answers += 1)
      if ((await get('/api/v1/records?query=&limit=200', 'pipeline')).status !== 200) break;
    assert.ok(answers >= 60 && answers < 70, String(answers));
    const refused = await get('/api/v1/records/facets', 'pipeline');
    fits(ErrorSchema, refused.body);
    assert.deepEqual([refused.status, refused.body.error.code], [429, 'too-many-searches']);
    assert.match(refused.body.error.next, /in \d+ s/);
    assert.equal((await get('/api/v1/records/facets', 'ana')).status, 200);
  });

  test('a custodian has a session forgotten, with a reason and under their own name; nobody else does', async () => {
    const path = `/api/v1/sessions/${ofAna.id}/forget`;
    const post = (login: string, body: string, at = path, type = 'application/json') =>
      get(at, login, { method: 'POST', headers: { 'content-type': type }, body });
    const reason = '{"reason":"asked for by ana"}';
    for (const login of ['ana', 'pipeline']) {
      const refused = await post(login, reason);
      assert.deepEqual([refused.status, refused.body.error.code], [403, 'custodians-only']);
    }
    for (const [body, type] of [
      ['', 'application/json'],
      ['{}', 'application/json'],
      ['{"reason":""}', 'application/json'],
      ['{"reason":"x","more":1}', 'application/json'],
      ['{"reason":', 'application/json'],
      [reason, 'text/plain'],
      [JSON.stringify({ reason: 'x'.repeat(20_000) }), 'application/json'],
    ] as const) {
      const answer = await post('rita', body, path, type);
      assert.deepEqual([answer.status, answer.body.error.code], [400, 'body-unreadable'], body.slice(0, 40));
    }
    assert.equal(
      (await post('rita', reason, '/api/v1/sessions/01JD8Z6Q4MX3V7H2K9RBT5WYCZ/forget')).status,
      404,
    );
    assert.equal(forgotten.length, 0);
    const done = await post('rita', reason);
    assert.deepEqual([done.status, done.body], [200, { forgotten: ofAna.id }]);
    const [id, actor] = forgotten[0]!;
    assert.deepEqual([id, actor.who.subject, actor.reason], [ofAna.id, 'rita', 'asked for by ana']);
    assert.match(actor.client.address, /127\.0\.0\.1|::1/);
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
    const preflight = await fetch(`${world.controlUrl}/api/v1/me`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'GET' },
    });
    assert.equal(preflight.headers.get('access-control-allow-origin'), null);
    const face = await fetch(`${world.controlUrl}/oauth/token`, {
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
    const arrived = await new TestBrowser().go(`${world.controlUrl}/sign-in/nothing-begun-here`, () => false);
    assert.equal(arrived.status, 400);
    assert.ok(!/at .*\.(ts|js):\d/.test(arrived.text));
  });
});
