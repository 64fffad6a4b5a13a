import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RecordHeader } from '../records/record-header.ts';
import { type Step, stepsOf } from '../records/step.ts';
import { testHeader } from '../records/testing/test-header.ts';
import { alignSteps } from './align-steps.ts';
import { compareSessions, rowKind } from './compare-sessions.ts';
import { comparedSteps } from './compared-steps.ts';

const [search] = testHeader().operations;
const deny = { effect: 'deny', rules: [], revision: { digest: 'd' }, mode: 'enforce' } as const;

/** A step that asks for the first `topK` of a collection. */
const asks = (
  topK: number,
  collection = 'cases',
  changes: Partial<RecordHeader> = {},
): Partial<RecordHeader> => {
  const [target] = search!.targets;
  const targets = [{ ...target!, collection: { is: 'one', name: collection } as const }];
  return { operations: [{ ...search!, targets, topK }], ...changes };
};

/** Steps one after the other. */
const steps = (...all: readonly Partial<RecordHeader>[]): readonly Step[] =>
  stepsOf(
    all.map((changes, at) =>
      testHeader({
        id: String(at).padStart(26, '0'),
        time: new Date(Date.UTC(2026, 10, 20) + at * 1_000).toISOString(),
        ...changes,
      }),
    ),
  );

const shown = (before: readonly Step[], now: readonly Step[]): readonly string[] =>
  compareSessions(before, now).rows.map((row) => {
    const topK = (step: Step | undefined): unknown => step?.header.operations[0]?.topK ?? '-';
    return `${topK(row.before)} ${topK(row.now)} ${rowKind(row)}`;
  });

test('a step that was put in stands alone, and all others beside their like', () => {
  const [before, now] = [steps(asks(1), asks(2), asks(3)), steps(asks(1), asks(9), asks(2), asks(3))];
  assert.deepEqual(shown(before, now), ['1 1 same', '- 9 only-now', '2 2 same', '3 3 same']);
  assert.deepEqual(shown(now, before), ['1 1 same', '9 - only-before', '2 2 same', '3 3 same']);
});

test('what asks for the same of the same stands beside each other, whatever was asked', () => {
  assert.deepEqual(shown(steps(asks(10)), steps(asks(1_000))), ['10 1000 asked']);
  assert.deepEqual(shown(steps(asks(10)), steps(asks(10, 'docs'))), ['10 - only-before', '- 10 only-now']);
});

test('a row is of the gravest in which its steps differ', () => {
  const rule = { policy: 'p', rule: 'read' };
  const email = { field: 'email', method: 'partial', count: 3 };
  const plain = asks(10);
  const row = (now: Partial<RecordHeader>) => {
    const { rows, counts } = compareSessions(steps(plain), steps({ ...plain, ...now }));
    assert.equal(counts[rowKind(rows[0]!)], 1);
    return rows[0]!.differs;
  };
  assert.deepEqual(row({}), []);
  assert.deepEqual(row({ outcome: 'refused', decision: { ...deny, code: 'no-permit' } }), [
    'effect',
    'rules',
  ]);
  assert.deepEqual(row({ masked: [email] }), ['masks'], 'a masked answer is an allowed one');
  assert.deepEqual(row({ unmasked: [{ field: 'email' }] }), ['masks'], 'whole for one of the two');
  assert.deepEqual(row({ changes: ['filter on tenant added'] }), ['changes']);
  assert.deepEqual(row({ decision: { ...testHeader().decision, rules: [rule] } }), ['rules']);
  const masked = (count: number) =>
    compareSessions(steps({ masked: [email] }), steps({ masked: [{ ...email, count }] }));
  assert.equal(rowKind(masked(99).rows[0]!), 'same', 'how often depends on the data');
});

