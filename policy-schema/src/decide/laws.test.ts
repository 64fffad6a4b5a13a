import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isWithin } from '../testing/access.ts';
import { buildInput } from '../testing/build-input.ts';
import { loadRules } from '../testing/load-rules.ts';
import * as random from '../testing/random-rules.ts';
import { runs } from '../testing/runs.ts';
import { decide } from './decide.ts';
import type { RequestDecision } from './decision.ts';

const request = fc.tuple(random.identity, fc.array(random.operation, { minLength: 1, maxLength: 2 }));
const requests = fc.array(request, { minLength: 1, maxLength: 8 });

/** A decision without what a rule's place in the file shows in: its line, and the digest of the files. */
const print = (decision: RequestDecision): string =>
  JSON.stringify(decision, (key, value: unknown) =>
    key === 'line' || key === 'revision' ? undefined : value,
  );

const outcome = ({ effect, operations }: RequestDecision): string =>
  JSON.stringify([effect, operations.map(({ obligations }) => obligations)]);

const visible = (decision: RequestDecision): unknown =>
  decision.operations.map(({ obligations }) =>
    ['a', 'b', 'ab', 'c'].map((name) => obligations.visible?.('t', 'd', name)),
  );

test('invariant 2, law: shuffling rules changes nothing', () => {
  const shuffled = random.ruleSet.chain((rules) =>
    fc.tuple(fc.constant(rules), fc.shuffledSubarray(rules, { minLength: rules.length })),
  );
  let differing = 0;
  fc.assert(
    fc.property(shuffled, requests, ([rules, other], asked) => {
      if (rules.some((rule, i) => rule !== other[i])) differing++;
      const [one, two] = [loadRules(rules), loadRules(other)];
      for (const [identity, operations] of asked) {
        const input = buildInput(identity, operations);
        const [first, second] = [decide(one, input), decide(two, input)];
        assert.equal(print(first), print(second));
        assert.deepEqual(visible(first), visible(second));
      }
    }),
    { numRuns: runs(60) },
  );
  assert.ok(differing > 0);
});

/** Checks that a rule added moves every decision one way only, and that it moves some. */
function adding(
  sets: typeof random.ruleSet,
  kind: fc.Arbitrary<Record<string, unknown>>,
  holds: (before: RequestDecision, after: RequestDecision) => boolean,
): void {
  let moved = 0;
  fc.assert(
    fc.property(sets, kind, requests, (rules, added, asked) => {
      const before = loadRules(rules);
      const after = loadRules([...rules, ...random.named([added], 'added')]);
      for (const [identity, operations] of asked) {
        const input = buildInput(identity, operations);
        const [first, second] = [decide(before, input), decide(after, input)];
        if (outcome(first) !== outcome(second)) moved++;
        assert.ok(holds(first, second), `${print(first)}\n${print(second)}`);
      }
    }),
    { numRuns: runs(100) },
  );
  assert.ok(moved > 20, `only ${moved} decisions changed`);
}

test('invariant 2, law: adding a permit never narrows', () => {
  adding(random.narrowRuleSet, fc.oneof(random.permit, random.broadPermit), (before, after) =>
    isWithin(before, after),
  );
});

test('invariant 2, law: adding a deny never widens', () => {
  adding(random.ruleSet, random.deny, (before, after) => isWithin(after, before));
});

test('invariant 2, law: adding a guard or an approval rule never widens', () => {
  adding(random.ruleSet, fc.oneof(random.guard, random.approvalRule), (before, after) =>
    isWithin(after, before),
  );
});

test('invariant 2: what is unknown never widens: completing groups by more groups is all that an incomplete list allows', () => {
  fc.assert(
    fc.property(random.ruleSet, random.identity, random.operation, (rules, identity, operation) => {
      const set = loadRules(rules);
      const whole = decide(set, buildInput({ ...identity, groupsComplete: true }, [operation]));
      const partial = decide(set, buildInput({ ...identity, groupsComplete: false }, [operation]));
      assert.ok(isWithin(partial, whole));
    }),
    { numRuns: runs(150) },
  );
});

test('invariant 2: what is unknown never widens: an absent claim gives no more than a claim of any value would lose', () => {
  fc.assert(
    fc.property(random.ruleSet, random.identity, random.operation, (rules, identity, operation) => {
      const set = loadRules(rules);
      const absent = decide(set, buildInput({ ...identity, claims: { tenant: 'A' } }, [operation]));
      for (const dept of ['x', 'y']) {
        const present = decide(set, buildInput({ ...identity, claims: { tenant: 'A', dept } }, [operation]));
        assert.ok(isWithin(absent, present));
      }
    }),
    { numRuns: runs(150) },
  );
});
