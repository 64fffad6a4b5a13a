import type { CompiledPlace } from '../../compile/compile-policies.ts';
import { type Covering, coverTogether } from './cover-together.ts';

/** Of two that say the same the one that comes first is kept. */
export const isEarlier = (a: CompiledPlace, b: CompiledPlace): boolean =>
  a.source === b.source ? a.index < b.index : a.source.file < b.source.file;

/**
 * The rules that make a rule of the same effect needless together. Who deletes all that are told to be needless loses nothing: none
 * counts that is needless for being within the rule itself, and of later ones none that is needless by others.
 */
export function idleTogether(covering: Covering) {
  const known = new Map<CompiledPlace, readonly CompiledPlace[] | undefined>();
  const find = (place: CompiledPlace): readonly CompiledPlace[] | undefined => {
    if (known.has(place)) return known.get(place);
    const found = coverTogether(
      place.compiled,
      covering,
      (one) =>
        one !== place &&
        !covering.covers(place.compiled, one.compiled) &&
        (isEarlier(one, place) || find(one) === undefined),
    );
    known.set(place, found);
    return found;
  };
  return find;
}
