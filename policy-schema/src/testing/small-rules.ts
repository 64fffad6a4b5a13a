import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { loadPolicies } from '../compile/load-policies.ts';
import type { PolicySet } from '../compile/policy-set.ts';
import type { Catalogue } from '../language/catalogue.ts';
import { analyse, diagnose } from '../language/index.ts';
import { runs } from './runs.ts';
import { smallEnvironment, smallPatterns } from './small-world.ts';

/** A rule, or a part of one, as plain data. */
export type Plain = Readonly<Record<string, unknown>>;
/** The same with its id. */
export type SmallRule = Plain & { readonly id: string };
type Draw = fc.Arbitrary<Plain>;

const some = (all: readonly string[], most: number): fc.Arbitrary<string[]> =>
  fc.subarray([...all], { minLength: 1, maxLength: most });

/** By bare names, which belong to people, or each with its issuer. */
export const people: readonly Draw[] = [
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

const tidy = ({ limits: own, owes, ...rule }: Plain): Plain =>
  Object.fromEntries(
    Object.entries({
      ...rule,
      ...(rule.effect === 'allow' && (rule.operations as string[]).includes('search') && { limits: own }),
      ...(owes !== undefined && owedBy(rule, owes as Plain)),
    }).filter(([, value]) => value !== undefined),
  );

/** What a guard owes, as far as it may stand in a rule of its operations; something in any case. */
function owedBy({ operations: named }: Plain, { limits: most, ...owes }: Plain): Plain {
  const limited = most !== undefined && (named === undefined || (named as string[]).includes('search'));
  const left = { ...owes, ...(limited && { limits: most }) };
  return Object.values(left).some((one) => one !== undefined)
    ? left
    : { mask: [{ fields: ['name'], method: 'redact' }] };
}

const keysOf = (who: Draw, except: fc.Arbitrary<readonly [Plain | undefined, Plain | undefined]>) => ({
  principals: fc
    .tuple(who, claims, except)
    .map(([one, claimed, [left]]) => ({ ...one, ...claimed, ...(left && { except: left }) })),
  resources: fc.tuple(places, except).map(([one, [, left]]) => ({ ...one, ...(left && { except: left }) })),
  operations,
  limits,
});

/** Nothing is left out. */
export const nothing = fc.constant([undefined, undefined] as const);
/** What a rule leaves out of whom it names, and of where. */
export const something = fc.tuple(
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

const byDemand = 4;
const listed = [
  ['principals', 'groups'],
  ['principals', 'claims'],
  ['resources', 'collections'],
  ['resources', 'connections'],
] as const;

/** A guard for each single thing that a guard demands. */
function oneByOne({ owes, ...rule }: Plain): readonly Plain[] {
  const {
    mask = [],
    require,
    limits: most,
  } = owes as Plain & {
    readonly mask?: readonly (Plain & { readonly fields: readonly string[] | 'all' })[];
    readonly require?: { readonly filter: Plain };
  };
  const each: readonly Plain[] = [
    ...mask.flatMap((entry) =>
      entry.fields === 'all'
        ? [{ mask: [entry] }]
        : entry.fields.map((path) => ({ mask: [{ ...entry, fields: [path] }] })),
    ),
    ...Object.entries(require?.filter ?? {}).map(([field, is]) => ({ require: { filter: { [field]: is } } })),
    ...(most === undefined ? [] : [{ limits: most }]),
  ];
  return each.map((one) => ({ ...rule, owes: one }));
}

/** A rule for each entry of one of a rule's lists, which make that rule needless together; the rule itself where it has no such list. */
function inPieces(whole: Plain, at: number): readonly Plain[] {
  if (at === byDemand) return oneByOne(whole);
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
export function alike(
  effect: 'allow' | 'deny' | 'guard' | 'require-approval',
  who: Draw,
  except: typeof something | typeof nothing,
  owes?: Draw,
): fc.Arbitrary<readonly Plain[]> {
  const keys = { ...keysOf(who, except), ...(owes && { owes }) };
  const names = Object.keys(keys);
  // A permit names all three; a refusal may leave each out.
  const drawn: Draw =
    effect === 'allow'
      ? fc.record(keys)
      : owes === undefined
        ? fc.record(keys, { requiredKeys: [] })
        : fc.record(keys, { requiredKeys: ['owes'] });
  const any = fc.subarray(names, { minLength: 1, maxLength: 2 });
  // What guards demand has most to it.
  const anew = owes === undefined ? any : fc.oneof(any, fc.constant(['owes']));
  const others = fc.array(fc.tuple(fc.record(keys) as Draw, anew), { minLength: 1, maxLength: 3 });
  const pieces = fc.constantFrom(
    undefined,
    undefined,
    0,
    1,
    1,
    1,
    2,
    3,
    ...(owes ? [byDemand, byDemand] : []),
  );
  return fc.tuple(drawn, others, fc.nat({ max: 3 }), pieces).map(([first, more, at, piece]) => {
    const rules = [
      ...(piece === undefined ? [] : inPieces(first, piece)),
      ...more.slice(0, piece === undefined ? 3 : 1).map(([other, fresh]) => ({
        ...first,
        ...Object.fromEntries(fresh.map((key) => [key, other[key]])),
      })),
    ];
    return rules.toSpliced(at, 0, first).map((rule) => tidy({ effect, ...rule }));
  });
}

/** A rule without some of its keys. */
export const without = (rule: Plain, keys: readonly string[]): Plain =>
  Object.fromEntries(Object.entries(rule).filter(([key]) => !keys.includes(key)));

/** Rules without those of some ids. */
export const withoutAll = (rules: readonly SmallRule[], gone: ReadonlySet<string>): readonly SmallRule[] =>
  rules.filter(({ id }) => !gone.has(id));

/** Gives rules their ids, by place. */
export const named = (rules: readonly Plain[], prefix: string): SmallRule[] =>
  rules.map((rule, i) => ({ id: `${prefix}${i}`, ...rule }));

const path = 'test.policy.yaml';
const textOf = (rules: readonly SmallRule[]): string =>
  stringify(
    { apiVersion: 'vectorgate/v1', kind: 'Policy', metadata: { name: 'test' }, spec: { rules } },
    { aliasDuplicateObjects: false },
  );

/** Rules as the set that decisions are made by. */
export function setOf(rules: readonly SmallRule[]): PolicySet {
  const loaded = loadPolicies({ files: [{ path, text: textOf(rules) }], environment: smallEnvironment });
  assert.ok(loaded.ok, JSON.stringify(loaded));
  return loaded.set;
}

/** Ids of rules of which a code is said. */
export function told(
  rules: readonly SmallRule[],
  code: string,
  catalogue: Catalogue = smallEnvironment,
): ReadonlySet<string> {
  const analysis = analyse({ path, text: textOf(rules) }, { now: 0, catalogue });
  return new Set(
    diagnose(analysis)
      .filter((one) => one.code === code)
      .map(({ message }) => /\b([pdg]\d+)\b/.exec(message)?.[1] ?? ''),
  );
}

export const shown = (rules: readonly SmallRule[]): string => JSON.stringify(rules, undefined, 1);
/** The same cases each time where somebody waits; others in the long run. */
export const settings = (few: number) => ({ numRuns: runs(few), ...(runs(1) === 1 && { seed: 20_261_130 }) });

/** Permits nearly everything, so that every refusal counts. */
export const broad: SmallRule = {
  id: 'broad',
  effect: 'allow',
  principals: { issuers: ['people', 'ci', 'others'] },
  resources: { connections: ['insights', 'archive', 'elsewhere'] },
  operations: ['search', 'fetch', 'scan'],
};
