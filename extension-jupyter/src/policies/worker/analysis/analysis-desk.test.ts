import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AnalysisDesk } from './analysis-desk.ts';

const policy = (limit: number): string => `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: mine, contact: "#help" }
spec:
  rules:
    - id: analysts-read
      effect: allow
      principals: { groups: [analysts] }
      resources: { connections: [insights], collections: [cases] }
      operations: [search]
      limits: { topK: ${limit} }
`;
const files = (limit: number) => [{ path: 'a.policy.yaml', text: policy(limit) }];
const none = { is: 'none' };
const ask = {
  connection: 'insights',
  people: 'people',
  who: {
    issuer: 'people',
    kind: 'person',
    subject: 'ana',
    name: 'Ana Ruiz',
    groups: ['analysts'],
    claims: {},
  },
  operations: [
    {
      store: 'chroma',
      name: 'query',
      classes: ['search'],
      targets: [{ tenant: none, database: none, namespace: none, collection: { is: 'one', name: 'cases' } }],
      records: 1,
      references: [],
      returns: 'all',
      topK: { value: 30, name: 'n_results', given: true },
    },
  ],
  decision: { effect: 'allow' },
};
const id = (n: number): string => `01JD8Z6Q4MX3V7H2K9RBT5WY${String(n).padStart(2, '0')}`;
const record = (n: number) => ({ id: id(n), session: id(99), time: '2026-11-21T12:00:00.000Z', ask: 0 });
const now = () => Date.parse('2026-11-29T12:00:00Z');

test('policies are compared', () => {
  const report = new AnalysisDesk(now).compare({
    head: files(20),
    base: { name: 'saved', files: files(50) },
  });
  assert.equal(report.title, 'Permission diff against saved');
  assert.deepEqual(report.rows[0]?.changes[0], {
    sign: '▼',
    kind: 'narrowed',
    isMore: false,
    text: 'top-k 50 → 20',
  });
  assert.deepEqual(report.rows[0]?.rules[0]?.place, { file: 'a.policy.yaml', line: 6 });
  structuredClone(report);
});

/** A comparison that is weighed by pages of what was asked. */
async function weighed(...pages: readonly object[]) {
  const desk = new AnalysisDesk(now);
  const done = desk.weigh({
    ...{ head: files(20), base: { name: 'saved', files: files(50) } },
    period: 'the last 7 days',
  });
  for (const page of pages) await desk.nextPage({ page });
  await desk.nextPage({ end: 'all' });
  return done;
}

test('a comparison is weighed by what was asked, with its age and what was left out', async () => {
  const { summary, rows, notes } = await weighed(
    { asks: [ask], records: [record(1), record(2)], withheld: 0, next: 'c' },
    { asks: [{ ...ask, connection: 'archive' }], records: [record(3)], withheld: 2 },
  );
  assert.deepEqual(summary, [
    '1 narrowed by 1 rule that differs.',
    'Weighed by 3 requests in the last 7 days, from 2026-11-21 12:00 to 2026-11-21 12:00 UTC.',
  ]);
  assert.deepEqual(
    rows.map(({ asked }) => asked),
    ['asked: 2 requests of one person'],
  );
  assert.match(notes[0] ?? '', /^2 records were left out/);
  assert.match(notes[2] ?? '', /^What was asked was read at 2026-11-29 12:00 UTC\./);
});

test('where nothing was asked that is said, and no line has a weight', async () => {
  const { summary, rows } = await weighed({ asks: [], records: [], withheld: 0 });
  assert.equal(summary[1], 'Nothing is weighed: no request that you may see is recorded in the last 7 days.');
  assert.deepEqual(
    rows.map(({ asked }) => asked),
    [undefined],
  );
});

test('policies that do not load are told by side', () => {
  const compare = (head: number, base: number) => () =>
    new AnalysisDesk(now).compare({ head: files(head), base: { name: 'saved', files: files(base) } });
  assert.throws(compare(-1, 5), /The policies here do not load[\s\S]*a\.policy\.yaml:11/);
  assert.throws(compare(5, -1), /The policies of saved do not load/);
});

test('what was asked comes page by page, and is told with its session', async () => {
  const desk = new AnalysisDesk(now);
  const done = desk.whatIf({
    head: files(20),
    base: { name: 'live', files: files(50) },
    period: 'the last day',
  });
  assert.equal(
    await desk.nextPage({ page: { asks: [ask], records: [record(1)], withheld: 2, next: 'c' } }),
    0,
  );
  assert.equal(await desk.nextPage({ page: { asks: [ask], records: [record(2)], withheld: 0 } }), 1);
  assert.equal(await desk.nextPage({ end: 'all' }), 2);
  const { summary, rows, notes } = await done;
  assert.match(
    summary[0] ?? '',
    /^Of 2 requests .*, 2 would have been otherwise, compared with live, the last day\.$/,
  );
  assert.equal(rows[0]?.heading, '2 requests of Ana Ruiz');
  assert.deepEqual(
    rows[0]?.changes.map(({ kind, isMore }) => [kind, isMore]),
    [['newly refused', false]],
  );
  assert.equal(rows[0]?.examples[0]?.session, id(99));
  assert.match(notes[0] ?? '', /^2 records were left out/);
});

