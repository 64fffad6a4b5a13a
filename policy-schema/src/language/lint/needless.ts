import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { Covering } from './covering.ts';
import type { Demand } from './demands.ts';

/** Rules that hang on each other are followed so far. */
const deepest = 100;

/** What permits and refusals demand of those that make them needless: no more than that these cover them. */
const nothing: readonly Demand[] = [{ isMetBy: () => true }];

/**
 * Rules that others of the same kind make needless. Who deletes all of which that is told loses nothing: first those go that one
 * other makes needless alone, then from the last to the first those that the ones left make needless together. A rule of which it
 * would take too long to know is not told, and makes no other needless: where another document is looked at it may be known.
 */
export class Needless {
  readonly #covering: Covering;
  /** Of two that say the same the one that comes first is kept. */
  readonly #order: ReadonlyMap<CompiledPlace, number>;
  readonly #all: (place: CompiledPlace) => readonly Demand[];
  readonly #demands = new Map<CompiledPlace, readonly Demand[]>();
  readonly #alone = new Map<CompiledPlace, CompiledPlace | undefined>();
  readonly #together = new Map<CompiledPlace, readonly CompiledPlace[] | undefined>();
  readonly #unsure = new Set<CompiledPlace>();
  #depth = 0;

  /**
   * @param places the rules, in their order
   * @param demandsOf what has to be met, beyond that a rule is covered; each thing may be by others
   */
  constructor(
    places: readonly CompiledPlace[],
    covering: Covering,
    demandsOf: (place: CompiledPlace) => readonly Demand[] = () => nothing,
  ) {
    this.#order = new Map(places.map((place, at) => [place, at]));
    this.#covering = covering;
    this.#all = demandsOf;
  }

  /** The rules that make one needless: one that does alone, or several together. */
  of(place: CompiledPlace): readonly CompiledPlace[] | undefined {
    const one = this.#oneFor(place);
    return one === undefined ? this.#severalFor(place) : [one];
  }

  #oneFor(place: CompiledPlace): CompiledPlace | undefined {
    if (this.#alone.has(place)) return this.#alone.get(place);
    const found = this.#covering
      .near(place.compiled)
      .find(
        (one) =>
          one !== place &&
          this.#outdoes(one, place) &&
          (this.#isEarlier(one, place) || !this.#outdoes(place, one)),
      );
    this.#alone.set(place, found);
    return found;
  }

  #isEarlier(one: CompiledPlace, place: CompiledPlace): boolean {
    return this.#order.get(one)! < this.#order.get(place)!;
  }

  #demandsOf(place: CompiledPlace): readonly Demand[] {
    const demands = this.#demands.get(place) ?? this.#all(place);
    this.#demands.set(place, demands);
    return demands;
  }

  #outdoes(one: CompiledPlace, place: CompiledPlace): boolean {
    return (
      this.#covering.covers(one.compiled, place.compiled) &&
      this.#demandsOf(place).every(({ isMetBy }) => isMetBy(one))
    );
  }

  /** Asked from the last to the first there is little to follow. */
  #severalFor(place: CompiledPlace): readonly CompiledPlace[] | undefined {
    if (this.#together.has(place) || this.#depth === deepest) return this.#together.get(place);
    let isSure = true;
    const counts = (one: CompiledPlace): boolean => {
      // One that goes for another alone, or of which it would take too long to know.
      if (one === place || this.#covering.isSpent || this.#oneFor(one) !== undefined) return false;
      if (this.#isEarlier(one, place)) return true;
      if (this.#severalFor(one) !== undefined) return false;
      const isKept = this.#together.has(one) && !this.#unsure.has(one);
      isSure &&= isKept;
      return isKept;
    };
    const { compiled } = place;
    const found = new Set<CompiledPlace>();
    this.#depth++;
    const isNeedless = this.#demandsOf(place).every(({ classes = -1, isMetBy }) => {
      const all = this.#covering.of(
        { ...compiled, classes: compiled.classes & classes },
        (one) => isMetBy(one) && counts(one),
      );
      for (const one of all ?? []) found.add(one);
      return all !== undefined;
    });
    this.#depth--;
    const all = isNeedless ? [...found] : undefined;
    this.#together.set(place, all);
    if (!isSure || this.#covering.isSpent) this.#unsure.add(place);
    return all;
  }
}
