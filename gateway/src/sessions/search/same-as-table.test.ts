import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scope } from '@vectorgate/policy-schema';
import { RecordTable, readQuery } from '@vectorgate/policy-schema/records-query';
import fc from 'fast-check';
import type { RecordDraft, RecordHeader } from '../record.ts';
import { indexOfDrafts } from '../testing/index-of-drafts.ts';
import { draftOf, testUlid } from '../testing/record-drafts.ts';
import { countFacets } from './count-facets.ts';
import { findMatching } from './find-matching.ts';

const now = Date.UTC(2026, 10, 21, 12);
const hour = 3_600_000;
const runs = Number(process.env.VECTORGATE_TEST_DEEP === '1') * 900 + 60;

const named = (name: string): Scope => ({ is: 'one', name });
const collections: readonly Scope[] = [
  named('customer-cases'),
  named('customer-notes'),
  { is: 'one', name: 'pay, "roll"', lookedUp: true },
  { is: 'every' },
  { is: 'none' },
];

/** What differs between records, as choices. */
const made = fc.record({
  person: fc.constantFrom('ana', 'omar', 'people:ana'),
  issuer: fc.constantFrom('people', 'ci'),
  name: fc.constantFrom(undefined, 'Ana Ruiz', 'ana'),
  groups: fc.subarray(['analysts', 'owners', 'reviewers']),
  session: fc.nat(3),
  agent: fc.constantFrom(undefined, 'python-httpx/0.28', 'Chroma Python Client v1.0 (linux)'),
  connection: fc.constantFrom('insights', 'support'),
  store: fc.constantFrom('chroma', 'qdrant'),
  operations: fc.array(
    fc.record({
      name: fc.constantFrom('collection_query', 'collection_upsert', 'get_tenant'),
      classes: fc.subarray(['search', 'upsert', 'delete', 'schema', 'meta'], { minLength: 1 }),
      collections: fc.array(fc.constantFrom(...collections), { maxLength: 3 }),
      fields: fc.option(fc.subarray(['email', 'tenant']), { nil: undefined }),
    }),
    { maxLength: 3 },
  ),
  effect: fc.constantFrom('allow', 'deny', 'require-approval'),
  code: fc.constantFrom(undefined, 'limit-exceeded', 'no-permit'),
  unseen: fc.boolean(),
  rules: fc.subarray(['reads/a', 'masks/b', 'masks/a']),
  mode: fc.constantFrom('enforce', 'monitor'),
  masked: fc.subarray(['partial', 'redact', 'hash']),
  /** A field may be called like a way of masking. */
  maskedField: fc.constantFrom('email', 'hash'),
  sought: fc.subarray(['iban']),
  whole: fc.subarray(['email', 'of.partial']),
  found: fc.subarray(['email', 'phone']),
  outcome: fc.constantFrom(undefined, 'delivered', 'refused', 'failed', 'unknown'),
  milliseconds: fc.option(fc.nat(400), { nil: undefined }),
  size: fc.nat(3_000),
  hours: fc.nat(100),
  /** An intent whose outcome comes so many records later, or not at all. */
  intent: fc.option(fc.nat(6), { nil: undefined }),
  note: fc.boolean(),
});
type Made = typeof made extends fc.Arbitrary<infer One> ? One : never;

function headerOf(number: number, one: Made, kind: RecordHeader['kind']): RecordDraft['header'] {
  const { header } = draftOf(testUlid(number), { kind });
  const { outcome: _, milliseconds: __, ...rest } = header;
  return {
    ...rest,
    session: testUlid(9_000 + one.session),
    time: new Date(now - one.hours * hour).toISOString(),
    who: {
      issuer: one.issuer,
      subject: one.person,
      ...(one.name !== undefined && { name: one.name }),
      kind: 'person',
      groups: one.groups,
    },
    client: {
      address: '127.0.0.1',
      ...(one.agent !== undefined && { agent: one.agent }),
      // All records of a session come from one run; the first session has none.
      ...(one.session > 0 && { session: `k${one.session}` }),
    },
    connection: one.connection,
    store: one.store,
    operations: one.operations.map(({ name, classes, collections: of, fields }) => ({
      name,
      classes,
      targets: of.map((collection) => ({
        tenant: collection,
        database: { is: 'one', name: `of ${one.connection}` },
        namespace: { is: 'none' },
        collection,
      })),
      ...(fields !== undefined && {
        fieldsFiltered: fields,
        fieldsRequired: fields.map((one) => `${one}.of`),
      }),
    })),
    decision: {
      effect: one.effect,
      ...(one.code !== undefined && { code: one.code }),
      ...(one.unseen && { unseen: true }),
      rules: one.rules.map((rule) => {
        const [policy = '', id = ''] = rule.split('/');
        return { policy, rule: id, file: `${policy}.policy.yaml`, line: 1 };
      }),
      revision: { digest: 'a'.repeat(64) },
      mode: one.mode,
    },
    masked: one.masked.map((method) => ({
      field: method === 'partial' ? one.maskedField : `of.${method}`,
      method,
      count: 1,
      found: one.found,
      ...(one.sought.length > 0 && { sought: one.sought }),
    })),
    ...(one.whole.length > 0 && {
      unmasked: one.whole.map((field) => ({ field, found: one.found, count: 1 })),
    }),
    ...(kind === 'outcome' && one.outcome !== undefined && { outcome: one.outcome }),
    ...(kind === 'outcome' && one.milliseconds !== undefined && { milliseconds: one.milliseconds }),
    sizes: { request: one.size, response: one.size * 2 },
  };
}

