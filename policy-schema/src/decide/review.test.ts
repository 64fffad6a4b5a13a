import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gateRecords, reviewOperation } from '../operation/review-operation.ts';
import { every, none, one, type Target, unresolved } from '../operation/target.ts';
import { buildIdentity, buildInput, buildOperation, type CaseIdentity } from '../testing/build-input.ts';
import { loadRules, tryRules } from '../testing/load-rules.ts';
import { decide } from './decide.ts';
import { guardsOver, narrowsTo, seenAs } from './guards-over.ts';
import { mayReview, nextReviewEnd } from './may-review.ts';

const instant = Date.parse('2026-11-21T12:00:00Z');
const at = (collection: string): Target => ({
  tenant: one('default_tenant'),
  database: one('default_database'),
  namespace: none,
  collection: one(collection),
});
const store: Target = { tenant: none, database: none, namespace: none, collection: none };

const permit = (resources: object, more: object = {}) => ({
  id: 'look',
  effect: 'allow',
  principals: { groups: ['reviewers'] },
  resources,
  operations: ['review'],
  ...more,
});
const rita: CaseIdentity = { subject: 'rita', groups: ['reviewers'], claims: {} };

/** What becomes of a look at a record of a place. */
const look = (
  rules: readonly object[],
  targets: readonly Target[],
  { connection = 'insights', identity = rita }: { connection?: string; identity?: CaseIdentity } = {},
) => {
  const set = loadRules(rules);
  return decide(set, {
    identity: buildIdentity(identity),
    connection: { name: connection, people: 'people' },
    operations: [reviewOperation('record_review', { connection, store: 'chroma', targets })],
    instant,
  });
};
const seen = (...args: Parameters<typeof look>): boolean => look(...args).effect === 'allow';

