import type { PrincipalSelector } from '../../compile/compiled-rule.ts';
import { ruleBeside } from '../fix/rule-beside.ts';
import { guardsInForce } from './guards-in-force.ts';
import type { Finding, Lint } from './lint.ts';
import { resourcesMeet } from './meets.ts';
import { PlacesByName } from './places-by-name.ts';
import { called, related } from './related.ts';
import { same } from './same.ts';
import { keySpan } from './spans.ts';

/** Whether two selectors name somebody in common, or one of them names nobody by name. */
function share(a: PrincipalSelector | undefined, b: PrincipalSelector | undefined): boolean {
  if (a === undefined || b === undefined || !a.listed || !b.listed) return true;
  const names = ({ groups, subjects, services, issuers }: PrincipalSelector): string[] => [
    ...groups.map(({ issuer, name }) => `g ${issuer}:${name}`),
    ...[...subjects, ...services].map(({ issuer, name }) => `s ${issuer}:${name}`),
    ...issuers,
  ];
  const own = new Set(names(a));
  return names(b).some((name) => own.has(name));
}

/** A filter that a permit demands, while another permit gives the same without one: then none is demanded. */
export const filters: Lint = {
  needsAll: true,
  *find({ places, compilation }): Iterable<Finding> {
    const permits = compilation.places.filter(
      ({ compiled }) => compiled.effect === 'allow' && !compiled.monitored,
    );
    const byName = new PlacesByName(permits);
    const guards = guardsInForce(compilation, 'filter');
    for (const place of places) {
      const { compiled } = place;
      if (compiled.effect !== 'allow' || compiled.filter === undefined || compiled.monitored) continue;
      const lifting = byName
        .meeting(compiled)
        .find(
          ({ compiled: other }) =>
            other.filter === undefined &&
            (other.classes & compiled.classes) !== 0 &&
            resourcesMeet(other.resources, compiled.resources) &&
            share(other.principals, compiled.principals),
        );
      if (lifting === undefined) continue;
      // A guard binds whatever permit applies.
      const isBound = compiled.filter.every((term) =>
        guards.of(compiled, (guard) => guard.compiled.filter?.some((one) => same(one, term)) ?? false),
      );
      // Too much to compare: what was not compared may bind it.
      if (isBound || guards.isSpent) continue;
      const fields = compiled.filter.map(({ field }) => field).join(', ');
      yield {
        ...keySpan(place, ['require']),
        code: 'required-filter-lifted',
        message: `The filter on ${fields} is lifted by rule ${called(lifting, place)}, which permits the same people some of the same without one.`,
        remedy: 'Put require into a guard: guards bind whatever permit applies.',
        related: [related(lifting, 'permits without the filter')],
        fixes: () => [
          {
            title: `Bind ${fields} by a guard`,
            changes: ruleBeside(place, 'guard', [['effect', 'guard'], 'principals', 'resources', 'require']),
          },
        ],
      };
    }
  },
};
