import type { CompiledRule } from '../../compile/compiled-rule.ts';
import { matchResources } from '../../decide/match-resources.ts';
import { no, yes } from '../../decide/tri.ts';
import type { Target } from '../../operation/target.ts';
import { cover } from '../regions/cover.ts';
import type { PlaceCase, PlaceCases } from '../regions/place-cases.ts';
import { changedRules } from './changed-rules.ts';
import { type ConnectionGroup, connectionNames } from './connection-groups.ts';
import type { DiffSides } from './diff-connection.ts';
import type { DiffRow } from './diff-row.ts';
import { isOnGroup } from './is-on-group.ts';
import { placeText, placeWorth } from './place-text.ts';

const mostShown = 4;

/**
 * What may be renamed, copied or aliased to where: a new name under which a deny or guard would not bind is refused, for
 * whomever (combining, point 9).
 */
export function renameRows(sides: DiffSides, places: PlaceCases, group: ConnectionGroup): readonly DiffRow[] {
  const connection = group.names[0]!;
  const isBinding = ({ effect, resources, when }: CompiledRule): boolean =>
    effect !== 'allow' && (resources !== undefined || when?.readsTarget === true);
  const [base, head] = [sides.base.filter(isBinding), sides.head.filter(isBinding)];
  const rules = [...base, ...head].filter((rule) => sides.changed.has(rule));
  if (rules.length === 0) return [];
  const cases = distinctPlaces(places, [...base, ...head], connection);
  const sheds = (some: readonly CompiledRule[], from: Target, to: Target): boolean =>
    some.some(
      ({ resources, when }) =>
        matchResources(resources, connection, from) !== no &&
        (when?.readsTarget === true || matchResources(resources, connection, to) !== yes),
    );
  const pairs: Record<'widened' | 'narrowed', (readonly [PlaceCase, PlaceCase])[]> = {
    widened: [],
    narrowed: [],
  };
  for (const from of cases) {
    for (const to of cases) {
      const [was, is] = [sheds(base, from.target, to.target), sheds(head, from.target, to.target)];
      if (was !== is) pairs[was ? 'widened' : 'narrowed'].push([from, to]);
    }
  }
  const all = places.cases.map(({ facts }) => facts);
  const text = ({ facts }: PlaceCase): string => cover([facts], all, placeWorth).map(placeText).join(' or ');
  return (['widened', 'narrowed'] as const).flatMap((kind): DiffRow[] => {
    const own = pairs[kind];
    if (own.length === 0) return [];
    const told = own.slice(0, mostShown).map(([from, to]) => `from ${text(from)} to ${text(to)}`);
    const [refused, free] = ['refused', 'no rule is shed by it'];
    return [
      {
        kind,
        aspect: 'rename',
        before: kind === 'widened' ? refused : free,
        after: kind === 'widened' ? free : refused,
        who: ['everybody'],
        connections: connectionNames(group),
        places: own.length > mostShown ? [...told, `${own.length - mostShown} more`] : told,
        operations: ['rename, copy or alias'],
        rules: changedRules(rules, sides),
        edge: true,
        exact: true,
        covers: ({ connection: { name }, operations }, index) =>
          isOnGroup(group, name) && operations[index]?.renamesTo !== undefined,
      },
    ];
  });
}

/** One place for all that these rules do not tell apart. */
function distinctPlaces(
  { cases }: PlaceCases,
  rules: readonly CompiledRule[],
  connection: string,
): readonly PlaceCase[] {
  const byRules = new Map<string, PlaceCase>();
  for (const place of cases) {
    const key = rules.map(({ resources }) => matchResources(resources, connection, place.target)).join('');
    if (!byRules.has(key)) byRules.set(key, place);
  }
  return [...byRules.values()];
}
