import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decide } from '../../decide/decide.ts';
import { buildInput } from '../../testing/build-input.ts';
import {
  broad,
  type Plain,
  type SmallRule,
  setOf,
  settings,
  shown,
  told,
} from '../../testing/small-rules.ts';

const words = fc.constantFrom<Plain[]>({}, {}, {}, { message: 'Ask the owners.' });
const where = fc.constantFrom<Plain[]>(
  {},
  ...[['a'], ['ab'], ['a*'], ['a', 'ab']].map((collections) => ({ resources: { collections } })),
);
const approval = { approvers: { groups: ['owners'] } };
const guarding = fc.constantFrom<Plain[]>(
  ...[5, 10, 20].map((topK) => ({ effect: 'guard', limits: { topK } })),
  { effect: 'require-approval', approval },
  { effect: 'require-approval', approval, limits: { topK: 10 } },
);

/** Rules of which each has words of its own, or none: in no order of their ids, by which they speak. */
const rulesOf = (does: fc.Arbitrary<Plain>, prefix: string): fc.Arbitrary<readonly SmallRule[]> =>
  fc
    .array(fc.tuple(does, where, words), { minLength: 2, maxLength: 5 })
    .chain((all) =>
      fc
        .shuffledSubarray([...all.keys()], { minLength: all.length })
        .map((ids) =>
          all.map((parts, i) => Object.assign({ id: `${prefix}${ids[i]}` }, ...parts) as SmallRule),
        ),
    );

const input = buildInput(
  {},
  ['a', 'ab', 'b'].flatMap((name) => [3, 7, 15, 30].map((topK) => ({ targets: [name], topK }))),
);

for (const [code, does, prefix] of [
  ['guard-redundant', guarding, 'g'],
  ['refusal-redundant', fc.constant({ effect: 'deny' }), 'd'],
] as const)
  test(`who deletes all of which ${code} is said changes no words of a refusal`, () => {
    let changed = 0;
    fc.assert(
      fc.property(rulesOf(does, prefix), (rules) => {
        const gone = told([broad, ...rules], code);
        if (gone.size === 0) return;
        changed++;
        const said = (left: readonly SmallRule[]) =>
          decide(setOf([broad, ...left]), input).operations.map(({ refusal }) => {
            const by = left.find(({ id }) => id === refusal?.rule?.rule);
            return by && [by.message];
          });
        assert.deepEqual(
          said(rules.filter(({ id }) => !gone.has(id))),
          said(rules),
          `${[...gone]} of ${shown(rules)}`,
        );
      }),
      settings(400),
    );
    assert.ok(changed > 50, `${changed}`);
  });
