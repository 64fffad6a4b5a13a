import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { loadPolicies } from '../../compile/load-policies.ts';
import type { PolicySet } from '../../compile/policy-set.ts';
import { runs } from '../../testing/runs.ts';
import { answerAlike, smallEnvironment, smallPatterns, smallWorld } from '../../testing/small-world.ts';
import { analyse, diagnose } from '../index.ts';

// What the evaluator proves by looking at all of a small world is what is told, no more and no less. Not told, since no
// machine can tell or since it would take too long:
// - what two reasons do together: a permit of which a refusal takes one part and other permits give the rest; a refusal of
//   which another refuses one part and no rule permits the rest;
// - what depends on what a rule leaves out: two rules of which one leaves out what the other names (what is told of rules
//   that leave something out is held against the small world all the same);
// - what depends on conditions, which are compared as texts, and on required filters, which are compared as written;
// - that a bare name and one with its issuer are the same people on a connection, and that a claim, which may be a list, is
//   one value alone or, as a boolean, one of two;
// - refusals that keep a collection from being renamed, where a permit lets somebody do that.

type Plain = Readonly<Record<string, unknown>>;
type Rule = Plain & { readonly id: string };
type Draw = fc.Arbitrary<Plain>;

const some = (all: readonly string[], most: number): fc.Arbitrary<string[]> =>
  fc.subarray([...all], { minLength: 1, maxLength: most });

/** By bare names, which belong to people, or each with its issuer. */
const people: readonly Draw[] = [
  fc.oneof(
    fc.record({ groups: some(['g1', 'g2'], 2) }),
    fc.record({ groups: some(['g1', 'g2'], 2), subjects: some(['ana', 'bob'], 1) }),
    fc.record({ subjects: some(['ana', 'bob'], 2) }),
    fc.record({ services: some(['ana', 'bob'], 2) }),
  ),
  fc.oneof(
    fc.record({ groups: some(['people:g1', 'ci:g1', 'people:g2'], 2) }),
    fc.record({ issuers: some(['people', 'ci'], 2) }),
    fc.record({ issuers: fc.constant(['ci']), groups: some(['people:g1', 'ci:g1'], 1) }),
  ),
];
const claims: Draw = fc.oneof(
  fc.constant({}),
  fc.constant({ claims: { tenants: ['x', 'y'] } }),
  fc.record({ claims: fc.record({ tenants: some(['x', 'y'], 1) }) }),
  fc.record({ claims: fc.record({ tenants: some(['x', 'y'], 2), dept: fc.constant(['p']) }) }),
);
const places: Draw = fc.oneof(
  fc.record({ collections: some(smallPatterns, 3) }),
  fc.record({ connections: some(['insights', 'archive'], 2) }),
  fc.record({ connections: some(['insights', 'archive'], 2), collections: some(smallPatterns, 2) }),
);
const operations = some(['search', 'fetch'], 2);
const limits = fc.constantFrom(undefined, undefined, undefined, { topK: 5 }, { topK: 10 });

const tidy = ({ limits: own, ...rule }: Plain): Plain =>
  Object.fromEntries(
    Object.entries({
      ...rule,
      ...(rule.effect === 'allow' && (rule.operations as string[]).includes('search') && { limits: own }),
    }).filter(([, value]) => value !== undefined),
  );

const keysOf = (who: Draw, except: fc.Arbitrary<readonly [Plain | undefined, Plain | undefined]>) => ({
  principals: fc
    .tuple(who, claims, except)
    .map(([one, claimed, [left]]) => ({ ...one, ...claimed, ...(left && { except: left }) })),
  resources: fc.tuple(places, except).map(([one, [, left]]) => ({ ...one, ...(left && { except: left }) })),
  operations,
  limits,
});

const nothing = fc.constant([undefined, undefined] as const);
const something = fc.tuple(
  fc.constantFrom<(Plain | undefined)[]>(
    undefined,
    { groups: ['g2'] },
    { subjects: ['bob'] },
    { claims: { tenants: ['y'] } },
  ),
  fc.constantFrom<(Plain | undefined)[]>(
    undefined,
    { collections: ['ab'] },
    { collections: ['a*b', '*a*b*'] },
    { connections: ['archive'] },
    { connections: ['archive'], collections: ['a*'] },
  ),
);

