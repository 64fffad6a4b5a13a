import type { CompiledPlace } from '../../compile/compile-policies.ts';
import { spokenShort } from '../meaning/spoken.ts';
import { entriesOf, type Gap, Protections } from '../protect/gaps.ts';
import { filterBeside, maskBeside } from '../protect/guards-beside.ts';
import type { Finding, Lint } from './lint.ts';
import { called, related } from './related.ts';
import { spanOf } from './spans.ts';

/** Permits without a protection that the policies give to others, or elsewhere. */
export const protections: Lint = {
  needsAll: true,
  *find(analysis): Iterable<Finding> {
    // Files that are not known may hold it.
    if (analysis.surroundings.files === undefined) return;
    const known = new Protections(analysis);
    for (const place of analysis.places) {
      const masks = known.masksLacking(place);
      if (masks.length > 0)
        yield {
          ...told(place, masks),
          code: 'field-unmasked',
          message: `The permit ${place.compiled.reference.rule} shows ${fieldsOf(masks)} whole, which ${whereOf(masks, 'hides', place)}.`,
          remedy: 'Add a mask, unless its people are to see it.',
          fixes: () => [maskBeside(place, entriesOf(masks))],
        };
      const teller = known.toldByVector(place);
      if (teller !== undefined)
        yield {
          ...spanOf(place),
          code: 'vector-unmasked',
          message: `The permit ${place.compiled.reference.rule} delivers $vector whole, from which can be made again what rule ${called(teller, place)} hides in texts.`,
          remedy: 'Drop $vector, unless it is of something else.',
          related: [related(teller, 'hides something of texts')],
          fixes: () => [maskBeside(place, [{ fields: ['$vector'], method: 'drop' }])],
        };
      const filters = known.filtersLacking(place);
      if (filters.length > 0)
        yield {
          ...told(place, filters),
          code: 'tenant-unbound',
          message: `The permit ${place.compiled.reference.rule} is about records of any ${fieldsOf(filters)}, which ${whereOf(filters, 'binds to the caller', place)}.`,
          remedy: 'Bind it by a guard, unless its people are to meet all.',
          fixes: () => [filterBeside(place, claimsOf(filters))],
        };
    }
  },
};

const fieldsOf = (gaps: readonly Gap[]): string => spokenShort(gaps.map(({ field }) => field));

function whereOf(gaps: readonly Gap[], does: string, place: CompiledPlace): string {
  const [{ by, isHere }] = gaps as [Gap];
  return `rule ${called(by, place)} ${does} ${isHere ? 'for others' : 'elsewhere'}`;
}

const told = (place: CompiledPlace, gaps: readonly Gap[]) => ({
  ...spanOf(place),
  related: [...new Set(gaps.map(({ by }) => by))].map((by) =>
    related(by, gaps.find((gap) => gap.by === by)?.isHere ? 'does so for others' : 'does so elsewhere'),
  ),
});

/** The claims that fields have to be, by field. */
export const claimsOf = (gaps: readonly Gap[]): Record<string, string> =>
  Object.fromEntries(
    gaps.flatMap(({ field, by }) =>
      (by.compiled.filter ?? []).flatMap((term) =>
        term.is === 'claim' && term.field === field ? [[field, term.claim] as const] : [],
      ),
    ),
  );
