import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide, type Identity, loadPolicies, none, type Operation, one } from '@vectorgate/policy-schema';
import { pino } from 'pino';
import { PolicyCanary } from './policy-canary.ts';

const setOf = (...rules: readonly string[]) => {
  const text = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: tested }
spec:
  rules:
${rules.map((rule, i) => `    - { id: r${i}, ${rule} }\n`).join('')}`;
  const loaded = loadPolicies({ files: [{ path: 'main.policy.yaml', text }] });
  assert.ok(loaded.ok, JSON.stringify(loaded));
  return loaded.set;
};
const reads =
  'effect: allow, principals: { groups: [analysts] }, resources: { connections: [insights] }, operations: [read]';
const masks = (...fields: readonly string[]): string =>
  `effect: guard, resources: { collections: ["*"] }, mask: [${fields.map((field) => `{ fields: [${field}], method: redact }`).join(', ')}]`;

const canaryOf = (set: ReturnType<typeof setOf>, most?: number): PolicyCanary =>
  new PolicyCanary(
    { set, files: [], origin: { source: 'published' } },
    { revision: 1, digest: '', time: '', source: 'folder' },
    undefined,
    pino({ level: 'silent' }),
    most,
  );

const identity = (subject: string): Identity => ({
  issuer: 'people',
  kind: 'person',
  subject,
  groups: ['analysts'],
  groupsComplete: true,
  claims: {},
  declared: {},
});
const operation = (collection: string): Operation => ({
  store: 'chroma',
  connection: 'insights',
  name: 'query',
  classes: ['search'],
  targets: [{ tenant: none, database: none, namespace: none, collection: one(collection) }],
  records: 0,
  references: [],
  returns: 'all',
});

const inForce = setOf(reads);
/** Asks once, and returns what the record of it would say. */
function ask(
  canary: PolicyCanary,
  subject: string,
  operations: readonly Operation[],
  id = 'r',
  time = '2026-11-29T09:00:00Z',
) {
  const input = {
    identity: identity(subject),
    connection: { name: 'insights', people: 'people' },
    operations,
    instant: Date.parse(time),
  };
  return canary.beside(input, decide(inForce, input), { id, session: 's', store: 'chroma' });
}
const told = (canary: PolicyCanary) => canary.report(() => true).report;

test('what a request of many operations would have been is told once, in records and in sum', () => {
  const canary = canaryOf(setOf(reads, masks('email')));
  const once = ask(canary, 'ana', [operation('notes')]);
  assert.deepEqual(
    once?.changes.map(({ kind, rule }) => [kind, rule?.rule]),
    [['masked', 'r1']],
  );
  const batch = Array.from({ length: 5_000 }, (_, i) => operation(`c${i % 2}`));
  assert.deepEqual(ask(canary, 'ana', batch), once);
  assert.deepEqual(
    told(canary).changes.map(({ requests }) => requests),
    [2],
  );
});

test('a record names the first fifty differences, and how many there are beside them', () => {
  const fields = Array.from({ length: 60 }, (_, i) => `field${i}`);
  const recorded = ask(canaryOf(setOf(reads, masks(...fields))), 'ana', [operation('notes')]);
  assert.deepEqual([recorded?.changes.length, recorded?.more], [50, 10]);
});

test('what does not fit in memory is counted and called more, whoever asks and whatever names are made up', () => {
  const canary = canaryOf(setOf(reads, masks('email')), 100_000);
  const requests = 2_000;
  for (let i = 0; i < requests; i++) ask(canary, `p${i}`, [operation('notes')], `r${i}`);
  const full = told(canary);
  assert.equal(full.more > 1_000, true, String(full.more));
  assert.ok(full.changes[0]!.people < 500, String(full.changes[0]!.people));
  for (let i = 0; i < requests; i++) ask(canary, 'p0', [operation(`made-up-${i}`)], `m${i}`);
  const { changes, differing, more } = told(canary);
  assert.deepEqual(
    [differing, changes[0]!.requests, more - full.more],
    [2 * requests, 2 * requests, requests],
  );
});

test('whom it is about is told by place and person, numbers are of all', () => {
  const canary = canaryOf(setOf(reads, masks('email')));
  for (const [i, [subject, collection]] of (
    [
      ['ana', 'notes'],
      ['ana', 'cases'],
      ['ben', 'cases'],
    ] as const
  ).entries())
    ask(canary, subject, [operation(collection)], `r${i}`);
  const { changes } = canary.report(
    (place, { subject }) => subject === 'ben' || place.includes('notes'),
  ).report;
  const [{ requests, people, who, examples }] = changes as [(typeof changes)[number]];
  assert.deepEqual(
    [
      requests,
      people,
      who.map((one) => [one.subject, one.requests]),
      examples.map(({ record }) => record).sort(),
    ],
    [
      3,
      2,
      [
        ['ana', 1],
        ['ben', 1],
      ],
      ['r0', 'r2'],
    ],
  );
});

test('who is told numbers alone, or of some alone, learns moments to the hour', () => {
  const canary = canaryOf(setOf(reads, masks('email')));
  const times = ['2026-11-29T09:12:34.567Z', '2026-11-29T11:59:59.999Z'] as const;
  ask(canary, 'ana', [operation('notes')], 'r0', times[0]);
  ask(canary, 'ben', [operation('notes')], 'r1', times[1]);
  const when = (tells: Parameters<PolicyCanary['report']>[0]): readonly string[] => {
    const { report } = canary.report(tells);
    const [change] = report.changes;
    return [change?.first, change?.last, report.first, report.last].map((time) =>
      new Date(time!).toISOString().slice(11),
    );
  };
  const hours = ['09:00:00.000Z', '11:00:00.000Z'];
  assert.deepEqual(
    when(() => false),
    [...hours, ...hours],
  );
  assert.deepEqual(
    when((_, { subject }) => subject === 'ana'),
    [...hours, ...hours],
  );
  // Of requests that differ in nothing it is not known whose they were.
  assert.deepEqual(
    when(() => true),
    ['09:12:34.567Z', '11:59:59.999Z', ...hours],
  );
});