describe('looking at records of others', () => {
  test('is permitted by connection and collection, each target of the record alone', () => {
    const rules = [permit({ connections: ['insights'], collections: ['customer-*'] })];
    assert.ok(seen(rules, [at('customer-cases')]));
    assert.ok(seen(rules, [at('customer-cases'), at('customer-notes')]));
    assert.ok(!seen(rules, [at('payroll')]));
    assert.ok(!seen(rules, [at('customer-cases'), at('payroll')]));
    assert.ok(!seen(rules, [at('customer-cases')], { connection: 'archive' }));
    assert.ok(!seen(rules, [at('customer-cases')], { identity: { groups: ['analysts'] } }));
    // What names no collection, all of them, or none that can be told, is for whoever may review the whole connection.
    for (const targets of [
      [store],
      [],
      [{ ...store, collection: every }],
      [{ ...store, collection: unresolved }],
    ]) {
      assert.ok(!seen(rules, targets));
      assert.ok(seen([permit({ connections: ['insights'] })], targets));
    }
  });

  test('no other class opens it, and it opens no other: not even connecting and listing', () => {
    const reads = permit({ connections: ['insights'] }, { operations: ['read', 'write', 'admin', 'meta'] });
    assert.ok(!seen([reads], [at('a')]));
    const set = loadRules([permit({ connections: ['insights'] })]);
    for (const operation of [
      buildOperation(),
      buildOperation({ classes: ['meta'], implied: 'handshake', targets: ['none'] }),
      buildOperation({ classes: ['meta'], implied: 'list', targets: ['every'] }),
      buildOperation({ classes: ['meta'], implied: 'describe', targets: ['a'] }),
    ])
      assert.equal(decide(set, { ...buildInput(rita, []), operations: [operation] }).effect, 'deny');
  });

  test('the gate’s own records are named as a connection, and no pattern of collections reaches them', () => {
    const own = { connection: gateRecords };
    assert.ok(seen([permit({ connections: [gateRecords] })], [], own));
    assert.ok(!seen([permit({ collections: ['*'] })], [], own));
    assert.ok(!seen([permit({ connections: ['insights'] })], [], own));
    const open = permit({ connections: ['insights', gateRecords] });
    // A refusal of a collection says nothing about what is in none.
    assert.ok(seen([open, { id: 'd', effect: 'deny', resources: { collections: ['payroll'] } }], [], own));
    assert.ok(!seen([open, { id: 'd', effect: 'deny', operations: ['review'] }], [], own));
  });

  test('denies, missing claims, approvals and ends of permits close it', () => {
    const open = permit({ connections: ['insights'] });
    const closing: readonly (readonly [object, boolean])[] = [
      [{ id: 'd', effect: 'deny', resources: { collections: ['a'] } }, true],
      [{ id: 'd', effect: 'deny', operations: ['review'] }, true],
      [{ id: 'd', effect: 'deny', operations: ['search'] }, false],
      [{ id: 'd', effect: 'deny', mode: 'monitor' }, false],
      [{ id: 'g', effect: 'guard', require: { filter: { tenant: { claim: 'tenant' } } } }, true],
      [{ id: 'g', effect: 'guard', operations: ['read'], require: { filter: { tenant: 'acme' } } }, false],
      [{ id: 'p', effect: 'require-approval', approval: { approvers: { groups: ['owners'] } } }, true],
      [{ id: 'd', effect: 'deny', operations: ['review'], when: 'identity.subject == "rita"' }, true],
      [{ id: 'd', effect: 'deny', operations: ['review'], when: 'identity.claims.level > 3' }, true],
    ];
    for (const [rule, closes] of closing)
      assert.equal(seen([open, rule], [at('a')]), !closes, JSON.stringify(rule));
    assert.ok(!seen([{ ...open, mode: 'monitor' }], [at('a')]));
    assert.ok(!seen([{ ...open, expires: '2026-11-21T12:00:00Z' }], [at('a')]));
    assert.ok(seen([{ ...open, expires: '2026-11-21T12:00:01Z' }], [at('a')]));
    assert.ok(!seen([{ ...open, principals: { groups: ['ci:reviewers'] } }], [at('a')]));
  });

  test('rates bind it, and a filter is owed', () => {
    const { operations } = look(
      [
        permit({ connections: ['insights'] }),
        {
          id: 'g',
          effect: 'guard',
          operations: ['review'],
          limits: { rate: '10/h' },
          require: { filter: { tenant: 'acme' } },
        },
      ],
      [at('a')],
    );
    const { rates, filter } = operations[0]!.obligations;
    assert.deepEqual(
      [rates.length, filter],
      [1, { op: 'compare', field: 'tenant', test: 'eq', value: 'acme' }],
    );
  });

  test('who may review anything is told from permits that hold now', () => {
    const may = (rules: readonly object[], identity = rita, name = 'insights') =>
      mayReview(loadRules(rules), {
        identity: buildIdentity(identity),
        connection: { name, people: 'people' },
        instant,
      });
    const narrow = permit({ collections: ['a'] });
    assert.ok(may([narrow]));
    assert.ok(!may([narrow], { groups: ['analysts'] }));
    assert.ok(!may([permit({ connections: ['insights'] })], rita, 'archive'));
    assert.ok(!may([{ ...narrow, operations: ['read'] }]));
    assert.ok(!may([{ ...narrow, expires: '2026-11-21T12:00:00Z' }]));
    assert.ok(!may([{ ...narrow, mode: 'monitor' }]));
    const set = loadRules([
      { ...narrow, id: 'one', expires: '2026-11-21T11:00:00Z' },
      { ...narrow, id: 'two', expires: '2026-11-21T13:00:00Z' },
      { ...narrow, id: 'three', expires: '2026-11-22T13:00:00Z' },
      { ...narrow, id: 'four', operations: ['read'], expires: '2026-11-21T12:30:00Z' },
    ]);
    assert.equal(nextReviewEnd(set, instant), Date.parse('2026-11-21T13:00:00Z'));
    assert.equal(nextReviewEnd(loadRules([narrow]), instant), Number.POSITIVE_INFINITY);
  });
});