const listed = [
  ['principals', 'groups'],
  ['principals', 'claims'],
  ['resources', 'collections'],
  ['resources', 'connections'],
] as const;

/** A rule for each entry of one of a rule's lists, which make that rule needless together; the rule itself where it has no such list. */
function inPieces(whole: Plain, at: number): readonly Plain[] {
  // More than the rule besides: else it would be they that are needless.
  const rule: Plain = { ...whole, operations: ['search', 'fetch'], limits: undefined };
  const [key, name] = listed[at]!;
  const owner = rule[key] as Plain | undefined;
  const list = owner?.[name];
  if (Array.isArray(list)) return list.map((one) => ({ ...rule, [key]: { ...owner, [name]: [one] } }));
  const { tenants } = (list ?? {}) as { tenants?: readonly string[] };
  const own = (tenant: string) => ({ ...(list as Plain), tenants: [tenant] });
  return tenants === undefined
    ? [rule]
    : tenants.map((one) => ({ ...rule, [key]: { ...owner, [name]: own(one) } }));
}

/** A few rules of one effect that have much in common: each draws some keys of the first anew, or is a piece of it. */
function alike(
  effect: 'allow' | 'deny',
  who: Draw,
  except: typeof something | typeof nothing,
): fc.Arbitrary<readonly Plain[]> {
  const keys = keysOf(who, except);
  const names = ['principals', 'resources', 'operations', 'limits'] as const;
  // A permit names all three; a refusal may leave each out.
  const drawn = effect === 'allow' ? fc.record(keys) : fc.record(keys, { requiredKeys: [] });
  const others = fc.array(
    fc.tuple(fc.record(keys), fc.subarray([...names], { minLength: 1, maxLength: 2 })),
    { minLength: 1, maxLength: 3 },
  );
  const pieces = fc.constantFrom(undefined, undefined, 0, 1, 1, 1, 2, 3);
  return fc.tuple(drawn, others, fc.nat({ max: 3 }), pieces).map(([first, more, at, piece]) => {
    const rules = [
      ...(piece === undefined ? [] : inPieces(first, piece)),
      ...more.slice(0, piece === undefined ? 3 : 1).map(([other, anew]) => ({
        ...first,
        ...Object.fromEntries(anew.map((key) => [key, (other as Plain)[key]])),
      })),
    ];
    return rules.toSpliced(at, 0, first).map((rule) => tidy({ effect, ...rule }));
  });
}

const without = (rule: Plain, keys: readonly string[]): Plain =>
  Object.fromEntries(Object.entries(rule).filter(([key]) => !keys.includes(key)));

const named = (rules: readonly Plain[], prefix: string): Rule[] =>
  rules.map((rule, i) => ({ id: `${prefix}${i}`, ...rule }));

const path = 'test.policy.yaml';
const textOf = (rules: readonly Rule[]): string =>
  stringify(
    { apiVersion: 'vectorgate/v1', kind: 'Policy', metadata: { name: 'test' }, spec: { rules } },
    { aliasDuplicateObjects: false },
  );

function setOf(rules: readonly Rule[]): PolicySet {
  const loaded = loadPolicies({ files: [{ path, text: textOf(rules) }], environment: smallEnvironment });
  assert.ok(loaded.ok, JSON.stringify(loaded));
  return loaded.set;
}

/** Ids of rules of which a code is said. */
function told(rules: readonly Rule[], code: string): ReadonlySet<string> {
  const analysis = analyse({ path, text: textOf(rules) }, { now: 0, catalogue: smallEnvironment });
  return new Set(
    diagnose(analysis)
      .filter((one) => one.code === code)
      .map(({ message }) => /\b([pd]\d+)\b/.exec(message)?.[1] ?? ''),
  );
}

const shown = (rules: readonly Rule[]): string => JSON.stringify(rules, undefined, 1);
/** The same cases each time where somebody waits; others in the long run. */
const settings = (few: number) => ({ numRuns: runs(few), ...(runs(1) === 1 && { seed: 20_261_130 }) });

/** Permits nearly everything, so that every refusal counts. */
const broad: Rule = {
  id: 'broad',
  effect: 'allow',
  principals: { issuers: ['people', 'ci', 'others'] },
  resources: { connections: ['insights', 'archive', 'elsewhere'] },
  operations: ['search', 'fetch', 'scan'],
};