test('stopped, it tells what was looked at until then', async () => {
  const desk = new AnalysisDesk(now);
  const done = desk.whatIf({ head: files(20), period: 'the last day' });
  await desk.nextPage({ page: { asks: [ask], records: [record(1)], withheld: 0 } });
  await desk.nextPage({ end: 'stopped' });
  const { summary, notes } = await done;
  assert.match(summary[0] ?? '', /^Of 1 request /);
  assert.match(notes[0] ?? '', /^It was stopped/);
});

test('a page of another version is told, and not passed over', async () => {
  const desk = new AnalysisDesk(now);
  const done = desk.whatIf({ head: files(20), period: 'the last day' });
  const failed = assert.rejects(done, /cannot be read/);
  await desk.nextPage({ page: { records: [] } });
  await failed;
});

test('recorded operations come from a file too; one that is none says how to write it', async () => {
  const lines = [{ kind: 'RecordedOperations', version: 1 }, { ask: 0, is: ask }, record(1), record(2)].map(
    (line) => JSON.stringify(line),
  );
  const text = `${lines.join('\r\n')}\n`;
  const desk = new AnalysisDesk(now);
  const report = await desk.whatIf({
    head: files(20),
    base: { name: 'saved', files: files(50) },
    period: 'in week.jsonl',
    recorded: { path: 'week.jsonl', text },
  });
  assert.match(report.summary[0] ?? '', /^Of 2 requests/);
  assert.equal(desk.decided(), 2);
  await assert.rejects(
    desk.whatIf({ head: files(20), period: '', recorded: { path: 'a.jsonl', text: '{}\n' } }),
    /a\.jsonl:1 .*vectorgate policy replay PATH --save FILE/,
  );
});

test('a stop that comes before it begins counts, once', async () => {
  const lines = [{ kind: 'RecordedOperations', version: 1 }, { ask: 0, is: ask }, record(1), record(2)].map(
    (line) => JSON.stringify(line),
  );
  const recorded = { path: 'week.jsonl', text: `${lines.join('\n')}\n` };
  const desk = new AnalysisDesk(now);
  const run = () => desk.whatIf({ head: files(20), period: 'in week.jsonl', recorded });
  desk.stopWhatIf();
  const stopped = await run();
  assert.match(stopped.notes[0] ?? '', /^It was stopped/);
  assert.doesNotMatch(stopped.summary[0] ?? '', /^Of 2 requests/);
  assert.match((await run()).summary[0] ?? '', /^Of 2 requests/);
});

const tests = (topK: number): string => `apiVersion: vectorgate/v1
kind: PolicyTest
metadata: { name: limits }
spec:
  now: "2026-11-21T12:00:00Z"
  connection: insights
  identities: { ana: { groups: [analysts] } }
  operations: { search: { class: search, collection: cases, topK: ${topK} } }
  matrix: { ana: { search: allow } }
`;

const plan = (limit: number, texts: readonly string[] = []) => {
  const tested = texts.map((text, at) => ({
    test: { path: `${at}.policy-test.yaml`, text },
    files: files(limit),
  }));
  return new AnalysisDesk(Date.now).plan({
    ...{ head: files(limit), base: { name: 'live (revision 4)', files: files(20) }, config: undefined },
    ...{ tests: tested, whose: 'The policies here' },
  });
};

test('what is to be published is compared, and said in sum', () => {
  const wider = plan(50, [tests(40)]);
  assert.equal(wider.report.title, 'Permission diff against live (revision 4)');
  assert.deepEqual([wider.widens, wider.summary], [true, '1 widened by 1 rule that differs']);
  assert.equal(plan(10).widens, false);
});

test('what does not load, or whose tests fail, is not to be published', () => {
  assert.throws(
    () => plan(50, [tests(40), tests(90)]),
    /^Error: Tests of the policies fail[\s\S]*\n1\.policy-test\.yaml:9: /,
  );
  assert.throws(() => plan(50, ['kind: PolicyTest']), /0\.policy-test\.yaml: The tests cannot be run/);
  assert.throws(
    () =>
      new AnalysisDesk(Date.now).plan({
        ...{
          head: [{ path: 'a.policy.yaml', text: 'kind: Policy' }],
          base: { name: 'live', files: files(20) },
        },
        ...{ tests: [], whose: 'Those policies' },
      }),
    /Those policies do not load/,
  );
});
