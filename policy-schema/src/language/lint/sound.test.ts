import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { decide } from '../../decide/decide.ts';
import type { RequestDecision } from '../../decide/decision.ts';
import { buildInput } from '../../testing/build-input.ts';
import { loadRules, testEnvironment, testPatterns } from '../../testing/load-rules.ts';
import * as random from '../../testing/random-rules.ts';
import { runs } from '../../testing/runs.ts';
import { owedOf } from '../../testing/small-world.ts';
import { analyse, diagnose } from '../index.ts';

/** The noon at which requests of tests are decided. */
const now = Date.parse('2026-11-21T12:00:00Z');
/**
 * Codes that say that a rule does nothing; of those from `permit-shadowed` on, but for connecting, listing and renaming. Not
 * `rule-never-matches`: such a rule still counts where an operation is about all collections, or about none.
 */
const does = [
  'limit-never-acts',
  'permit-redundant',
  'refusal-redundant',
  'guard-redundant',
  'permit-expired',
  'permit-shadowed',
  'guard-unreachable',
  'deny-unneeded',
  'approval-unreachable',
];
const exact = does.slice(0, does.indexOf('permit-shadowed'));

/** Ids of rules of which it is said that they do nothing, with what is said. */
function idle(rules: readonly object[]): readonly (readonly [id: string, code: string, together: boolean])[] {
  const text = stringify(
    {
      apiVersion: 'vectorgate/v1',
      kind: 'Policy',
      metadata: { name: 'test' },
      spec: { rules, patterns: testPatterns },
    },
    { aliasDuplicateObjects: false },
  );
  const analysis = analyse({ path: 'test.policy.yaml', text }, { now, catalogue: testEnvironment });
  return diagnose(analysis)
    .filter(({ code }) => does.includes(code))
    .map(
      ({ code, message }) =>
        [/\b(r\d+)\b/.exec(message)?.[1] ?? '', code, message.includes(' together ')] as const,
    );
}

/** What is allowed, and what that owes, whichever rules it comes from. */
const outcome = (decision: RequestDecision): string =>
  JSON.stringify(
    [
      decision.effect,
      decision.operations.map(({ obligations }) => [owedOf(obligations), obligations.visible]),
    ],
    (_, value: unknown) => (value instanceof Map ? [...value] : value),
  );

type Rule = Record<string, unknown>;

/** A rule beside one that includes it, or a refusal of all that it permits, so that there is something to say. */
const beside = (rule: Rule, kind: number): Rule[] => {
  const { operations, principals, resources } = rule;
  if (kind === 0 && Array.isArray(operations))
    return [
      rule,
      { ...rule, operations: operations.filter((one) => one === operations[0] || one === 'search') },
    ];
  if (kind === 1)
    return [
      rule,
      {
        effect: 'deny',
        ...(principals !== undefined && { principals }),
        ...(resources !== undefined && { resources }),
      },
    ];
  if (kind === 2) return inPieces(rule);
  if (kind === 3) return refusedInPieces(rule);
  if (kind === 4 && rule.limits !== undefined)
    return [rule, { effect: 'guard', ...(resources !== undefined && { resources }), limits: { topK: 7 } }];
  if (kind === 7 && rule.effect === 'guard') return demandedInPieces(rule);
  if (kind === 5) return leftOut(rule, { connections: ['archive'] }, {});
  if (kind === 6) return leftOut(rule, { tenants: ['other'] }, { tenants: ['default_tenant'] });
  return [rule];
};

/** A guard, and guards that each demand one thing of what it does, of more than it does. */
function demandedInPieces(rule: Rule): Rule[] {
  const { mask, require, limits, operations: _, when: _if, ...plain } = rule;
  const each: Rule[] = [
    ...(mask as object[]).map((entry) => ({ mask: [entry] })),
    ...(require === undefined ? [] : [{ require }]),
    ...(limits === undefined ? [] : [{ limits }]),
  ];
  return [rule, ...each.map((one) => ({ ...plain, ...one }))];
}

