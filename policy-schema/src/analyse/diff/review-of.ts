import { bitsOf } from '../../compile/class-bits.ts';
import type { CompiledRule } from '../../compile/compiled-rule.ts';
import type { Scope } from '../../operation/target.ts';
import { type PlaceCase, type PlaceCases, placeCases } from '../regions/place-cases.ts';
import type { DiffSides } from './diff-connection.ts';
import type { Found } from './found.ts';

const review = bitsOf(['review']);

/** The rules that the gate's own records are under: those of class `review`, since nothing else is done with them. */
export function rulesOfReview({ base, head }: DiffSides): Pick<DiffSides, 'base' | 'head'> {
  const isOf = ({ classes }: CompiledRule): boolean => (classes & review) !== 0;
  return { base: base.filter(isOf), head: head.filter(isOf) };
}

/** They are of no tenant, database or collection. */
export function placeOfGateRecords(rules: readonly CompiledRule[]): PlaceCases | undefined {
  const places = placeCases(rules);
  const isNowhere = ({ target }: PlaceCase): boolean =>
    Object.values(target).every((part: Scope) => part.is === 'none');
  return places && { ...places, cases: places.cases.filter(isNowhere) };
}

/** What is left of differences there. The gate's own records are shown whole: no store's fields are in them. */
export const reviewOf = (found: readonly Found[]): readonly Found[] =>
  found.flatMap((one) => {
    const { what, change } = one;
    if (typeof what === 'string' || what.reviewed || what.together !== undefined) return [];
    if (!what.classes.includes('review') || change.aspect === 'mask' || change.aspect === 'fields') return [];
    return [{ ...one, what: { ...what, classes: ['review'] } }];
  });
