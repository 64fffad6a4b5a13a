import fc from 'fast-check';
import type { CaseIdentity, CaseOperation } from './build-input.ts';

// Small worlds, so that rules and requests meet often.
const groups = fc.subarray(['g1', 'g2'], { minLength: 1 });
const collections = fc.subarray(['a', 'b', 'a*', '*'], { minLength: 1 });
const operations = fc.subarray(['search', 'fetch', 'scan', 'upsert', 'delete-bulk', 'schema'], {
  minLength: 1,
});
const fields = fc.subarray(['email', 'name', 'address.city', '$document'], { minLength: 1 });
const topK = fc.constantFrom(5, 10, 20);

const who = fc.oneof(
  fc.record({ groups }),
  fc.record({ issuers: fc.constant(['people']) }),
  fc.record({ claims: fc.constant({ dept: ['x'] }) }),
  fc.record({ groups: fc.constant(['g1']), except: fc.record({ groups: fc.constant(['g2']) }) }),
);
const where = fc.oneof(
  { weight: 4, arbitrary: fc.record({ collections }) },
  { weight: 3, arbitrary: fc.record({ connections: fc.constant(['insights']) }) },
  {
    weight: 3,
    arbitrary: fc.record({ collections, except: fc.record({ collections: fc.constant(['b']) }) }),
  },
  fc.constantFrom<object>(
    { connections: ['insights'], tenants: ['default_tenant'] },
    { connections: ['insights', 'archive'], except: { connections: ['archive'] } },
    { connections: ['insights'], except: { tenants: ['other'] } },
    { connections: ['insights'], except: { databases: ['other'] } },
  ),
);
const when = fc.constantFrom(
  'identity.claims.dept == "x"',
  '"g1" in identity.groups',
  'target.collection.startsWith("a")',
);
const filter = fc.constantFrom(
  { tenant: 'A' },
  { tenant: ['A', 'B'] },
  { tenant: { claim: 'tenant' } },
  { level: 3 },
);
const require = fc.record({ filter });

const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
/** Drops the keys that were not drawn. */
const clean = (rule: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined));

/** topK may stand only where search is named. */
const topKOnly = (rule: Record<string, unknown>): Record<string, unknown> => {
  const named = rule.operations as string[] | undefined;
  return named === undefined || named.includes('search') ? rule : { ...rule, limits: undefined };
};
const tidy = (rule: Record<string, unknown>): Record<string, unknown> => clean(topKOnly(rule));

export const permit = fc
  .record({
    effect: fc.constant('allow'),
    principals: who,
    resources: where,
    operations,
    limits: some(fc.record({ topK })),
    require: some(require),
    when: some(when),
    expires: some(fc.constantFrom('2026-11-21T11:00:00Z', '2026-11-21T13:00:00Z')),
  })
  .map(tidy);

const selectors = {
  principals: some(who),
  resources: some(where),
  operations: some(operations),
  when: some(when),
};

export const deny = fc.record({ effect: fc.constant('deny'), ...selectors }).map(clean);

const mask = fc.array(
  fc.oneof(
    fc.record({
      fields,
      method: fc.constantFrom('redact', 'hash', 'tokenize', 'nullify', 'drop'),
      filterable: fc.boolean(),
    }),
    fc.record({ fields, method: fc.constant('partial'), keepLast: fc.constantFrom(2, 4) }),
    fc.record({ fields: fc.constant('all'), except: fc.constant(['name']), method: fc.constant('redact') }),
    fc.record({
      fields: fc.constant(['$document', 'name']),
      detectors: fc.constantFrom(['email'], ['employee-id'], ['project', 'email']),
      method: fc.constantFrom('redact', 'hash', 'tokenize'),
    }),
  ),
  { minLength: 1, maxLength: 3 },
);

export const guard = fc
  .record({
    effect: fc.constant('guard'),
    ...selectors,
    mask,
    require: some(require),
    limits: some(fc.record({ topK, onExceed: fc.constantFrom('lower', 'refuse') })),
  })
  .map(tidy);

export const approvalRule = fc
  .record({
    effect: fc.constant('require-approval'),
    ...selectors,
    approval: fc.constant({ approvers: { groups: ['owners'] } }),
    require: some(require),
  })
  .map(clean);

const broad = {
  effect: 'allow',
  principals: { issuers: ['people'] },
  resources: { connections: ['insights'] },
  operations: ['search', 'fetch', 'scan', 'upsert', 'delete-bulk', 'schema'],
};

/** A permit that matches most requests. */
export const broadPermit = fc
  .record({ ...broadly(broad), limits: some(fc.record({ topK })), require: some(require) })
  .map(clean);

function broadly(rule: Readonly<Record<string, unknown>>): Record<string, fc.Arbitrary<unknown>> {
  return Object.fromEntries(Object.entries(rule).map(([key, value]) => [key, fc.constant(value)]));
}

const others = fc.array(
  fc.oneof({ weight: 2, arbitrary: permit }, deny, { weight: 2, arbitrary: guard }, approvalRule),
  {
    maxLength: 5,
  },
);

/** Few rules, most of the time with a permit for nearly everything, so that there is something to narrow. */
export const ruleSet = fc
  .tuple(fc.constantFrom([broad], [broad], []), others)
  .map(([first, more]) => named([...first, ...more]));

/** Few rules that permit little, so that there is something to widen. */
export const narrowRuleSet = others.map((rules) => named(rules));

/** Gives rules their ids, by place. */
export function named(rules: readonly Record<string, unknown>[], prefix = 'r'): Record<string, unknown>[] {
  return rules.map((rule, i) => ({ id: `${prefix}${i}`, ...rule }));
}

export const identity: fc.Arbitrary<CaseIdentity> = fc.record({
  groups: fc.subarray(['g1', 'g2']),
  groupsComplete: fc.constantFrom(true, true, false),
  issuer: fc.constantFrom('people', 'people', 'people', 'ci'),
  claims: fc.constantFrom(
    {},
    { tenant: 'A', dept: 'y' },
    { tenant: 'A', dept: 'y' },
    { tenant: '', dept: 'x' },
    { tenant: 'B', dept: 'y' },
  ),
});

export const operation: fc.Arbitrary<CaseOperation> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .record({
        classes: fc.constantFrom(
          ['search'],
          ['fetch'],
          ['search', 'fetch'],
          ['scan'],
          ['delete-bulk'],
          ['schema', 'delete-bulk'],
        ) as fc.Arbitrary<NonNullable<CaseOperation['classes']>>,
        targets: fc.constantFrom(['a'], ['b'], ['ab'], ['a', 'b'], ['every'], ['unresolved'], ['none']),
        topK: fc.constantFrom(1, 7, 15, 30),
        references: fc.constantFrom(
          [],
          [{ field: 'address', use: 'order' as const }],
          [{ field: 'email', use: 'filter' as const }],
        ),
      })
      .map((drawn) => drawn as CaseOperation),
  },
  fc.constantFrom<CaseOperation>(
    { classes: ['meta'], implied: 'handshake', targets: ['none'] },
    { classes: ['meta'], implied: 'describe', targets: ['a'] },
    { classes: ['meta'], implied: 'list', targets: ['every'] },
    { classes: ['meta'], implied: 'list', targets: ['none'], tenant: 'every' },
    { classes: ['schema'], targets: ['ab'], renamesTo: 'b' },
    {
      classes: ['upsert'],
      targets: ['a'],
      written: { fields: ['tenant', 'name'], items: [{ tenant: 'A', name: 'x' }] },
    },
  ),
);
