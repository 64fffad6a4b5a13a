import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide } from '../../decide/decide.ts';
import { isWithin } from '../../testing/access.ts';
import { buildInput } from '../../testing/build-input.ts';
import { loadRules, testEnvironment } from '../../testing/load-rules.ts';
import { changeText } from './diff-texts.ts';
import { permissionDiff } from './permission-diff.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const set = (...rules: object[]) => loadRules(rules.map((rule, i) => ({ id: `r${i}`, ...rule })));
const on = { resources: { connections: ['insights'] } };
const read = {
  effect: 'allow',
  principals: { groups: ['analysts'] },
  ...on,
  operations: ['search', 'fetch'],
};

const rows = (base: object[], head: object[], known = true): string[] =>
  permissionDiff(set(...base), set(...head), {
    now,
    environment: known ? testEnvironment : undefined,
  }).rows.map(
    (row) =>
      `${row.edge ? '(edge) ' : ''}${row.kind} ${row.who.join('; ')}: ${row.operations.join(', ')} on ${row.places.join('; ')}: ${changeText(row)}`,
  );

test('rates are compared with all that is counted together', () => {
  const rate = (count: string, more: object = {}) => ({
    effect: 'guard',
    ...on,
    limits: { rate: count },
    ...more,
  });
  assert.deepEqual(rows([read, rate('60/min')], [read, rate('30/min')]), [
    'narrowed analysts: search, fetch on everywhere: rate 60/min → 30/min',
  ]);
  assert.deepEqual(rows([read, rate('60/min')], [read, rate('60/h')]), [
    'narrowed analysts: search, fetch on everywhere: rate 60/min → 60/h',
  ]);
  const [first] = rows(
    [read, rate('60/min', { operations: ['search'] })],
    [read, rate('60/min', { operations: ['search', 'delete'] })],
  );
  assert.match(first!, /^changed analysts: search .*counted over other operations or people than before$/);
  // A new name is a new bucket, and nothing else.
  assert.deepEqual(rows([read, { ...rate('60/min'), id: 'a' }], [read, { ...rate('60/min'), id: 'b' }]), []);
});

test('approvals and their approvers', () => {
  const held = (group: string) => ({
    effect: 'require-approval',
    operations: ['search'],
    approval: { approvers: { groups: [group] } },
  });
  assert.deepEqual(rows([read], [read, held('owners')]), [
    'narrowed analysts: search on everywhere: none → approval by owners',
  ]);
  assert.deepEqual(rows([read, held('owners')], [read, held('analysts')]), [
    'changed analysts: search on everywhere: approval by owners → approval by analysts',
  ]);
});

test('a condition is its text; what a guard undercuts is no change', () => {
  const when = (text: string) => ({ ...read, when: text });
  assert.deepEqual(rows([when('"a" in identity.groups')], [when('"b" in identity.groups')]).slice(0, 1), [
    'changed analysts: search, fetch on everywhere: condition "a" in identity.groups → "b" in identity.groups',
  ]);
  const limit = { effect: 'guard', ...on, limits: { topK: 20 }, operations: ['search'] };
  const top = (topK: number) => ({ ...read, limits: { topK } });
  assert.deepEqual(rows([top(50), limit], [top(100), limit]), []);
  const filter = { effect: 'guard', ...on, require: { filter: { tenant: 'A' } } };
  assert.deepEqual(rows([read, filter], [{ ...read, require: { filter: { tenant: 'A' } } }, filter]), []);
});

test('a permit that was split is the same for single operations, and told of for those of both classes', () => {
  const [only, ...more] = rows(
    [read],
    [
      { ...read, operations: ['search'] },
      { ...read, operations: ['fetch'] },
    ],
  );
  assert.deepEqual(
    [only, more],
    ['narrowed analysts: search + fetch on everywhere: permitted → refused', []],
  );
});

