import type { CompiledRule } from '../../compile/compiled-rule.ts';
import { matchResources } from '../../decide/match-resources.ts';
import { reachesPlace } from '../../decide/may-see.ts';
import type { Tri } from '../../decide/tri.ts';
import type { PlaceCase } from '../regions/place-cases.ts';

/** A rule, and how it stands to a place. */
export interface Placed {
  readonly rule: CompiledRule;
  readonly where: Tri;
  /** For a permit: whether it implies describing what is there. */
  readonly describes: boolean;
  /** The same for connecting and listing. */
  readonly connects: boolean;
  readonly changed: boolean;
}

/** Places that no rule of either set tells apart. */
export interface Cell {
  readonly places: readonly PlaceCase[];
  readonly base: readonly Placed[];
  readonly head: readonly Placed[];
}

/** Puts places together that rules do not tell apart. */
export function cellsOf(
  places: readonly PlaceCase[],
  before: readonly CompiledRule[],
  after: readonly CompiledRule[],
  changed: ReadonlySet<CompiledRule>,
  connection: string,
): readonly Cell[] {
  const cells = new Map<string, Cell & { places: PlaceCase[] }>();
  for (const place of places) {
    const placed = (rules: readonly CompiledRule[]): Placed[] =>
      rules.map((rule) => ({
        rule,
        where: matchResources(rule.resources, connection, place.target),
        describes: rule.effect === 'allow' && reachesPlace(rule.resources, connection, place.target, true),
        connects: rule.effect === 'allow' && reachesPlace(rule.resources, connection, place.target, false),
        changed: changed.has(rule),
      }));
    const [base, head] = [placed(before), placed(after)];
    const key = [...base, ...head]
      .map(({ where, describes, connects }) => `${where}${describes}${connects}`)
      .join();
    const own = cells.get(key);
    if (own === undefined) cells.set(key, { places: [place], base, head });
    else own.places.push(place);
  }
  return [...cells.values()];
}