/** A rule that leaves something out, and one that names a part of what is left. */
const leftOut = (rule: Rule, except: object, named: object): Rule[] => [
  { ...rule, resources: { connections: ['insights', 'archive'], except } },
  { ...rule, resources: { connections: ['insights'], ...named } },
];

/** A rule, and rules that each include a part of it and more: none of them does so alone. */
function inPieces(rule: Rule): Rule[] {
  const { resources, operations, effect } = rule;
  const { collections } = (resources ?? {}) as { collections?: readonly string[] };
  if (collections === undefined || collections.length < 2) return [rule];
  const more =
    effect !== 'allow' || !Array.isArray(operations) ? undefined : [...new Set([...operations, 'fetch'])];
  const { when: _, ...plain } = rule;
  const piece = (one: string): Rule => ({
    ...plain,
    resources: { ...(resources as object), collections: [one, 'c'] },
    ...(more && { operations: more }),
  });
  return [rule, ...collections.map(piece)];
}

/** The same with refusals of each operation that a permit names. */
const refusedInPieces = (rule: Rule): Rule[] =>
  Array.isArray(rule.operations) && rule.effect === 'allow'
    ? [
        rule,
        ...rule.operations.map((one) => ({
          effect: 'deny',
          operations: [one, 'backup'],
          resources: rule.resources,
        })),
      ]
    : [rule];
const rules = fc
  .array(
    fc.tuple(
      fc.oneof(random.permit, random.permit, random.deny, random.guard, random.approvalRule),
      fc.constantFrom(0, 1, 2, 2, 2, 2, 3, 4, 5, 6, 7, 7),
    ),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .map((list) => random.named(list.flatMap(([rule, kind]) => beside(rule, kind))));
const request = fc.tuple(random.identity, fc.array(random.operation, { minLength: 1, maxLength: 2 }));

test('invariant 9: a rule of which it is said that it does nothing can go, and no decision changes', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(rules, fc.array(request, { minLength: 10, maxLength: 10 }), (list, asked) => {
      const told = idle(list);
      const gone = told.filter(([, code]) => code.endsWith('-redundant')).map(([id]) => id);
      if (told.length === 0) return;
      const whole = loadRules(list);
      if (gone.length > 1) {
        const left = loadRules(list.filter(({ id }) => !gone.includes(String(id))));
        for (const [identity, operations] of asked) {
          const input = buildInput(identity, operations);
          assert.equal(outcome(decide(left, input)), outcome(decide(whole, input)), `all of ${gone}`);
        }
      }
      for (const [id, code, together] of told) {
        const kind = together ? `${code} together` : code;
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
        // Of the limits of a rule, which have one key here, the limit alone goes.
        const without = loadRules(
          code === 'limit-never-acts'
            ? list.map((rule) => (rule.id === id ? { ...rule, limits: undefined } : rule))
            : list.filter((rule) => rule.id !== id),
        );
        for (const [identity, operations] of asked) {
          // What is permitted but refused still lets its people connect and list, and a guard that nothing reaches still
          // keeps a collection from being renamed out of it.
          const besides = operations.some(
            (one) => one.implied !== undefined || ('renamesTo' in one && one.renamesTo !== undefined),
          );
          if (!exact.includes(code) && besides) continue;
          const input = buildInput(identity, operations);
          assert.equal(outcome(decide(without, input)), outcome(decide(whole, input)), `${id} ${code}`);
        }
      }
    }),
    // The same cases each time where somebody waits; others in the long run.
    { numRuns: runs(400), ...(runs(1) === 1 && { seed: 20_261_121 }) },
  );
  const together = ['permit-redundant', 'refusal-redundant', 'guard-redundant', 'permit-shadowed'].map(
    (code) => `${code} together`,
  );
  for (const code of [...does, ...together]) assert.ok((seen.get(code) ?? 0) > 2, `${code} ${[...seen]}`);
});