test('tenants, and names of other issuers; without a configuration the bare ones may be anybody’s', () => {
  const tenant = {
    ...read,
    principals: { services: ['ci:ingest'] },
    resources: { tenants: ['acme-*'], collections: ['docs'] },
  };
  assert.deepEqual(
    rows([], [tenant])[0],
    'widened service ci:ingest: search, fetch on docs, tenant acme-*: refused → without limits',
  );
  assert.ok(
    rows([], [tenant], false).some((row) =>
      row.startsWith('widened service ci:ingest: search, fetch on docs, tenant acme-*'),
    ),
  );
});

test('what was permitted and ended, and what is only watched, is as if it was not there', () => {
  assert.deepEqual(rows([], [{ ...read, expires: '2026-11-21T12:00:00Z' }]), []);
  assert.deepEqual(rows([], [{ ...read, mode: 'monitor' }]), []);
  assert.match(
    rows([read], [{ ...read, expires: '2026-12-01T00:00:00Z' }])[0]!,
    /^narrowed analysts: .* for good → until 2026-12-01/,
  );
});

test('with more groups than can be combined rows say at most, and miss nothing', () => {
  const groups = Array.from({ length: 16 }, (_, i) => `team-${i}`);
  const permits = groups.map((group, i) => ({
    ...read,
    principals: { groups: [group] },
    limits: { topK: 10 + i },
  }));
  const wider = permits.map((one, i) => (i === 3 ? { ...one, limits: { topK: 90 } } : one));
  const many = (rest: object[]) =>
    set(...rest, { effect: 'deny', principals: { groups: ['out'] }, operations: ['search'] });
  const [base, head] = [many(permits), many(wider)];
  const diff = permissionDiff(base, head, { now, environment: testEnvironment });
  assert.ok(diff.rows.length > 0 && diff.rows.every(({ exact }) => !exact));
  for (const own of [['team-3'], ['team-3', 'team-15'], ['team-4'], ['team-3', 'out']]) {
    for (const topK of [5, 20, 50]) {
      const input = buildInput({ groups: own }, [{ targets: ['a'], topK }]);
      const differs = !isWithin(decide(head, input), decide(base, input));
      assert.ok(
        !differs || diff.rows.some((row) => row.kind === 'widened' && row.covers(input, 0)),
        `${own} ${topK}`,
      );
    }
  }
  // Where even the changed rules have too many, each of them is a row.
  const all = permits.map((one) => ({ ...one, limits: { topK: 99 } }));
  const coarse = permissionDiff(set(...permits), set(...all), { now, environment: testEnvironment });
  assert.equal(coarse.rows.length, 32);
  assert.ok(coarse.rows.every(({ kind, exact }) => kind === 'changed' && !exact));
  assert.ok(coarse.rows.some((row) => row.covers(buildInput({ groups: ['team-9'] }, [{ topK: 50 }]), 0)));
});

test('lowering: what may no longer be asked for is not lowered less', () => {
  const lower = (topK: number) => ({
    effect: 'guard',
    ...on,
    limits: { topK, onExceed: 'lower' },
    operations: ['search'],
  });
  const top = (topK: number) => ({ ...read, limits: { topK } });
  assert.deepEqual(rows([top(50), lower(20)], [top(10), lower(20)]), [
    'narrowed analysts: search on everywhere: top-k 50 → 10',
  ]);
  assert.deepEqual(rows([top(50), lower(20)], [top(50), lower(30)]), [
    'widened analysts: search on everywhere: top-k lowered to 20 → 30',
  ]);
});

test('claims with values: each, others and none; a list may have several', () => {
  const dept = (...values: string[]) => ({
    ...read,
    principals: { claims: { dept: values }, groups: ['analysts'] },
  });
  assert.deepEqual(
    rows([dept('x')], [dept('x', 'y')]).filter((row) => !row.startsWith('(edge)')),
    ['widened analysts, dept y: search, fetch on everywhere: refused → without limits'],
  );
  const many = Array.from({ length: 13 }, (_, i) => dept(`d${i}`));
  const wider = many.map((one, i) => (i === 0 ? { ...one, operations: ['search', 'fetch', 'scan'] } : one));
  const input = buildInput({ claims: { dept: 'd0' } }, [{ classes: ['scan'] }]);
  const diff = permissionDiff(set(...many), set(...wider), { now });
  assert.ok(diff.rows.some((row) => row.covers(input, 0)));
});
