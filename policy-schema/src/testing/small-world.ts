import { nameRegions } from '../analyse/regions/name-regions.ts';
import type { PolicyEnvironment } from '../compile/environment.ts';
import { compileGlob } from '../compile/glob.ts';
import type { PolicySet } from '../compile/policy-set.ts';
import { decide } from '../decide/decide.ts';
import type { DecideInput } from '../decide/decide-contract.ts';
import type { MaskObligation, Obligations } from '../decide/decision.ts';
import { joinMasks } from '../decide/join-masks.ts';
import {
  buildIdentity,
  buildOperation,
  type CaseIdentity,
  type CaseOperation,
  declaredClaims,
} from './build-input.ts';

/** Patterns of collections that rules of the small world name. */
export const smallPatterns = ['a', 'ab', 'a*', '*b', 'a*b', '*', '**', '*a*b*', 'a*a', 'a*a*a'];

const connections = ['insights', 'archive', 'elsewhere'];

/** Of connections and issuers the last is one that no rule names, and of classes it is `scan`. */
export const smallEnvironment: PolicyEnvironment = {
  connections: connections.map((name) => ({ name, store: 'chroma', people: 'people' })),
  issuers: ['people', 'ci', 'others'].map((name) => ({ name, claims: declaredClaims })),
  canApprove: false,
  unsupported: [],
};

/** Whoever satisfies one entry of a list and no other, and whoever satisfies none. */
const callers: readonly CaseIdentity[] = [
  ...[['g1'], ['g2'], ['g3']].map((groups) => ({ groups })),
  ...['ana', 'bob'].flatMap((subject) =>
    (['person', 'service'] as const).map((kind) => ({ groups: [], subject, kind })),
  ),
  ...[['g1'], ['g3']].map((groups) => ({ issuer: 'ci', groups })),
  { issuer: 'others', groups: ['g1'] },
];

/** Everybody who satisfies no more than one entry of each list; those who satisfy as many as one can; and some of whom little is known. */
const identities: readonly CaseIdentity[] = [
  ...callers.flatMap((caller) =>
    ['x', 'y', 'v'].flatMap((tenant) =>
      ['p', 'r'].map((dept) => ({ ...caller, claims: { tenants: [tenant], dept } })),
    ),
  ),
  ...['people', 'ci'].flatMap((issuer) =>
    ['ana', 'bob', 'zoe'].flatMap((subject) =>
      (['person', 'service'] as const).map((kind) => ({
        ...{ issuer, subject, kind, groups: ['g1', 'g2'] },
        claims: { tenants: ['x', 'y'], dept: 'p' },
      })),
    ),
  ),
  ...callers.slice(0, 3).map((caller) => ({ ...caller, claims: {} })),
  { groups: ['g3'], groupsComplete: false, claims: { tenants: [], dept: 'p' } },
].map((one) => ({ subject: 'zoe', ...one }));

/** A name for every set of the patterns that some name satisfies together. */
export const smallCollections = nameRegions(smallPatterns.map(compileGlob)) ?? [];

/** And targets that are no one collection. */
const targets = [...smallCollections, 'none', 'every', 'unresolved'];

const usual: readonly CaseOperation[] = [['search'], ['fetch'], ['scan'], ['search', 'fetch']].flatMap(
  (classes) =>
    targets.flatMap((target) =>
      (classes.includes('search') ? [3, 7, 30] : [undefined]).map(
        (topK) => ({ classes, targets: [target], ...(topK !== undefined && { topK }) }) as CaseOperation,
      ),
    ),
);

const implied: readonly CaseOperation[] = [
  { classes: ['meta'], implied: 'handshake', targets: ['none'] },
  { classes: ['meta'], implied: 'list', targets: ['every'] },
  ...targets.map((target) => ({
    classes: ['meta'] as const,
    implied: 'describe' as const,
    targets: [target],
  })),
];