test('what stands in one of the two alone is told by name', () => {
  const rule = (name: string) => ({ ...testHeader().decision, rules: [{ policy: 'p', rule: name }] });
  const { before, now } = compareSessions(
    steps(
      asks(1, 'cases', { decision: rule('read') }),
      asks(1, 'maps', { outcome: 'refused', decision: deny }),
    ),
    steps(
      asks(1, 'cases', { decision: rule('own'), masked: [{ field: 'email', method: 'drop', count: 1 }] }),
    ),
  );
  assert.deepEqual(before, {
    steps: 2,
    refused: 1,
    masked: 0,
    only: { collections: ['maps'], rules: ['p/read'], masks: [] },
  });
  assert.deepEqual(now, {
    steps: 1,
    refused: 0,
    masked: 1,
    only: { collections: [], rules: ['p/own'], masks: ['email drop'] },
  });
});

test('sessions of different stores are aligned by the class of what was asked', () => {
  const points = { ...search!, name: 'query_points', topK: 10 };
  const [row] = compareSessions(
    steps(asks(10, 'customer-cases')),
    steps({ store: 'qdrant', operations: [points] }),
  ).rows;
  assert.ok(row?.before && row.now);
  assert.deepEqual(row.differs, [], 'that each store has its own name for it is no difference');
});

test('what clients do by themselves is left out, unless it is wanted, was refused or is all there is', () => {
  const meta = { ...search!, name: 'get_tenant', classes: ['meta'] };
  const handshake = { operations: [meta] };
  const before = steps(handshake, asks(1), { ...handshake, outcome: 'refused', decision: deny });
  const counts = (...args: Parameters<typeof comparedSteps>) =>
    comparedSteps(...args).map(({ length }) => length);
  assert.deepEqual(counts(before, steps(handshake), false), [2, 0]);
  assert.deepEqual(counts(before, steps(handshake), true), [3, 1]);
  assert.deepEqual(counts(steps(handshake), steps(handshake), false), [1, 1]);
});

test('whichever of two sessions comes first, the same steps stand beside each other, in their order', () => {
  const one = fc.record({
    topK: fc.integer({ min: 1, max: 3 }),
    collection: fc.constantFrom('a', 'b', 'c'),
    refused: fc.boolean(),
  });
  const session = fc
    .array(one, { maxLength: 25 })
    .map((all) =>
      steps(
        ...all.map(({ topK, collection, refused }) =>
          asks(topK, collection, refused ? { outcome: 'refused', decision: deny } : {}),
        ),
      ),
    );
  fc.assert(
    fc.property(session, session, (a, b) => {
      const [there, back] = [compareSessions(a, b), compareSessions(b, a)];
      const pairs = [...alignSteps(a, b).partners].flatMap((y, x) => (y < 0 ? [] : [`${x} ${y}`]));
      const turned = [...alignSteps(b, a).partners].flatMap((x, y) => (x < 0 ? [] : [`${x} ${y}`]));
      assert.deepEqual(pairs, turned);
      const { 'only-before': onlyA, 'only-now': onlyB, ...both } = there.counts;
      const { 'only-before': backB, 'only-now': backA, ...bothBack } = back.counts;
      assert.deepEqual([onlyA, onlyB, both], [backA, backB, bothBack]);
      assert.deepEqual([there.before, there.now], [back.now, back.before]);
      // Every step of both is there, once and in its order.
      assert.deepEqual(
        there.rows.flatMap(({ before }) => before ?? []),
        a,
      );
      assert.deepEqual(
        there.rows.flatMap(({ now }) => now ?? []),
        b,
      );
      for (const { before, now } of there.rows)
        if (before !== undefined && now !== undefined)
          assert.deepEqual(before.header.operations[0]?.targets, now.header.operations[0]?.targets);
    }),
    { numRuns: 300 },
  );
});

test('10,000 steps that all ask for the same of the same are moved to their like in one pass', () => {
  const before = steps(...Array.from({ length: 10_000 }, (_, at) => asks(at)));
  const { rows, best } = compareSessions(before, before.slice(1));
  assert.ok(best);
  assert.deepEqual(
    [rowKind(rows[0]!), rows.slice(1).every((row) => rowKind(row) === 'same')],
    ['only-before', true],
  );
});
