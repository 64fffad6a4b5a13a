import type { CompiledRule, IssuedName, WhoSelector } from '../../compile/compiled-rule.ts';
import type { PolicyEnvironment } from '../../compile/environment.ts';
import { declaredClaims } from '../../compile/environment.ts';
import type { ConnectionFacts } from '../../decide/decide-contract.ts';
import type { Scalar } from '../../operation/filter.ts';
import type { ClaimType, Identity } from '../../operation/identity.ts';
import type { Facts } from './cover.ts';

/** A caller who stands for all whom the rules cannot tell apart. */
export interface WhoCase {
  readonly identity: Identity;
  readonly connection: ConnectionFacts;
  readonly facts: Facts;
}

/** Callers for all that some rules can tell apart, and the questions by which they do. */
export interface WhoCases {
  readonly cases: readonly WhoCase[];
  readonly factsOf: (identity: Identity, connection: ConnectionFacts) => Facts;
}

const mostCases = 6_000;
/** Values of one claim that may be a list, of which every combination is looked at. */
const mostValues = 11;
/** No issuer or subject is called so. */
const another = '\u0000another';
const unnamed = '\u0000people';

const keyOf = (value: unknown): string =>
  JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? `${v}n` : v));

/** Things that stand in the same lists, taken together. */
function alike<Thing>(
  things: readonly Thing[],
  key: (thing: Thing) => string,
  listsOf: (thing: Thing) => string,
): readonly (readonly Thing[])[] {
  const distinct = new Map(things.map((thing) => [key(thing), thing]));
  const classes = new Map<string, Thing[]>();
  for (const thing of distinct.values()) {
    const lists = listsOf(thing);
    const own = classes.get(lists);
    if (own === undefined) classes.set(lists, [thing]);
    else own.push(thing);
  }
  return [...classes.values()];
}

const selectorsOf = (rules: readonly CompiledRule[]): readonly WhoSelector[] =>
  rules.flatMap(({ principals }) =>
    principals === undefined
      ? []
      : principals.except === undefined
        ? [principals]
        : [principals, principals.except],
  );

function subsets<Thing>(things: readonly Thing[]): readonly (readonly Thing[])[] {
  let all: (readonly Thing[])[] = [[]];
  for (const thing of things) all = all.flatMap((before) => [before, [...before, thing]]);
  return all;
}

interface Classes {
  readonly issuer: string;
  readonly groups: readonly (readonly string[])[];
  readonly subjects: readonly SubjectClass[];
}

interface SubjectClass {
  readonly names: readonly string[];
  /** Some rule names them as services and none as subjects: a person of that name is nobody special. */
  readonly onlyServices: boolean;
}

/**
 * Everybody whom the rules can tell apart, one caller for each: issuers, subjects, groups in every combination, claims
 * present and absent, groups known completely or not. Undefined: there are too many of them.
 */
export function whoCases(
  rules: readonly CompiledRule[],
  connection: { readonly people: string | undefined },
  environment: PolicyEnvironment | undefined,
): WhoCases | undefined {
  const selectors = selectorsOf(rules);
  const names = selectors.flatMap(({ groups, subjects, services }) => [...groups, ...subjects, ...services]);
  const bare = new Set(names.flatMap(({ issuer, name }) => (issuer === undefined ? [name] : [])));
  const issuers = [
    ...new Set([
      ...names.flatMap(({ issuer }) => (issuer === undefined ? [] : [issuer])),
      ...selectors.flatMap((one) => one.issuers),
    ]),
  ];
  const claims = claimQuestions(selectors, environment);
  if (claims === undefined) return undefined;
  const claimSets = combinations(claims.map(({ options }) => options));
  // Without a configuration the issuer of bare names may be any of those that are named, or none of them.
  const peoples = connection.people === undefined ? [unnamed, ...issuers] : [connection.people];
  const cases: WhoCase[] = [];
  const perPeople = peoples.map((people) => {
    const all = [...new Set([people, ...issuers, another])];
    return { people, classes: all.map((issuer) => classesOf(selectors, issuer, people)) };
  });
  const factsOf = (identity: Identity, { people }: ConnectionFacts): Facts => {
    const facts = new Map<string, string>();
    if (peoples.length > 1) facts.set('people', issuers.includes(people) ? people : '');
    const issuer =
      identity.issuer === people ? '' : issuers.includes(identity.issuer) ? identity.issuer : another;
    facts.set('issuer', issuer);
    const known = perPeople.find((one) => one.people === people) ?? perPeople[0]!;
    let grouped = false;
    for (const { issuer: own, groups, subjects } of known.classes) {
      const ours = own === identity.issuer || (own === unnamed && identity.issuer === people);
      // As it is written: bare, or with its issuer before it.
      const written = (list: readonly string[]): string =>
        list
          .map((one) => (own !== known.people || (!bare.has(one) && own !== unnamed) ? `${own}:${one}` : one))
          .join('\u0000');
      grouped ||= ours && groups.length > 0;
      for (const list of groups) {
        const isIn = ours && list.some((group) => identity.groups.includes(group));
        facts.set(`group ${written(list)}`, isIn ? 'yes' : 'no');
      }
      for (const { names: list, onlyServices } of subjects) {
        const is = ours && list.includes(identity.subject) && !(onlyServices && identity.kind === 'person');
        facts.set(`subject ${written(list)}`, is ? identity.kind : 'no');
      }
    }
    facts.set('groups known', grouped && !identity.groupsComplete ? 'no' : 'yes');
    for (const { name: claim, answer } of claims) facts.set(`claim ${claim}`, answer(identity.claims[claim]));
    return facts;
  };
  for (const { people, classes } of perPeople) {
    for (const { issuer, groups, subjects } of classes) {
      const choices = [
        { subject: another, kinds: ['person'] as const },
        ...subjects.map(({ names: [first], onlyServices }) => ({
          subject: first!,
          kinds: onlyServices ? (['service'] as const) : (['person', 'service'] as const),
        })),
      ];
      const combos = 2 ** groups.length * choices.length * claimSets.length * 3;
      if (groups.length > 11 || cases.length + combos > mostCases) return undefined;
      for (const mine of subsets(groups)) {
        for (const groupsComplete of groups.length > 0 ? [true, false] : [true]) {
          for (const { subject, kinds } of choices) {
            for (const kind of kinds) {
              for (const claimed of claimSets) {
                const identity: Identity = {
                  issuer,
                  kind,
                  subject,
                  groups: mine.map(([first]) => first!),
                  groupsComplete,
                  claims: Object.fromEntries(
                    claims.flatMap(({ name }, i) => (claimed[i] === undefined ? [] : [[name, claimed[i]!]])),
                  ),
                  declared: {},
                };
                const at = { name: '', people };
                cases.push({ identity, connection: at, facts: factsOf(identity, at) });
              }
            }
          }
        }
      }
    }
  }
  return { cases, factsOf };
}

