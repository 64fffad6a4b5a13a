import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { PolicySet } from '../../compile/policy-set.ts';
import { decide } from '../../decide/decide.ts';
import type { DecideInput } from '../../decide/decide-contract.ts';
import type { Obligations, RequestDecision } from '../../decide/decision.ts';
import { guardsOver, seenAs } from '../../decide/guards-over.ts';
import { reviewOperation } from '../../operation/review-operation.ts';
import { isWithin } from '../../testing/access.ts';
import { buildInput } from '../../testing/build-input.ts';
import { loadRules, testEnvironment, tryRules } from '../../testing/load-rules.ts';
import * as random from '../../testing/random-rules.ts';
import { runs } from '../../testing/runs.ts';
import { widening } from './change.ts';
import { changeText } from './diff-texts.ts';
import { permissionDiff } from './permission-diff.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const on = { resources: { connections: ['insights'] } };
const reviewers = { principals: { groups: ['reviewers'] } };
const review = { effect: 'allow', ...reviewers, ...on, operations: ['review'] };
const read = { effect: 'allow', principals: { groups: ['analysts'] }, ...on, operations: ['read'] };

const set = (...rules: object[]) => loadRules(rules.map((rule, i) => ({ id: `r${i}`, ...rule })));
const rows = (base: object[], head: object[], environment = true): string[] =>
  permissionDiff(set(...base), set(...head), {
    now,
    environment: environment ? testEnvironment : undefined,
  }).rows.map(
    (row) =>
      `${row.edge ? '(edge) ' : ''}${row.kind} ${row.who.join('; ')}: ${row.operations.join(', ')} on ${row.connections.join(', ')}, ${row.places.join('; ')}: ${changeText(row)}`,
  );

const reads = 'review of search/fetch/scan/aggregate';
const bound = (rule: object) => rows([review, rule], [review]).filter((row) => !row.startsWith('(edge)'));

test('what reviewers see when a mask, a filter, a deny or an approval goes, though they may not read', () => {
  const mask = [{ fields: ['email'], method: 'redact' }];
  assert.deepEqual(bound({ effect: 'guard', operations: ['read'], mask }), [
    `unmasked reviewers: ${reads} on insights, everywhere: email: redact → whole`,
  ]);
  assert.deepEqual(bound({ effect: 'guard', operations: ['read'], require: { filter: { tenant: 'A' } } }), [
    `widened reviewers: ${reads} on insights, everywhere: filter tenant = "A" → none`,
  ]);
  assert.deepEqual(bound({ effect: 'deny', ...reviewers, operations: ['search'] }), [
    'widened reviewers: review of search on insights, everywhere: refused → without limits',
  ]);
  const approval = { approvers: { groups: ['owners'] } };
  assert.deepEqual(bound({ effect: 'require-approval', operations: ['search'], approval }), [
    'widened reviewers: review of search on insights, everywhere: approval by owners → none',
  ]);
  assert.deepEqual(
    bound({ effect: 'guard', operations: ['search'], limits: { topK: 5, rate: '5/min' } }),
    [],
  );
  // A write is seen as by a fetch.
  assert.deepEqual(bound({ effect: 'deny', operations: ['upsert'] }), []);
});

test('what the class review says itself is said once; where nobody may review, nothing', () => {
  const mask = [{ fields: ['email'], method: 'redact' }];
  const guard = { effect: 'guard', mask };
  assert.deepEqual(bound({ effect: 'guard', operations: ['review'], mask }), [
    'unmasked reviewers: review on insights, everywhere: email: redact → whole',
  ]);
  assert.ok(!rows([guard], [review, guard]).some((row) => row.includes('review of')));
  assert.deepEqual(
    rows([read, { ...guard, operations: ['read'] }], [read]).filter((row) => row.includes('review')),
    [],
  );
});