const inputsOf = (asked: readonly CaseOperation[]): readonly DecideInput[] =>
  connections.flatMap((name) => {
    const operations = asked.map((one) => ({ ...buildOperation(one), connection: name }));
    return identities.map((identity) => ({
      identity: buildIdentity(identity),
      connection: { name, people: 'people' },
      operations,
      instant: Date.parse('2026-11-21T12:00:00Z'),
    }));
  });

/** Fields that an operation may refer to by itself: those that rules name, one above and one below such. */
const references = [
  'email',
  'name',
  'address',
  'address.city',
  'address.city.part',
  'address.zip',
  '$document',
];

/** What shows all that an operation owes: limits between those of rules, and uses of fields. */
const owing: readonly CaseOperation[] = [
  ...[3, 7, 15, 30].map((topK) => ({ classes: ['search'], topK }) as const),
  { classes: ['search', 'fetch'], topK: 3 } as const,
  { classes: ['scan'] } as const,
  { classes: ['fetch'] } as const,
  ...references.flatMap((field) =>
    (['search', 'fetch'] as const).map((name) => ({
      classes: [name],
      ...(name === 'search' && { topK: 3 }),
      references: [{ field, use: 'filter' as const }],
    })),
  ),
].flatMap((one) => targets.map((target) => ({ ...one, targets: [target] })));

/** All that may be asked in the small world, and what any permit implies; and what shows all that is owed. */
export const smallWorld = {
  usual: inputsOf(usual),
  whole: inputsOf([...usual, ...implied]),
  owing: inputsOf(owing),
};

/** Fields of which it is looked how they are hidden: those that rules name, one above and one below such, and any other. */
const hidden = [...references, 'other', '$vector', '$score'];

/**
 * What is owed, whichever rules it comes from: the filter, the limit, and how each field is hidden, also where a field of the data
 * has a reserved name.
 */
export function owedOf({ filter, topK, masks, rates }: Obligations): unknown {
  if (filter === undefined && topK === undefined && masks.length === 0 && rates.length === 0) return '';
  const ways = (found: ReadonlyMap<string, unknown> | undefined) => [...(found ?? [])].sort();
  const fields = hidden.flatMap((path) =>
    (path.startsWith('$') ? [undefined] : [undefined, '$document']).map((other) => {
      const { whole, detectors, inName } = joinMasks(masks, path, other) ?? {};
      return [whole, ways(detectors), ways(inName?.detectors)];
    }),
  );
  return [filter, topK, rates, fields];
}

const answered = new WeakMap<PolicySet, Map<DecideInput, string>>();

/** By the masks, which are the same things for all decisions of a set: there are few, and many operations owe them. */
const numbers = new WeakMap<MaskObligation, number>();
const owedBy = new Map<string, string>();
let count = 0;

function owedText(obligations: Obligations): string {
  const { filter, topK, masks } = obligations;
  if (filter === undefined && topK === undefined && masks.length === 0) return '';
  const all = masks.map((mask) => {
    const number = numbers.get(mask) ?? count++;
    numbers.set(mask, number);
    return number;
  });
  const key = JSON.stringify([filter, topK, all]);
  const text = owedBy.get(key) ?? JSON.stringify(owedOf(obligations));
  owedBy.set(key, text);
  return text;
}

/**
 * What a set of policies answers to one input, operation by operation: what is allowed, what that owes, and to which collections
 * a list is shortened.
 */
function answersTo(set: PolicySet, input: DecideInput): string {
  const known = answered.get(set) ?? new Map<DecideInput, string>();
  answered.set(set, known);
  let answers = known.get(input);
  if (answers === undefined) {
    answers = decide(set, input)
      .operations.map(({ effect, obligations }) =>
        obligations.visible === undefined
          ? `${effect[0]}${owedText(obligations)}`
          : targets
              .map((name) => (obligations.visible?.('default_tenant', undefined, name) ? '+' : '-'))
              .join(''),
      )
      .join('');
    known.set(input, answers);
  }
  return answers;
}

/** Whether two sets of policies answer alike to all of some inputs. */
export const answerAlike = (a: PolicySet, b: PolicySet, inputs: readonly DecideInput[]): boolean =>
  inputs.every((input) => answersTo(a, input) === answersTo(b, input));
