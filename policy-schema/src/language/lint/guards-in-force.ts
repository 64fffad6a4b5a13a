import type { Compilation } from '../../compile/compile-policies.ts';
import { Covering } from './covering.ts';
import { ruleCovers } from './covers.ts';
import { PlacesByName } from './places-by-name.ts';

/** Guards and approval rules of all files that bind, and have a filter or limits. */
export const guardsInForce = ({ places }: Compilation, by: 'filter' | 'limits'): Covering =>
  new Covering(
    new PlacesByName(
      places.filter(
        ({ compiled }) =>
          !compiled.monitored &&
          compiled.effect !== 'allow' &&
          compiled.effect !== 'deny' &&
          compiled[by] !== undefined,
      ),
    ),
    ruleCovers,
    true,
  );
