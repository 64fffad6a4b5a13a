import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { PolicySet } from '../../compile/policy-set.ts';
import { decide } from '../../decide/decide.ts';
import type { DecideInput } from '../../decide/decide-contract.ts';
import { satisfies } from '../../decide/required-filter.ts';
import {
  alike,
  broad,
  named,
  nothing,
  type Plain,
  people,
  type SmallRule,
  setOf,
  settings,
  shown,
  something,
  told,
  without,
  withoutAll,
} from '../../testing/small-rules.ts';
import { answerAlike, smallCollections, smallEnvironment, smallWorld } from '../../testing/small-world.ts';

// The same of guards: what the evaluator proves by looking at all of a small world is what is told, no more and no less. Not told,
// beside what is not told of permits and refusals:
// - what several rules come to by differing: two ways of masking a field, by which it is redacted; values of a filter that are among
//   those of another, or that no other filter leaves; `fields: all` with exceptions that others hide;
// - rates, of which each rule counts its own, approvals that are not written alike, and that an approval, which is refused as long
//   as nobody can be asked, hides all else;
// - what is told: guards with other words of their own, or whose policy names another contact.

const naming = fc.constantFrom(...people);

type Draw = fc.Arbitrary<Plain>;

const some = (all: readonly string[], most: number) =>
  fc.subarray([...all], { minLength: 1, maxLength: most });

const wholes = fc.record({
  fields: some(['email', 'name', 'address', 'address.city', '$document'], 2),
  method: fc.constantFrom('redact', 'hash', 'nullify', 'drop'),
  filterable: fc.boolean(),
});
const everyField = fc.record({
  fields: fc.constant('all'),
  except: fc.constant(['name']),
  method: fc.constantFrom('redact', 'hash'),
});
/** Beside detectors any way that is less than this comes to the same. */
const redacts = fc.record({
  fields: some(['name', '$document'], 2),
  method: fc.constantFrom('redact', 'drop'),
});
const finds = fc.record({
  fields: some(['name', '$document'], 2),
  detectors: some(['email', 'iban'], 2),
  method: fc.constant('redact'),
});

const filters = fc.constantFrom<Plain[]>(
  { tenant: 'x' },
  { tenant: ['x', 'y'] },
  { level: 3 },
  { tenant: 'x', level: 3 },
);

const owing = (masks: fc.Arbitrary<unknown>) =>
  fc.record(
    {
      mask: fc.array(masks, { minLength: 1, maxLength: 2 }),
      require: fc.record({ filter: filters }),
      limits: fc.record({ topK: fc.constantFrom(5, 10), onExceed: fc.constantFrom('lower', 'refuse') }),
    },
    { requiredKeys: [] },
  );
/** Few, so that they differ in whether a field may be referred to, or in whether a mask of all fields reaches it. */
const referred = fc.record({
  fields: fc.constantFrom(['email'], ['address']),
  method: fc.constantFrom('redact', 'hash'),
  filterable: fc.boolean(),
});
const reached = fc.record({ fields: some(['email', 'name', '$document'], 1), method: fc.constant('redact') });
const hiding = (mask: Draw): Draw => fc.record({ mask: fc.tuple(mask) });
const owes = fc.constantFrom<Draw[]>(
  owing(fc.oneof(wholes, wholes, everyField)),
  owing(fc.oneof(redacts, finds)),
);

const approval = fc.constant({ approval: { approvers: { groups: ['owners'] } } });

for (const [what, effect, owed, few, exceptions] of [
  ['guards', 'guard', owes, 6, [false, true]],
  ['masks of few fields', 'guard', fc.constant(hiding(referred)), 10, [false]],
  [
    'masks of all fields and of some',
    'guard',
    fc.constant(hiding(fc.oneof(everyField, reached))),
    10,
    [false],
  ],
  ['approvals', 'require-approval', fc.constant(approval), 6, [false, true]],
] as const)
  for (const except of exceptions)
    test(`of ${what} ${except ? 'that leave something out those' : 'just those'} are told that others make needless${except ? '' : ', and of what is left none is'}`, () => {
      let needless = 0;
      fc.assert(
        fc.property(
          fc
            .tuple(naming, owed as fc.Arbitrary<fc.Arbitrary<Plain>>)
            .chain(([who, own]) => alike(effect, who, except ? something : nothing, own)),
          (drawn) => {
            const rules = named(drawn, 'g');
            const gone = told([broad, ...rules], 'guard-redundant');
            needless += gone.size;
            const left = withoutAll(rules, gone);
            const rest = setOf([broad, ...left]);
            if (gone.size > 0)
              assert.ok(
                answerAlike(setOf([broad, ...rules]), rest, smallWorld.owing),
                `${[...gone]} of ${shown(rules)}`,
              );
            if (!except)
              for (const { id } of left)
                assert.ok(
                  !answerAlike(rest, setOf([broad, ...withoutAll(left, new Set([id]))]), smallWorld.owing),
                  `${id} is needless in ${shown(left)}`,
                );
          },
        ),
        settings(few),
      );
      assert.ok(needless > 6, `${needless}`);
    });