test('invariant 10: what cannot hold for a review does not load', () => {
  const open = permit({ connections: ['insights'] });
  const refused: readonly (readonly [object, string])[] = [
    [{ ...open, require: { filter: { tenant: 'acme' } } }, 'review-not-filtered'],
    [
      { ...open, operations: ['read', 'review'], require: { filter: { tenant: 'acme' } } },
      'review-not-filtered',
    ],
    [{ ...open, limits: { topK: 5 } }, 'limit-without-class'],
    [{ ...open, limits: { page: 5 } }, 'limit-without-class'],
    [{ ...open, limits: { records: 5 } }, 'limit-without-class'],
    [{ ...open, limits: { rate: '5/h' } }, 'rate-in-permit'],
    [{ ...open, when: 'request.records > 5' }, 'when-not-in-class'],
    [{ ...open, resources: { connections: ['elsewhere'] } }, 'unknown-connection'],
    [{ id: 'g', effect: 'guard', operations: ['review'], limits: { records: 5 } }, 'limit-without-class'],
  ];
  for (const [rule, code] of refused) {
    const loaded = tryRules([rule]);
    assert.deepEqual(
      loaded.ok ? [] : loaded.problems.map((problem) => problem.code),
      [code],
      JSON.stringify(rule),
    );
  }
  for (const rule of [
    open,
    permit({ connections: [gateRecords] }),
    { ...open, operations: ['read', 'review'], limits: { topK: 5, records: 5 } },
    { id: 'g', effect: 'guard', operations: ['review'], limits: { rate: '5/h' } },
  ])
    assert.ok(tryRules([rule]).ok, JSON.stringify(rule));
});

describe('what binds who looks', () => {
  test('what was read is seen as it was read, and what was changed as by a fetch', () => {
    assert.deepEqual(seenAs(buildOperation({ classes: ['search', 'fetch'] })), ['search', 'fetch', 'review']);
    assert.deepEqual(seenAs(buildOperation({ classes: ['upsert'] })), ['fetch', 'review']);
    assert.deepEqual(seenAs(buildOperation({ classes: ['schema', 'delete-bulk'] })), ['fetch', 'review']);
    assert.deepEqual(seenAs(buildOperation({ classes: ['meta'], implied: 'list' })), ['meta', 'review']);
  });

  test('masks, denies and filters of reading and of reviewing bind; limits do not', () => {
    const guards = (rule: object, operation = buildOperation({ topK: 500 })) =>
      guardsOver(loadRules([{ id: 'r', ...rule }]), { ...buildInput(rita, []), operations: [operation] })[0]!;
    const mask = [{ fields: ['email'], method: 'redact' }];
    for (const operations of [undefined, ['search'], ['read'], ['review']])
      assert.equal(guards({ effect: 'guard', mask, operations }).masks.length, 1, String(operations));
    assert.equal(guards({ effect: 'guard', mask, operations: ['fetch'] }).masks.length, 0);
    assert.equal(
      guards({ effect: 'guard', mask, operations: ['fetch'] }, buildOperation({ classes: ['upsert'] })).masks
        .length,
      1,
    );
    assert.ok(guards({ effect: 'deny', operations: ['search'] }).denied);
    assert.ok(!guards({ effect: 'deny', operations: ['delete-bulk'] }).denied);
    const limited = guards({ effect: 'guard', limits: { topK: 5, records: 1 } });
    assert.deepEqual(limited, { denied: false, masks: [], closed: false });
    assert.ok(guards({ effect: 'guard', require: { filter: { tenant: { claim: 'tenant' } } } }).closed);
    assert.ok(guards({ effect: 'require-approval', approval: { approvers: { groups: ['o'] } } }).closed);
    // The name that a collection was given is one of its targets.
    const renamed = buildOperation({ classes: ['schema'], targets: ['a'], renamesTo: 'b' });
    assert.ok(guards({ effect: 'deny', resources: { collections: ['b'] } }, renamed).denied);
  });

  test('a filter is enough where each part of the wanted one is part of it', () => {
    const eq = (field: string, value: string) => ({ op: 'compare', field, test: 'eq', value }) as const;
    const [acme, globex, open] = [eq('tenant', 'acme'), eq('tenant', 'globex'), eq('open', 'yes')];
    assert.ok(narrowsTo(acme, acme));
    assert.ok(narrowsTo({ op: 'and', of: [open, acme] }, acme));
    assert.ok(narrowsTo({ op: 'and', of: [open, acme] }, { op: 'and', of: [acme, open] }));
    assert.ok(!narrowsTo(acme, { op: 'and', of: [acme, open] }));
    assert.ok(!narrowsTo({ op: 'or', of: [acme, globex] }, acme));
    assert.ok(!narrowsTo(globex, acme));
    assert.ok(!narrowsTo(undefined, acme));
  });
});