function classesOf(selectors: readonly WhoSelector[], issuer: string, people: string): Classes {
  const ours = ({ issuer: own }: IssuedName): boolean => (own ?? people) === issuer;
  const named = (lists: readonly (readonly IssuedName[])[]): readonly (readonly string[])[] => {
    const own = lists.map((list) => list.filter(ours).map(({ name }) => name));
    return alike(
      own.flat(),
      (name) => name,
      (name) => own.map((list) => (list.includes(name) ? '1' : '0')).join(''),
    );
  };
  return {
    issuer,
    groups: named(selectors.map(({ groups }) => groups)),
    subjects: named([
      ...selectors.map(({ subjects }) => subjects),
      ...selectors.map(({ services }) => services),
    ]).map((list) => ({
      names: list,
      onlyServices: !selectors.some(({ subjects }) =>
        subjects.some((one) => ours(one) && list.includes(one.name)),
      ),
    })),
  };
}

type Claimed = Scalar | readonly string[];

interface ClaimQuestion {
  readonly name: string;
  /** Undefined: the claim is absent. */
  readonly options: readonly (Claimed | undefined)[];
  readonly answer: (value: Claimed | undefined) => string;
}

function claimQuestions(
  selectors: readonly WhoSelector[],
  environment: PolicyEnvironment | undefined,
): readonly ClaimQuestion[] | undefined {
  const types: Readonly<Record<string, ClaimType | 'mixed'>> =
    environment === undefined ? {} : declaredClaims(environment);
  const lists = new Map<string, (readonly Scalar[])[]>();
  for (const { name, values } of selectors.flatMap(({ claims }) => claims)) {
    const own = lists.get(name);
    if (own === undefined) lists.set(name, [values]);
    else own.push(values);
  }
  const questions: ClaimQuestion[] = [];
  for (const [name, own] of lists) {
    const classes = alike(own.flat(), keyOf, (value) =>
      own.map((values) => (values.includes(value) ? '1' : '0')).join(''),
    );
    const type = types[name];
    const texts = classes.flatMap((list) => list.find((value) => typeof value === 'string') ?? []);
    const mayBeList = type === undefined || type === 'mixed' || type === 'string-list';
    if (mayBeList && texts.length > mostValues) return undefined;
    const several = mayBeList ? subsets(texts as string[]).filter((list) => list.length > 1) : [];
    const single: (Claimed | undefined)[] = classes.map(([first]) => first!);
    questions.push({
      name,
      options: [undefined, another, ...single, ...several],
      answer: (value) => {
        if (value === undefined) return 'absent';
        const has = (one: Scalar): boolean =>
          typeof value === 'object' ? value.includes(one as string) : value === one;
        const hit = classes.filter((list) => list.some(has));
        return hit.length === 0 ? 'other' : hit.map((list) => list.map(String).join(', ')).join(' and ');
      },
    });
  }
  return questions;
}

function combinations<Option>(lists: readonly (readonly Option[])[]): readonly (readonly Option[])[] {
  let all: (readonly Option[])[] = [[]];
  for (const list of lists) {
    all = all.flatMap((before) => list.map((option) => [...before, option]));
    if (all.length > mostCases) break;
  }
  return all;
}