/** Guards much like a permit, of which one key may be left out; the first of what is drawn is that permit. */
function permitAndGuards(
  drawn: readonly Plain[],
  open: readonly string[],
  permit: Plain,
  owed: readonly Plain[],
): readonly SmallRule[] {
  const [first, ...others] = drawn as [Plain, ...Plain[]];
  return [
    ...named([{ ...without(first, ['limits']), ...permit }], 'p'),
    ...named(
      others.map((rule, i) => ({
        ...without(rule, ['limits', ...open]),
        effect: 'guard',
        ...owed[i % owed.length],
      })),
      'g',
    ),
  ];
}

const open = fc.subarray(['principals', 'resources', 'operations'], { maxLength: 1 });

for (const except of [false, true])
  test(`which limits of permits lower ones of guards leave nothing to do${except ? ', where something is left out' : ''}`, () => {
    let dead = 0;
    fc.assert(
      fc.property(
        naming.chain((who) => alike('allow', who, except ? something : nothing)),
        open,
        fc.array(
          fc.constantFrom<Plain[]>(
            { limits: { topK: 5 } },
            { limits: { topK: 5 } },
            { limits: { topK: 5, onExceed: 'lower' } },
            { limits: { topK: 20 } },
          ),
          { minLength: 1, maxLength: 3 },
        ),
        (drawn, left, owed) => {
          const searching = drawn.map((rule) => ({
            ...rule,
            operations: [...new Set(['search', ...(rule.operations as string[])])],
          }));
          const rules = permitAndGuards(searching, left, { limits: { topK: 10 } }, owed);
          const [permit, ...guards] = rules as [SmallRule, ...SmallRule[]];
          const isTold = told(rules, 'limit-never-acts').has(permit.id);
          if (isTold) dead++;
          const unlimited = { ...without(permit, ['limits']), id: permit.id };
          const isSo = answerAlike(setOf(rules), setOf([unlimited, ...guards]), smallWorld.owing);
          assert.ok(isTold === isSo || (except && !isTold), `${isTold} in ${shown(rules)}`);
        },
      ),
      settings(15),
    );
    assert.ok(dead > 2, `${dead}`);
  });

const catalogue = {
  ...smallEnvironment,
  connections: smallEnvironment.connections.map((one) => ({
    ...one,
    collections: smallCollections.map((name) => ({
      name,
      fields: [{ path: 'tenant', type: 'string' as const }],
    })),
  })),
};

/** Whether some record satisfies what is asked for, of those that are allowed. */
const seesSomething = (set: PolicySet, input: DecideInput): boolean =>
  decide(set, input).operations.some(
    ({ effect, obligations: { filter } }) =>
      effect === 'allow' &&
      (filter === undefined || ['x', 'y', 'z', 'w'].some((tenant) => satisfies(filter, { tenant }, false))),
  );

for (const except of [false, true])
  test(`which permits filters of guards leave no record${except ? ', where something is left out' : ''}`, () => {
    let blind = 0;
    fc.assert(
      fc.property(
        naming.chain((who) => alike('allow', who, except ? something : nothing)),
        open,
        fc.constantFrom<Plain[]>(
          {},
          { require: { filter: { tenant: 'x' } } },
          { require: { filter: { tenant: ['x', 'y'] } } },
        ),
        fc.array(
          fc.constantFrom<Plain[]>(
            { require: { filter: { tenant: 'z' } } },
            { require: { filter: { tenant: ['z', 'w'] } } },
            { require: { filter: { tenant: ['y', 'z'] } } },
            { require: { filter: { tenant: 'y' } } },
          ),
          { minLength: 1, maxLength: 3 },
        ),
        (drawn, left, own, owed) => {
          const rules = permitAndGuards(drawn, left, own, owed);
          const isTold = told(rules, 'permit-sees-nothing', catalogue).has('p0');
          if (isTold) blind++;
          const set = setOf(rules);
          const isSo = !smallWorld.usual.some((input) => seesSomething(set, input));
          assert.ok(isTold === isSo || (except && !isTold), `${isTold} in ${shown(rules)}`);
        },
      ),
      settings(15),
    );
    assert.ok(blind > 2, `${blind}`);
  });
