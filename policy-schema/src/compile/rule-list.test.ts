import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decide } from '../decide/decide.ts';
import type { RequestDecision } from '../decide/decision.ts';
import { matchPrincipals } from '../decide/match-principals.ts';
import { no } from '../decide/tri.ts';
import { buildInput } from '../testing/build-input.ts';
import { loadRules } from '../testing/load-rules.ts';
import * as random from '../testing/random-rules.ts';
import { runs } from '../testing/runs.ts';
import { ruleList, rulesFor } from './rule-list.ts';

const names = ['ana', 'bo', 'g1', 'g2', 'g3', 'ci:ana', 'ci:g1'];
const list = fc.subarray(names, { minLength: 1 });
const claims = fc.constant({ dept: ['x'] });
const who = fc.oneof(
  fc.record({ groups: list }),
  fc.record({ subjects: list }),
  fc.record({ services: list }),
  fc.record({ groups: list, subjects: list, claims }),
  fc.record({ groups: list, except: fc.record({ subjects: list }) }),
  fc.record({ issuers: fc.constant(['people']), groups: list }),
  fc.record({ except: fc.record({ groups: list }) }),
  fc.record({ claims }),
  fc.constant(undefined),
);
const identity = fc.record({
  issuer: fc.constantFrom('people', 'ci'),
  kind: fc.constantFrom('person' as const, 'service' as const),
  subject: fc.constantFrom('ana', 'bo', 'g1'),
  groups: fc.subarray(['g1', 'g2', 'g3', 'ana']),
  groupsComplete: fc.boolean(),
  claims: fc.constantFrom({}, { dept: 'x' }, { dept: 'y' }),
});

test('invariant 2: a look-up by names leaves out no rule that may match, and keeps the order', () => {
  let shorter = 0;
  fc.assert(
    fc.property(
      fc.array(who, { minLength: 9, maxLength: 30 }),
      fc.array(identity, { minLength: 5, maxLength: 5 }),
      (principals, callers) => {
        const { rules } = loadRules(
          principals.map((one, i) => ({
            id: `r${i}`,
            effect: 'deny',
            ...(one === undefined ? { operations: ['scan'] } : { principals: one }),
          })),
        );
        const all = ruleList(rules);
        for (const caller of callers) {
          const input = buildInput(caller, [{}]);
          const found = rulesFor(all, input.identity);
          assert.deepEqual(
            found,
            rules.filter((rule) => found.includes(rule)),
            'in order, each once',
          );
          for (const rule of rules)
            assert.ok(found.includes(rule) || matchPrincipals(rule.principals, input) === no);
          if (found.length < rules.length) shorter++;
        }
      },
    ),
    { numRuns: runs(100) },
  );
  assert.ok(shorter > 0);
});

test('invariant 2, law: rules about other people change nothing, however many', () => {
  const crowd = ['a', 'b', 'a*'].flatMap((collection) =>
    ['deny', 'guard', 'allow'].flatMap((effect) =>
      Array.from({ length: 12 }, (_, i) => ({
        id: `other-${collection === 'a*' ? 'any' : collection}-${effect}-${i}`,
        effect,
        principals: { groups: [`other-${i}`] },
        resources: { connections: ['insights'], collections: [collection] },
        operations: ['search', 'fetch', 'scan', 'upsert', 'delete-bulk', 'schema'],
        ...(effect === 'guard' && { mask: [{ fields: ['email'], method: 'redact' }] }),
      })),
    ),
  );
  // Whom to ask may be one of the others’ owners.
  const apart = ['line', 'revision', 'next'];
  const print = (decision: RequestDecision): string =>
    JSON.stringify(
      [
        decision,
        decision.operations.map(({ obligations }) =>
          ['a', 'b', 'ab'].map((name) => obligations.visible?.('t', 'd', name)),
        ),
      ],
      (key, inner: unknown) => (apart.includes(key) ? undefined : inner),
    );
  fc.assert(
    fc.property(random.ruleSet, random.identity, random.operation, (rules, caller, operation) => {
      // Whose groups are not all known may be among the others; a renaming minds what binds anybody.
      fc.pre(operation.renamesTo === undefined);
      const input = buildInput({ ...caller, groupsComplete: true }, [operation]);
      const alone = decide(loadRules(rules), input);
      const among = decide(loadRules([...crowd, ...rules]), input);
      assert.equal(print(among), print(alone));
    }),
    { numRuns: runs(100) },
  );
});