const naming = fc.constantFrom(...people);

for (const [what, effect, code, beside] of [
  ['permits', 'allow', 'permit-redundant', []],
  ['refusals', 'deny', 'refusal-redundant', [broad]],
] as const) {
  const prefix = effect === 'allow' ? 'p' : 'd';
  const withoutAll = (rules: readonly Rule[], gone: ReadonlySet<string>): readonly Rule[] =>
    rules.filter(({ id }) => !gone.has(id));

  test(`of ${what} just those are told that others make needless, and of what is left none is`, () => {
    let needless = 0;
    fc.assert(
      fc.property(
        naming.chain((who) => alike(effect, who, nothing)),
        (drawn) => {
          const rules = named(drawn, prefix);
          const gone = told([...beside, ...rules], code);
          needless += gone.size;
          const left = withoutAll(rules, gone);
          const whole = setOf([...beside, ...rules]);
          const rest = setOf([...beside, ...left]);
          if (gone.size > 0)
            assert.ok(answerAlike(whole, rest, smallWorld.whole), `${[...gone]} of ${shown(rules)}`);
          for (const { id } of left) {
            const less = withoutAll(left, new Set([id]));
            if (less.length + beside.length === 0) continue;
            assert.ok(
              !answerAlike(rest, setOf([...beside, ...less]), smallWorld.whole),
              `${id} is needless in ${shown(left)}`,
            );
          }
        },
      ),
      settings(16),
    );
    assert.ok(needless > 8, `${needless}`);
  });

  test(`where ${what} leave something out, those that are told are needless`, () => {
    let needless = 0;
    fc.assert(
      fc.property(
        naming.chain((who) => alike(effect, who, something)),
        (drawn) => {
          const rules = named(drawn, prefix);
          const gone = told([...beside, ...rules], code);
          needless += gone.size;
          if (gone.size === 0) return;
          const rest = setOf([...beside, ...withoutAll(rules, gone)]);
          assert.ok(
            answerAlike(setOf([...beside, ...rules]), rest, smallWorld.whole),
            `${[...gone]} of ${shown(rules)}`,
          );
        },
      ),
      settings(16),
    );
    assert.ok(needless > 8, `${needless}`);
  });
}

for (const except of [false, true])
  test(`which permits refusals leave nothing of, and which refusals meet no permit${except ? ', where something is left out' : ''}`, () => {
    const seen = { shadowed: 0, unneeded: 0 };
    fc.assert(
      fc.property(
        naming.chain((who) =>
          fc.tuple(
            alike('allow', who, except ? something : nothing),
            fc.subarray(['principals', 'resources', 'operations'], { maxLength: 1 }),
            fc.option(alike('deny', who, except ? something : nothing), { nil: undefined, freq: 2 }),
          ),
        ),
        ([drawn, open, others]) => {
          const permits = named(drawn.slice(0, 2), 'p');
          // Others, or much like the permits, of which one key may be left out.
          const denies = named(
            others ?? drawn.slice(1).map((rule) => without(rule, ['limits', ...open])),
            'd',
          ).map((rule) => ({ ...rule, effect: 'deny' }));
          const all = [...permits, ...denies];
          const shadowed = told(all, 'permit-shadowed');
          for (const permit of permits) {
            const isTold = shadowed.has(permit.id);
            if (isTold) seen.shadowed++;
            // Nothing is permitted by no permit at all.
            const isSo = answerAlike(setOf([permit, ...denies]), setOf(denies), smallWorld.usual);
            assert.ok(isTold === isSo || (except && !isTold), `${permit.id} ${isTold} in ${shown(all)}`);
          }
          const unneeded = told(all, 'deny-unneeded');
          const unrefused = setOf(permits);
          for (const deny of denies) {
            const isTold = unneeded.has(deny.id);
            if (isTold) seen.unneeded++;
            const isSo = answerAlike(setOf([...permits, deny]), unrefused, smallWorld.usual);
            assert.ok(isTold === isSo || (except && !isTold), `${deny.id} ${isTold} in ${shown(all)}`);
          }
        },
      ),
      settings(12),
    );
    assert.ok(seen.shadowed > 2 && seen.unneeded > 2, JSON.stringify(seen));
  });
