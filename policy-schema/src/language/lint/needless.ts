import type { CompiledPlace } from '../../compile/compile-policies.ts';
import { type Covering, coverTogether } from './cover-together.ts';

/** Rules that hang on each other are followed so far. */
const deepest = 100;

/** Of two that say the same the one that comes first is kept. */
const isEarlier = (a: CompiledPlace, b: CompiledPlace): boolean =>
  a.source === b.source ? a.index < b.index : a.source.file < b.source.file;

/**
 * Rules that others of the same effect make needless. Who deletes all of which that is told loses nothing: first those go that one
 * other makes needless alone, then from the last to the first those that the ones left make needless together. A rule of which it
 * would take too long to know is not told, and makes no other needless: where another document is looked at it may be known.
 */
export class Needless {
  readonly #covering: Covering;
  readonly #alone = new Map<CompiledPlace, CompiledPlace | undefined>();
  readonly #together = new Map<CompiledPlace, readonly CompiledPlace[] | undefined>();
  readonly #unsure = new Set<CompiledPlace>();
  #depth = 0;

  constructor(covering: Covering) {
    this.#covering = covering;
  }

  /** The rule that makes a rule needless alone. */
  alone(place: CompiledPlace): CompiledPlace | undefined {
    if (this.#alone.has(place)) return this.#alone.get(place);
    const { covers } = this.#covering;
    const { compiled } = place;
    const found = this.#covering
      .near(compiled)
      .find(
        (one) =>
          one !== place &&
          covers(one.compiled, compiled) &&
          (isEarlier(one, place) || !covers(compiled, one.compiled)),
      );
    this.#alone.set(place, found);
    return found;
  }

  /** The rules that make one needless together, which none does alone. Asked from the last to the first there is little to follow. */
  together(place: CompiledPlace): readonly CompiledPlace[] | undefined {
    if (this.#together.has(place) || this.#depth === deepest) return this.#together.get(place);
    let isSure = true;
    this.#depth++;
    const found = coverTogether(place.compiled, this.#covering, (one) => {
      if (one === place || this.#goes(one)) return false;
      if (isEarlier(one, place)) return true;
      if (this.together(one) !== undefined) return false;
      const isKept = this.#together.has(one) && !this.#unsure.has(one);
      isSure &&= isKept;
      return isKept;
    });
    this.#depth--;
    this.#together.set(place, found);
    if (!isSure || this.#covering.isSpent) this.#unsure.add(place);
    return found;
  }

  /** Whether one goes for another alone. One that was not asked about yet costs as much as another comparison. */
  #goes(one: CompiledPlace): boolean {
    if (!this.#alone.has(one)) this.#covering.spend(this.#covering.near(one.compiled).length);
    return this.#covering.isSpent || this.alone(one) !== undefined;
  }
}
