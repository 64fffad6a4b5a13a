import type { Operation } from '../../operation/operation.ts';
import { type OperationClass, operationClasses } from '../../operation/operation-class.ts';
import { cover, type Facts, satisfiesTerm, type Term } from '../regions/cover.ts';
import type { PlaceCase, PlaceCases } from '../regions/place-cases.ts';
import { changedRules } from './changed-rules.ts';
import { type ConnectionGroup, connectionNames } from './connection-groups.ts';
import type { DiffSides } from './diff-connection.ts';
import type { DiffRow } from './diff-row.ts';
import type { Found } from './found.ts';
import { isOnGroup } from './is-on-group.ts';
import { isEdgePlace, placeText, placeWorth } from './place-text.ts';
import { isEdgeWho, whoOrder, whoText, whoWorth } from './who-text.ts';

/** One difference for some callers of one term. */
interface Part {
  readonly found: Found;
  readonly term: Term;
  readonly operations: readonly string[];
}

const wordOf = (what: Found['what']): readonly string[] => {
  if (what === 'connect') return ['connect and list'];
  if (what === 'describe') return ['describe'];
  if (what.reviewed) return [`review of ${what.classes.join('/')}`];
  return what.together === undefined
    ? what.classes
    : [what.together.map((group) => group.join('/')).join(' + ')];
};

/** Puts differences together that are alike, and says them in few words. */
export function rowsOf(
  found: readonly Found[],
  places: PlaceCases,
  sides: DiffSides,
  group: ConnectionGroup,
): readonly DiffRow[] {
  const alike = new Map<string, Part[]>();
  const terms = termCache();
  for (const one of found) {
    for (const term of terms(one)) {
      const rules = changedRules(one.rules, sides);
      const key = JSON.stringify([one.change, rules, whoText(term), one.exact, one.what === 'connect']);
      const own = alike.get(key);
      const part = { found: one, term, operations: wordOf(one.what) };
      if (own === undefined) alike.set(key, [part]);
      else own.push(part);
    }
  }
  const rows = new Map<string, DiffRow>();
  for (const parts of alike.values()) {
    for (const row of byPlace(parts, places, sides, group)) {
      const { who, covers, ...rest } = row;
      const key = JSON.stringify(rest);
      const own = rows.get(key);
      if (own === undefined) rows.set(key, row);
      else
        rows.set(key, {
          ...own,
          who: [...own.who, ...who],
          covers: (input, operation) => own.covers(input, operation) || covers(input, operation),
        });
    }
  }
  return [...rows.values()];
}

/** Terms for callers; the same callers are said once. */
function termCache(): (found: Found) => readonly Term[] {
  const known = new Map<object, Map<string, readonly Term[]>>();
  return ({ who, whom }) => {
    const own = known.get(who) ?? new Map<string, readonly Term[]>();
    known.set(who, own);
    const wanted = new Set(whom);
    const all = who.cases.map(({ facts }) => facts);
    const key = all.map((facts) => (wanted.has(facts) ? '1' : '0')).join('');
    const before = own.get(key);
    if (before !== undefined) return before;
    const terms = cover([...whom].sort(whoOrder), all, whoWorth);
    own.set(key, terms);
    return terms;
  };
}

/** Places for which the operations are the same are said together. */
function byPlace(
  parts: readonly Part[],
  places: PlaceCases,
  sides: DiffSides,
  group: ConnectionGroup,
): readonly DiffRow[] {
  const operations = new Map<PlaceCase, Set<string>>();
  for (const { found, operations: named } of parts) {
    for (const place of found.places) {
      const own = operations.get(place) ?? new Set();
      operations.set(place, own);
      for (const name of named) own.add(name);
    }
  }
  const byOperations = new Map<string, { operations: string[]; places: PlaceCase[] }>();
  for (const [place, names] of operations) {
    const sorted = [...names].sort((a, b) => orderOf(a) - orderOf(b));
    const own = byOperations.get(sorted.join('\n')) ?? { operations: sorted, places: [] };
    byOperations.set(sorted.join('\n'), own);
    own.places.push(place);
  }
  const [first] = parts;
  const { found, term } = first!;
  const all = places.cases.map(({ facts }) => facts);
  return [...byOperations.values()].map(({ operations: names, places: some }): DiffRow => {
    const ordinary = [...some].sort((a, b) => edgeRank(a.facts) - edgeRank(b.facts));
    const terms = cover(
      ordinary.map(({ facts }) => facts),
      all,
      placeWorth,
    );
    const plain = terms.filter((one) => !isEdgePlace(one));
    const shown = plain.length > 0 ? plain : terms;
    return {
      ...found.change,
      who: [whoText(term)],
      connections: connectionNames(group),
      places: found.what === 'connect' ? ['everywhere'] : shown.map(placeText),
      operations: names,
      rules: changedRules(found.rules, sides),
      edge: isEdgeWho(term) || plain.length === 0 || found.what === 'connect',
      exact: found.exact,
      covers: covering(parts, some, places, group),
    };
  });
}

const orderOf = (name: string): number => {
  const at = operationClasses.indexOf(name as OperationClass);
  return at === -1 ? 100 : at;
};

const edgeRank = (facts: Facts): number =>
  [...facts.values()].filter((answer) => ['unknown', 'every', 'unresolved', 'none'].includes(answer)).length;

const keyOf = (facts: Facts): string => JSON.stringify([...facts]);

function covering(
  parts: readonly Part[],
  some: readonly PlaceCase[],
  places: PlaceCases,
  group: ConnectionGroup,
): DiffRow['covers'] {
  const keys = new Set(some.map(({ facts }) => keyOf(facts)));
  return ({ identity, connection, operations }, index) => {
    const operation = operations[index];
    if (operation === undefined || !isOnGroup(group, connection.name)) return false;
    const isMet = ({ found, term }: Part): boolean =>
      isOf(found.what, operation) && satisfiesTerm(term, found.who.factsOf(identity, connection));
    if (!parts.some(isMet)) return false;
    // What permits imply of a connection as a whole follows from any of its places.
    if (operation.implied === 'handshake' || operation.implied === 'list') return true;
    const targets =
      operation.renamesTo === undefined ? operation.targets : [...operation.targets, operation.renamesTo];
    return targets.some((target) => keys.has(keyOf(places.factsOf(target))));
  };
}

function isOf(what: Found['what'], { implied, classes }: Operation): boolean {
  // Of which class a record is that somebody looks at the look does not say.
  if (typeof what !== 'string' && what.reviewed) return classes.includes('review');
  if (implied !== undefined) return implied === 'describe' ? what !== 'connect' : true;
  if (typeof what === 'string') return false;
  if (what.together === undefined) return classes.some((name) => what.classes.includes(name));
  return (
    classes.every((name) => what.classes.includes(name)) &&
    what.together.every((group) => group.some((name) => classes.includes(name)))
  );
}
