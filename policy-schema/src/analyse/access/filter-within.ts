import type { FilterTerm } from '../../compile/compiled-rule.ts';
import type { Scalar } from '../../operation/filter.ts';

const valuesOf = (term: FilterTerm): readonly Scalar[] | undefined =>
  term.is === 'eq' ? [term.value] : term.is === 'in' ? term.value : undefined;

/** Whether what satisfies `narrow` always satisfies `wide`. Says no where it cannot tell. */
export function termWithin(narrow: FilterTerm, wide: FilterTerm): boolean {
  if (narrow.field !== wide.field) return false;
  if (narrow.is === 'claim' || wide.is === 'claim')
    return narrow.is === 'claim' && wide.is === 'claim' && narrow.claim === wide.claim;
  const all = valuesOf(wide)!;
  return valuesOf(narrow)!.every((value) => all.includes(value));
}

/** The same for terms that are and-ed. */
export const filterWithin = (narrow: readonly FilterTerm[], wide: readonly FilterTerm[]): boolean =>
  wide.every((term) => narrow.some((one) => termWithin(one, term)));