test('rules about the records of the gate itself, with a configuration and without', () => {
  const own = { ...review, resources: { connections: ['(gateway)'] } };
  for (const known of [true, false])
    assert.deepEqual(rows([], [own], known).slice(0, 1), [
      'widened reviewers: review on (gateway), everywhere: refused → without limits',
    ]);
  // What names no connection is about them, too, by as much as it is about reviewing.
  const left = (head: object): string[] =>
    rows([read, review, own], [read, review, own, head]).filter((row) => row.includes('(gateway)'));
  assert.deepEqual(left({ effect: 'deny', ...reviewers, operations: ['search', 'review'] }), [
    'narrowed reviewers: review on insights, (gateway), everywhere: permitted → refused',
  ]);
  assert.deepEqual(left({ effect: 'deny', operations: ['search'] }), []);
  assert.deepEqual(left({ effect: 'deny', resources: { collections: ['docs'] } }), []);
  assert.deepEqual(left({ effect: 'guard', mask: [{ fields: ['email'], method: 'redact' }] }), []);
});

/** Who reviews what was recorded there is shown it as if it was decided so. */
function shown(policies: PolicySet, input: DecideInput): RequestDecision {
  const operations = input.operations.map(({ connection, store, targets }) =>
    reviewOperation('record_review', { connection, store, targets }),
  );
  const allowed = decide(policies, { ...input, operations }).effect === 'allow';
  const guards = guardsOver(policies, input);
  const open = allowed && !guards.some(({ denied, closed }) => denied || closed);
  return {
    effect: open ? 'allow' : 'deny',
    operations: guards.map(({ masks, filter }) => ({
      effect: 'allow',
      obligations: { masks, rates: [], ...(filter !== undefined && { filter }) } as Obligations,
      trace: [],
    })),
  } as unknown as RequestDecision;
}

const anyone = { effect: 'allow', principals: { issuers: ['people'] }, ...on, operations: ['review'] };
const permits = fc.constantFrom<object>(
  anyone,
  anyone,
  { ...anyone, principals: { groups: ['g1'] } },
  { ...anyone, resources: { collections: ['a*'] } },
);
const binding = fc.oneof(random.deny, random.guard, random.guard, random.approvalRule);
/** Where a rename leads to is bound by guards but not asked of a reviewer's permits; a row of renames tells of those. */
const recordedOperation = random.operation.filter(({ renamesTo }) => renamesTo === undefined);
const sides = fc
  .record({
    permits,
    common: fc.array(binding, { maxLength: 2 }),
    before: fc.array(binding, { maxLength: 1 }),
    after: fc.array(fc.oneof(binding, permits), { maxLength: 1 }),
  })
  .map(({ permits: first, common, before, after }) =>
    [before, after].map((own) => [first, ...common, ...own].map((rule, i) => ({ ...rule, id: `r${i}` }))),
  );

test('what reviewers are shown otherwise than before, the diff tells of', () => {
  let differing = 0;
  fc.assert(
    fc.property(
      sides,
      fc.array(fc.tuple(random.identity, recordedOperation), { minLength: 12, maxLength: 12 }),
      fc.boolean(),
      (pair, asked, known) => {
        const [one, other] = [tryRules(pair[0]!), tryRules(pair[1]!)];
        fc.pre(one.ok && other.ok);
        const diff = permissionDiff(one.set, other.set, {
          now,
          environment: known ? testEnvironment : undefined,
        });
        for (const [identity, operation] of asked) {
          const input = buildInput(identity, [operation]);
          const [was, is] = [shown(one.set, input), shown(other.set, input)];
          const [wider, narrower] = [!isWithin(is, was), !isWithin(was, is)];
          if (wider || narrower) differing++;
          const { implied: _, ...recorded } = input.operations[0]!;
          const look = { ...input, operations: [{ ...recorded, classes: ['review' as const] }] };
          const words = seenAs(input.operations[0]!);
          const told = diff.rows.filter(
            (row) =>
              row.covers(look, 0) &&
              row.operations.some(
                (text) =>
                  text === 'review' ||
                  (text.startsWith('review of ') &&
                    text
                      .slice(10)
                      .split('/')
                      .some((name) => words.some((word) => word === name))),
              ),
          );
          const report = () => JSON.stringify([pair, input, was, is, diff.rows], undefined, 1);
          assert.ok(!wider || told.some(({ kind }) => widening.has(kind)), `wider\n${report()}`);
          assert.ok(
            !narrower || told.some(({ kind }) => !widening.has(kind) || kind === 'changed'),
            `narrower\n${report()}`,
          );
        }
      },
    ),
    { numRuns: runs(40) },
  );
  assert.ok(differing > 15, `only ${differing} differ`);
});
