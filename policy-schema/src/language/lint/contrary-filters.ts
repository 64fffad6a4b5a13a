import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { CompiledRule } from '../../compile/compiled-rule.ts';
import { compileGlob } from '../../compile/glob.ts';
import type { Catalogue, CatalogueField } from '../catalogue.ts';
import { spokenShort } from '../meaning/spoken.ts';
import { data } from '../protect/gaps.ts';
import { collectionsLike } from './collections-by-name.ts';
import { guardsInForce } from './guards-in-force.ts';
import type { Finding, Lint } from './lint.ts';
import { related, they } from './related.ts';
import { keySpan, spanOf } from './spans.ts';

/** What rules together leave of a field's values. */
interface Left {
  readonly values: ReadonlySet<string>;
  readonly by: readonly CompiledPlace[];
}

/** Permits that lead to no record, since filters that bind all of it demand different values of one field. */
export const contraryFilters: Lint = {
  needsAll: true,
  *find({ places, compilation, surroundings: { catalogue } }): Iterable<Finding> {
    if (catalogue === undefined) return;
    const guards = guardsInForce(compilation, 'filter');
    for (const place of places) {
      const { compiled } = place;
      if (compiled.effect !== 'allow' || compiled.monitored || (compiled.classes & ~data) !== 0) continue;
      const found = guards.inParts(compiled, (part) =>
        // A list may hold what each of them demands.
        contrary([place, ...guards.near(part).filter((one) => guards.covers(one.compiled, part))], (field) =>
          isScalar(field, part, catalogue),
        ),
      );
      if (found === undefined) continue;
      const fields = [...new Set(found.map(([field]) => field))];
      const what = spokenShort(fields);
      const isOwn = found.every(([, by]) => by.includes(place));
      const others = [...new Set(found.flatMap(([, by]) => by))].filter((one) => one !== place);
      yield {
        ...(isOwn ? keySpan(place, ['require', 'filter', fields[0]!]) : spanOf(place)),
        code: 'permit-sees-nothing',
        message: `The permit ${compiled.reference.rule} leads to no record: ${they('demand', others, place)} ${isOwn ? `other values of ${what} than it does` : `of ${what} what no one value is`}.`,
        remedy: 'Correct one of the filters, or whom and what it is for.',
        related: others.map((one) => related(one, `demands other values of ${what}`)),
      };
    }
  },
};

const scalars: readonly (string | undefined)[] = ['string', 'number', 'boolean'];
const everything = [compileGlob('*')];

/** Whether it is known of a field that it holds one value, in every collection that a rule may be about. */
function isScalar(field: string, { resources }: CompiledRule, catalogue: Catalogue): boolean {
  const named = resources?.connections ?? catalogue.connections.map(({ name }) => name);
  const met = named.flatMap((name) => {
    const connection = catalogue.connections.find((one) => one.name === name);
    return (resources?.collections ?? everything).flatMap((glob) => {
      const found = connection === undefined ? [] : [...collectionsLike(connection, glob)];
      // There may be others, of this name in another tenant too.
      return connection?.collections === undefined || connection.partial ? [undefined] : found;
    });
  });
  const holdsOne = ({ type, types }: CatalogueField): boolean =>
    (types ?? [type]).every((one) => scalars.includes(one));
  return (
    met.length > 0 &&
    met.every((one) => one?.sampled !== 0 && one?.fields?.some((own) => own.path === field && holdsOne(own)))
  );
}

/** The first field that counts of which rules together leave no value, and which rules these are. Claims may be any value. */
function contrary(
  places: readonly CompiledPlace[],
  counts: (field: string) => boolean,
): readonly [field: string, by: readonly CompiledPlace[]] | undefined {
  const left = new Map<string, Left>();
  for (const place of places)
    for (const term of place.compiled.filter ?? []) {
      if (term.is === 'claim') continue;
      const own = new Set([term.value].flat().map((value) => JSON.stringify(value)));
      const before = left.get(term.field);
      const by = [...(before?.by ?? []), place];
      const values = before === undefined ? own : new Set([...own].filter((one) => before.values.has(one)));
      if (values.size === 0 && counts(term.field)) return [term.field, by];
      left.set(term.field, { values, by });
    }
  return undefined;
}
