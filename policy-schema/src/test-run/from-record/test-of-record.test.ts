import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { decide } from '../../decide/decide.ts';
import { buildInput, type CaseIdentity, type CaseOperation } from '../../testing/build-input.ts';
import { testEnvironment } from '../../testing/load-rules.ts';
import { prepareTests } from '../prepare-tests.ts';
import { runCase } from '../run-case.ts';
import { loadTested } from '../tested-policies.ts';
import { testOfRecord } from './test-of-record.ts';

const text = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: p }
spec:
  rules:
    - id: read
      effect: allow
      principals: { groups: [analysts] }
      resources: { collections: ["*"] }
      operations: [read, upsert, schema, delete-bulk]
      limits: { topK: 50 }
    - { id: own, effect: guard, require: { filter: { tenant: { claim: tenant } } } }
    - id: hide
      effect: guard
      mask: [{ fields: [email], method: partial, keepLast: 4 }, { fields: [$document], detectors: [phone], method: redact }]
      limits: { rate: 60/min, topK: 20, onExceed: lower }
      operations: [search]
    - { id: held, effect: require-approval, operations: [delete-bulk], approval: { approvers: { groups: [owners] } } }
`;

const policies = () => {
  const loaded = loadTested([{ path: 'p.policy.yaml', text }], testEnvironment);
  assert.ok('policies' in loaded);
  return loaded.policies;
};

/** A record as the gateway's API would give it. */
function recordOf(
  operations: readonly CaseOperation[],
  identity: CaseIdentity = {},
): Record<string, unknown> {
  const input = buildInput(identity, operations);
  const { issuer, subject, kind, groups } = input.identity;
  const { effect, operations: decided } = decide(policies().set, input);
  const record = {
    header: {
      id: '01JD8Z6Q4MX3V7H2K9RBT5WYCN',
      time: new Date(input.instant).toISOString(),
      who: { issuer, subject, kind, groups },
      connection: input.connection.name,
      operations: input.operations.map(({ name, classes, targets }) => ({ name, classes, targets })),
    },
    decision: { effect, operations: decided },
    operations: { operations: input.operations },
  };
  return JSON.parse(JSON.stringify(record)) as Record<string, unknown>;
}

function madeOf(record: Record<string, unknown>): string {
  const made = testOfRecord(record);
  assert.ok('text' in made, JSON.stringify(made));
  return made.text;
}

const requests: readonly [name: string, operations: readonly CaseOperation[], identity?: CaseIdentity][] = [
  ['lowered, masked and narrowed', [{ topK: 40, returns: ['email', 'title'], offset: 5 }]],
  ['over a limit', [{ topK: 400 }]],
  [
    'filter by what is masked',
    [{ filter: { op: 'compare', field: 'email', test: 'eq', value: 'ana@example.com' } }],
  ],
  [
    'written within',
    [
      {
        classes: ['upsert'],
        written: { fields: ['tenant', 'note'], items: [{ tenant: 'acme', note: 'secret words' }] },
      },
    ],
  ],
  [
    'written outside',
    [{ classes: ['upsert'], written: { fields: ['tenant'], items: [{ tenant: 'other' }] } }],
  ],
  ['held', [{ classes: ['delete-bulk'], targets: ['every'] }]],
  [
    'by id, ordered',
    [{ classes: ['fetch'], ids: ['CASE-1'], references: [{ field: 'year', use: 'order' }], records: 1 }],
  ],
  ['renamed', [{ classes: ['schema'], renamesTo: 'other' }]],
  ['a batch', [{ topK: 10 }, { topK: 20 }]],
  ['no group', [{}], { groups: [] }],
  ['a listing', [{ classes: ['meta'], implied: 'list', targets: ['every'] }]],
];

for (const [name, operations, identity] of requests) {
  test(`the test made of a decision holds, and holds no data: ${name}`, () => {
    // What a refusal knew of claims is recorded nowhere.
    const made = madeOf(recordOf(operations, identity)).replace('claims: {}', 'claims: { tenant: acme }');
    assert.doesNotMatch(made, /ana@example|secret words|CASE-1/);
    const tested = policies();
    const prepared = prepareTests(
      { path: 'made.policy-test.yaml', text: made },
      { environment: testEnvironment, places: tested.places },
    );
    assert.deepEqual(prepared.problems, [], made);
    assert.equal(prepared.cases.length, operations.length);
    for (const testCase of prepared.cases) assert.deepEqual(runCase(tested, testCase).differences, [], made);
  });
}

test('it reads as our files do', () => {
  assert.equal(
    madeOf(recordOf([{ topK: 40, returns: ['email'] }])),
    `# Made of decision 01JD8Z6Q4MX3V7H2K9RBT5WYCN. Name it after what it is for, and put it beside the policies.

apiVersion: vectorgate/v1
kind: PolicyTest
metadata: { name: decision-01jd8z6q4mx3v7h2k9rbt5wycn }
spec:
  now: "2026-11-21T12:00:00.000Z"
  connection: insights
  identities:
    # The record does not show claims: these are told by the filter that was added. Check their names.
    caller: { subject: ana, groups: [analysts], claims: { tenant: acme } }
  operations:
    request:
      class: search
      tenant: default_tenant
      database: default_database
      collection: customer-cases
      topK: 40
      returns: [email]
  tests:
    - name: search as decided
      identities: [caller]
      operations: [request]
      expect:
        effect: allow
        rules: [hide, own, read]
        filter: { tenant: acme }
        masks:
          $document: { method: redact, detectors: [phone] }
          email: { method: partial, keepLast: 4 }
        limits: { topK: 20, rates: [60/min] }
`,
  );
});

test('claims are those of the record where it shows them, and nothing is then left to check', () => {
  const identity = { claims: { tenant: 'acme', level: 3, tenants: ['a', 'b'] }, groupsComplete: false };
  const record = recordOf([{ topK: 400 }], identity);
  const { claims, groupsComplete } = identity;
  const made = madeOf({
    ...record,
    operations: { ...(record.operations as object), identity: { claims, groupsComplete } },
  });
  assert.doesNotMatch(made, /does not show/);
  assert.match(
    made,
    /groups: \[analysts\]\n +groupsComplete: false\n +claims: \{ tenant: acme, level: 3, tenants: \[a, b\] \}/,
  );
  const none = madeOf({
    ...record,
    operations: { ...(record.operations as object), identity: { claims: {}, groupsComplete: true } },
  });
  assert.match(none, /claims: \{\}/);
  assert.doesNotMatch(none, /does not show|groupsComplete/);
  assert.match(madeOf(record), /does not show claims: add those that the rules ask for/);
});

test('names that would hide or reorder stand as escapes, and are the same names', () => {
  const name = 'cases\u202e\u200b\u007fx: {y} #';
  const made = madeOf(recordOf([{ targets: [name] }]));
  assert.doesNotMatch(made, /[\p{Cf}\u007f]/u);
  assert.match(made, /"cases\\u202e\\u200b\\u007fx: \{y\} #"/);
  const read = parse(made) as { spec: { operations: { request: { collection: string } } } };
  assert.equal(read.spec.operations.request.collection, name);
});

test('of a request that policy did not decide none is made, and that is said', () => {
  const record = recordOf([{}]);
  for (const broken of [{}, { ...record, decision: {} }, { ...record, decision: null, operations: null }]) {
    const made = testOfRecord(broken);
    assert.ok('why' in made);
    assert.match(made.why, /Policy did not decide/);
  }
});
