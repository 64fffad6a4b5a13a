import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { CompiledRule } from '../../compile/compiled-rule.ts';

/** Rules by the collections that they name, so that not every rule is compared with every other. */
export class PlacesByName {
  readonly #all: readonly CompiledPlace[];
  /** Positions of those that name collections by their whole names alone, by each name. */
  readonly #named = new Map<string, number[]>();
  /** Positions of all others. */
  readonly #open: number[] = [];
  /** What `covering` answered, by the name that it went by. */
  readonly #covering = new Map<string | undefined, readonly CompiledPlace[]>();

  constructor(places: readonly CompiledPlace[]) {
    this.#all = places;
    for (const [i, { compiled }] of places.entries()) {
      const names = wholeNames(compiled);
      if (names === undefined) this.#open.push(i);
      for (const name of names ?? []) {
        const own = this.#named.get(name);
        if (own === undefined) this.#named.set(name, [i]);
        else own.push(i);
      }
    }
  }

  /** Those that may match all that a rule matches, in their order. */
  covering(rule: CompiledRule): readonly CompiledPlace[] {
    const [first] = wholeNames(rule) ?? [];
    const known =
      this.#covering.get(first) ?? this.#placesAt(first === undefined ? this.#open : this.#with([first]));
    this.#covering.set(first, known);
    return known;
  }

  /** Those that may match something that a rule matches, in their order. */
  meeting(rule: Pick<CompiledRule, 'resources'>): readonly CompiledPlace[] {
    const names = wholeNames(rule);
    return names === undefined ? this.#all : this.#placesAt(this.#with(names));
  }

  #with(names: Iterable<string>): readonly number[] {
    const found = new Set(this.#open);
    for (const name of names) for (const at of this.#named.get(name) ?? []) found.add(at);
    return [...found].sort((a, b) => a - b);
  }

  #placesAt(positions: readonly number[]): readonly CompiledPlace[] {
    return positions.map((at) => this.#all[at]!);
  }
}

/** The collections that a rule names by their whole names; undefined where it names others too, or none. */
function wholeNames({ resources }: Pick<CompiledRule, 'resources'>): ReadonlySet<string> | undefined {
  const globs = resources?.collections;
  if (globs === undefined || globs.some(({ parts }) => parts.length > 1)) return undefined;
  return new Set(globs.map(({ text }) => text));
}
