import type { Filter, RequiredFilter } from '../../operation/filter.ts';
import { filterFields } from '../../operation/filter-fields.ts';
import type { Operation } from '../../operation/operation.ts';
import type { Scope } from '../../operation/target.ts';

type Json = Readonly<Record<string, unknown>>;

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const partOf = (scope: unknown): unknown => {
  if (!isJson(scope)) return undefined;
  return scope.is === 'one' ? scope.name : { is: scope.is };
};

/** A part that there is none of is left out of tests. */
const optional = (key: string, scope: unknown): Json =>
  isJson(scope) && scope.is !== 'none' ? { [key]: partOf(scope) } : {};

const numberOf = (value: unknown): number | undefined => {
  const inner = isJson(value) ? value.value : value;
  return typeof inner === 'number' && Number.isFinite(inner) ? inner : undefined;
};

/** The fields whose values decide anything. */
function fieldsOf(filter: RequiredFilter | undefined): readonly string[] {
  if (filter === undefined) return [];
  return 'of' in filter ? filter.of.flatMap(fieldsOf) : [filter.field];
}

/** A made-up value of the same type: data has no place in tests. */
const madeUp = (value: unknown): unknown => {
  if (Array.isArray(value)) return [];
  return typeof value === 'string' ? 'text' : typeof value === 'number' ? 1 : true;
};

/**
 * An operation of a record in the words of tests. Of what was written only the values of fields of the required filter are
 * taken over, of ids only how many; `records` counts the whole request.
 */
export function writtenOperation(
  operation: Json,
  records: number,
  filter: RequiredFilter | undefined,
): Readonly<Record<string, unknown>> {
  const targets = list(operation.targets).filter(isJson);
  const [first = {}] = targets;
  const names = targets.map(({ collection }) => partOf(collection));
  const classes = list(operation.classes);
  const asked = operation.filter as Filter | undefined;
  const filtered = asked === undefined ? list(operation.fieldsFiltered) : filterFields(asked);
  const uses: Record<string, unknown[]> = {};
  for (const one of list(operation.references).filter(isJson)) {
    if (one.use === 'filter' || one.use === 'write') continue;
    const own = uses[String(one.use)] ?? [];
    uses[String(one.use)] = own.includes(one.field) ? own : [...own, one.field];
  }
  const { returns, renamesTo, implied } = operation as unknown as Partial<Operation>;
  const written = isJson(operation.written) ? list(operation.written.items).filter(isJson) : undefined;
  const deciding = fieldsOf(filter);
  const items = written
    ?.slice(0, 20)
    .map((item) =>
      Object.fromEntries(
        Object.entries(item).map(([field, value]) => [
          field,
          deciding.includes(field) ? value : madeUp(value),
        ]),
      ),
    );
  const number = (key: 'topK' | 'page' | 'offset'): Json => {
    const value = numberOf(operation[key]);
    return value === undefined || (key === 'offset' && value === 0) ? {} : { [key]: value };
  };
  const renamed = isJson(renamesTo) ? partOf((renamesTo as { collection?: Scope }).collection) : undefined;
  return {
    class: classes.length === 1 ? classes[0] : classes,
    ...optional('tenant', first.tenant),
    ...optional('database', first.database),
    ...optional('namespace', first.namespace),
    collection: names.length > 1 && names.every((name) => typeof name === 'string') ? names : names[0],
    ...(implied !== undefined && { implied }),
    ...number('topK'),
    ...number('page'),
    ...number('offset'),
    ...(records !== 1 && { records }),
    ...(list(operation.ids).length > 0 && { ids: ['an-id'] }),
    ...((filtered === 'all' || filtered.length > 0) && { filtered }),
    ...(returns !== undefined && returns !== 'all' && returns.length > 0 && { returns }),
    ...(Object.keys(uses).length > 0 && { uses }),
    ...(items !== undefined && items.length > 0 && { written: items }),
    ...(typeof renamed === 'string' && { renamesTo: renamed }),
  };
}
