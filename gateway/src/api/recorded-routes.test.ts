import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { RecordedPageSchema, TodaySchema } from '@vectorgate/policy-schema/analyse';
import type { TSchema } from 'typebox';
import { Check } from 'typebox/value';
import {
  ErrorSchema,
  FacetsSchema,
  RecordSchema,
  RecordsSchema,
  SessionSchema,
  SessionsSchema,
  SummarySchema,
} from './api-schemas.ts';
import { looks, ofAna, ofOmar, opened, records, removed, searched, TestApi } from './testing/test-api.ts';

const api = new TestApi();
before(() => api.start());
after(() => api.close());
const { get } = api;

/** Without narrowing: the tests look at more than schemas say. */
const fits = (schema: TSchema, value: unknown): void =>
  assert.ok(Check(schema, value), JSON.stringify(value));

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

test('what a page shows of its records is read together, its files opened once', async () => {
  for (const path of ['/api/v1/records?effect=deny', '/api/v1/records/asked']) {
    Object.assign(opened, { alone: 0, pages: 0 });
    assert.equal((await get(path, 'ana')).status, 200);
    assert.deepEqual(opened, { alone: 0, pages: 1 }, path);
  }
});

test('a record that is gone between the index’s answer and the reading of it takes no page with it', async (t) => {
  const [ofAnas] = records;
  removed.add(ofAnas!.header.id);
  t.after(() => removed.clear());
  const found = await get('/api/v1/records?effect=deny', 'ana');
  assert.equal(found.status, 200, found.text);
  assert.deepEqual([found.body.records[0].id, found.body.records[0].reason], [ofAnas!.header.id, undefined]);
  const asked = await get('/api/v1/records/asked', 'ana');
  assert.deepEqual([asked.status, asked.body.records, asked.body.withheld], [200, [], 1]);
  const beside = await get(`/api/v1/sessions/${ofAna.id}/notes`, 'rita');
  assert.equal(beside.status, 200, beside.text);
  assert.equal(beside.body.notes[0].text, null);
});

