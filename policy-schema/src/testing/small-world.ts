import { nameRegions } from '../analyse/regions/name-regions.ts';
import type { PolicyEnvironment } from '../compile/environment.ts';
import { compileGlob } from '../compile/glob.ts';
import type { PolicySet } from '../compile/policy-set.ts';
import { decide } from '../decide/decide.ts';
import type { DecideInput } from '../decide/decide-contract.ts';
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

/** A name for every set of the patterns that some name satisfies together; and targets that are no one collection. */
const targets = [...(nameRegions(smallPatterns.map(compileGlob)) ?? []), 'none', 'every', 'unresolved'];

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

/** All that may be asked in the small world, and what any permit implies. */
export const smallWorld = { usual: inputsOf(usual), whole: inputsOf([...usual, ...implied]) };

const answered = new WeakMap<PolicySet, Map<DecideInput, string>>();

/** What a set of policies answers to one input, operation by operation: what is allowed, and to which collections a list is shortened. */
function answersTo(set: PolicySet, input: DecideInput): string {
  const known = answered.get(set) ?? new Map<DecideInput, string>();
  answered.set(set, known);
  let answers = known.get(input);
  if (answers === undefined) {
    answers = decide(set, input)
      .operations.map(({ effect, obligations: { visible } }) =>
        visible === undefined
          ? effect[0]
          : targets.map((name) => (visible('default_tenant', undefined, name) ? '+' : '-')).join(''),
      )
      .join('');
    known.set(input, answers);
  }
  return answers;
}

/** Whether two sets of policies answer alike to all of some inputs. */
export const answerAlike = (a: PolicySet, b: PolicySet, inputs: readonly DecideInput[]): boolean =>
  inputs.every((input) => answersTo(a, input) === answersTo(b, input));