const noted = { issuer: 'people', subject: 'nobody' };
const numberOf = (id: string): number => Number(id.slice(3));

/** The records in the order of a log: of an intent its outcome comes later, between others. */
function logOf(all: readonly Made[]): RecordDraft['header'][] {
  const log: { readonly at: number; readonly header: RecordDraft['header'] }[] = [];
  all.forEach((one, number) => {
    if (one.intent === undefined) log.push({ at: number, header: headerOf(number, one, 'outcome') });
    else {
      log.push({ at: number, header: headerOf(number, one, 'intent') });
      // One in four never comes.
      if (one.intent % 4 !== 3)
        log.push({ at: number + one.intent + 0.5, header: headerOf(number, one, 'outcome') });
    }
  });
  const known = new Set<string>();
  return log
    .toSorted((a, b) => a.at - b.at)
    .map(({ header }) => {
      const { session, client } = header;
      // A note stands beside what is there; whoever writes it does so from elsewhere.
      const { note, intent } = all[numberOf(header.id)]!;
      const isNote = note && intent === undefined && known.has(session);
      known.add(session);
      return isNote ? { ...header, client: { ...client, session: 'k9' }, note: { of: noted } } : header;
    });
}

/** What an archive has of a log: one header for each decision, in the order in which they began. */
function tableOf(log: readonly RecordDraft['header'][]): RecordTable {
  const last = new Map<string, number>();
  for (const [number, { id }] of log.entries()) last.set(id, number);
  const table = new RecordTable();
  for (const id of new Set(log.map(({ id }) => id))) table.add(log[last.get(id)!]!, last.get(id)!);
  return table;
}

const texts = {
  who: ['ana', 'omar', 'people:*', 'ci:ana', '"Ana Ruiz"', 'people:ana', '*'],
  group: ['analysts', 'o*', '*'],
  connection: ['insights', 's*t'],
  store: ['chroma', '*'],
  collection: ['customer-*', 'customer-cases', '"pay, \\"roll\\""', '*'],
  operation: ['collection_query', 'collection_*', 'get_tenant'],
  class: ['read', 'write', 'search', 'meta', 'sch*'],
  effect: ['allow', 'deny', 'require-approval'],
  outcome: ['delivered', 'refused', 'unknown', 'failed'],
  code: ['limit-exceeded', '*', 'no*'],
  rule: ['a', 'masks/a', 'masks/*', 'b', '*/b'],
  masked: ['*', 'partial', 'hash', 'email', 'phone', 'iban', 'of.*', 'no-such'],
  answer: ['email', 'phone', 'of.*'],
  unmasked: ['email', '*'],
  tenant: ['customer-cases', '"pay, \\"roll\\""'],
  database: ['"of insights"', '*'],
  field: ['email', 'of.*', 'tenant'],
  client: ['python', 'chroma', 'httpx', 'linux', 'python-httpx/0.28', 'Chroma*'],
  mode: ['monitor', 'enforce'],
  kernel: ['k1', 'k*', '*2'],
  session: [testUlid(9_001), `*${testUlid(9_002).slice(-3)}`],
  latency: ['>200ms', '<=100ms', '50ms..150ms', '<1s', '7ms', '>=0ms'],
  size: ['>1kb', '<500b', '0b..2kb', '0b'],
} as const;
const values = fc
  .constantFrom(...(Object.keys(texts) as (keyof typeof texts)[]))
  .chain((key) =>
    fc
      .array(fc.constantFrom(...(texts[key] as readonly string[])), { minLength: 1, maxLength: 3 })
      .map((of) => `${key}:${of.join(',')}`),
  );
const times = fc.constantFrom(
  'on:2026-11-20',
  'on:yesterday',
  'since:2d',
  'until:1d',
  'since:2026-11-20',
  'until:2026-11-19',
  'since:30h',
);
const query = fc
  .array(
    fc.tuple(fc.boolean(), fc.oneof({ weight: 5, arbitrary: values }, { weight: 1, arbitrary: times })),
    { maxLength: 4 },
  )
  .map((terms) => terms.map(([not, term]) => (not ? `-${term}` : term)).join(' '));

test('a query means the same over the index and over records at hand, as archives have them', async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(made, { maxLength: 40 }),
      fc.array(query, { minLength: 12, maxLength: 24 }),
      fc.integer({ min: 1, max: 9 }),
      async (all, queries, limit) => {
        const log = logOf(all);
        const index = indexOfDrafts(log.map((header) => ({ header, parts: {} })));
        const database = index.database();
        const table = tableOf(log);
        const idAt = database.prepare('SELECT id FROM records WHERE no = ?');
        for (const text of queries) {
          const asked = { query: readQuery(text), now };
          const counted = await countFacets(database, index.columns(), asked, 5);
          assert.deepEqual(table.facets(asked.query, now, 5), counted, text);
          const here: string[] = [];
          for (let before: number | undefined = table.size; before !== undefined; ) {
            const page = table.find(asked.query, now, limit, before);
            here.push(...page.ids);
            before = page.next;
          }
          const { numbers } = await findMatching(database, index.columns(), asked, { limit: 1_000 });
          assert.deepEqual(
            here,
            numbers.map((number) => String(idAt.get(number)?.id)),
            text,
          );
          found += here.length > 0 && here.length < table.size ? 1 : 0;
        }
        index.close();
      },
    ),
    { numRuns: runs },
  );
  // Else the test would say little.
  assert.ok(found > runs, String(found));
});