test('invariant 4: a look at what is of others is recorded before it is told, or nothing is told', async () => {
  const [ofAnas] = records;
  const asked = [
    '/api/v1/sessions?all=1',
    `/api/v1/sessions/${ofAna.id}`,
    '/api/v1/records?all=1&query=class:search',
    '/api/v1/records/facets?all=1',
    `/api/v1/records/${ofAnas!.header.id}`,
    // What a replay under other policies reads.
    '/api/v1/records/asked?all=1&query=class:search',
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
      [{ of: 'records' }, 'rita', '(gateway)', ['reviewers-look']],
    ],
  );
  for (const look of [looks[2]!, looks[5]!]) {
    assert.deepEqual(JSON.parse(String(look.parts.request)), { query: 'class:search' });
    assert.deepEqual(JSON.parse(String(look.parts.response)), {
      records: records.map(({ header: { id } }) => id),
    });
  }
  // What is one's own is nobody else's business.
  for (const path of [
    '/api/v1/sessions',
    '/api/v1/records',
    '/api/v1/records/asked',
    `/api/v1/records/${ofAnas!.header.id}`,
  ])
    assert.equal((await get(path, 'ana')).status, 200);
  assert.equal(looks.length, asked.length);
  // Who may not look is refused, and that is recorded: what is there and what is not, alike.
  looks.length = 0;
  for (const id of [records[1]!.header.id, '01JD8Z6Q4MX3V7H2K9RBT5WYCZ'])
    assert.equal((await get(`/api/v1/records/${id}`, 'ana')).status, 404);
  for (const path of ['/api/v1/records?all=1', '/api/v1/records/asked?all=1'])
    assert.equal((await get(path, 'ana')).status, 403);
  assert.deepEqual(
    looks.map(({ header: { outcome, decision, connection } }) => [outcome, decision.code, connection]),
    Array.from({ length: 4 }, () => ['refused', 'no-permit', '(gateway)']),
  );
  api.full = true;
  for (const path of asked) {
    const answer = await get(path, 'rita');
    assert.equal(answer.status, 503, path);
    fits(ErrorSchema, answer.body);
    assert.doesNotMatch(answer.text, /omar|analysts-read|n_results/);
  }
  assert.equal((await get('/api/v1/records', 'ana')).status, 200);
  api.full = false;
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

test('a search for texts says how far it looked; of others it is one look, with the words in what is encrypted', async () => {
  const path = (query: string, of = '/records', more = '') =>
    `/api/v1${of}?query=${encodeURIComponent(query)}${more}`;
  looks.length = 0;
  searched.length = 0;
  const own = await get(path('text:customer-cases who:ana', '/records', '&limit=1'), 'ana');
  fits(RecordsSchema, own.body);
  assert.deepEqual([own.body.records.length, own.body.looked.records, own.body.looked.further], [1, 1, true]);
  assert.match(own.body.next, new RegExp(`^${records[0]!.header.id}\\.`));
  assert.equal(searched[0], 'who:ana', 'the index is asked by the other terms alone');
  assert.equal(looks.length, 0, 'what is one’s own is nobody else’s business');
  const others = await get(path('text:customer-cases', '/records', '&all=1&limit=1'), 'rita');
  fits(RecordsSchema, others.body);
  const [begun, look] = looks;
  assert.deepEqual(
    looks.map(({ header }) => [header.id, header.kind, header.outcome]),
    [
      [begun!.header.id, 'intent', undefined],
      [begun!.header.id, 'outcome', 'delivered'],
    ],
  );
  for (const { parts } of looks)
    assert.deepEqual(JSON.parse(String(parts.request)), { query: 'text:customer-cases', limit: '1' });
  assert.deepEqual(JSON.parse(String(look!.parts.response)), {
    records: [records[0]!.header.id],
    looked: others.body.looked,
  });
  assert.doesNotMatch(JSON.stringify(looks.map(({ header }) => header)), /customer-cases/);
  const counted = await get(path('text:customer-cases', '/records/facets', '&all=1'), 'rita');
  fits(FacetsSchema, counted.body);
  assert.ok(counted.body.looked.further && counted.body.looked.withheld > 0, counted.text);
  assert.equal(new Set(looks.map(({ header }) => header.id)).size, 2);
  // Who it was is told of what was looked into, and recorded as one look with its numbers.
  const who = await get(path('text:customer-cases who:ana', '/records/summary', '&all=1'), 'rita');
  fits(SummarySchema, who.body);
  const [first] = who.body.people;
  assert.deepEqual([first.who, first.count], ['people:ana', who.body.total.count]);
  assert.ok(first.count > 0 && who.body.looked.records >= first.count);
  assert.deepEqual(JSON.parse(String(looks.at(-1)!.parts.response)), {
    summary: true,
    total: who.body.total,
    looked: who.body.looked,
  });
  const wrong = await get(path('reach:globex'), 'ana');
  assert.deepEqual([wrong.status, wrong.body.error.code], [400, 'field-missing']);
  for (const route of ['/records/asked', '/records/export']) {
    const refused = await get(path('who:ana text:x', route), 'ana');
    fits(ErrorSchema, refused.body);
    assert.deepEqual([refused.status, refused.body.error.code], [400, 'text-not-here'], route);
    assert.match(refused.body.error.next, /^Leave these out, or .*session:ID,ID/);
  }
  const long = await get(path(`who:ana text:${'x'.repeat(201)}`), 'ana');
  assert.deepEqual([long.status, long.body.error.code], [400, 'text-too-long']);
  assert.match(long.body.error.message, /at character 14: This has 201 characters; 200 is the most/);
});

test('what was asked, without a value of the data, by whoever may know it', async () => {
  const ana = await get('/api/v1/records/asked?limit=10', 'ana');
  fits(RecordedPageSchema, ana.body);
  const [ask] = ana.body.asks;
  assert.deepEqual(ask.operations[0].filtered, ['tenant']);
  assert.deepEqual(ask.who.claims, { tenant: 'acme' });
  assert.deepEqual([ask.connection, ask.people, ask.decision.code], ['insights', 'people', 'limit-exceeded']);
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

test('a summary costs the same whatever it finds, three leave half of the minute, and a refused one costs nothing', async () => {
  const untouched = new TestApi();
  await untouched.start();
  try {
    const ask = async (path: string): Promise<number> => (await untouched.get(path, 'ana')).status;
    for (let times = 0; times < 3; times += 1) assert.equal(await ask('/api/v1/records/summary'), 200);
    for (let pages = 0; pages < 29; pages += 1)
      assert.equal(await ask('/api/v1/records?query=&limit=200'), 200, String(pages));
    for (let times = 0; times < 3; times += 1) assert.equal(await ask('/api/v1/records/summary'), 429);
    assert.equal(await ask('/api/v1/records?query=&limit=200'), 200);
  } finally {
    await untouched.close();
  }
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
  assert.equal(api.forgotten.length, 0);
  const done = await post('rita', reason);
  assert.deepEqual([done.status, done.body], [200, { forgotten: ofAna.id }]);
  const [id, actor] = api.forgotten[0]!;
  assert.deepEqual([id, actor.who.subject, actor.reason], [ofAna.id, 'rita', 'asked for by ana']);
  assert.match(actor.client.address, /127\.0\.0\.1|::1/);
});
