import type { Filter, RequiredFilter } from '../../operation/filter.ts';
import { matchesPattern } from '../matches-pattern.ts';
import type { RecordsQuery, TextPattern } from '../records-query.ts';
import type { ShownRequest } from './asked-texts.ts';
import { contentTerms } from './content-terms.ts';
import { type FieldPattern, fieldPatternOf } from './field-pattern.ts';

/** Of a header, what says whether a filter was added, and whether rows were reached. */
export interface FilteredHeader {
  readonly kind: 'intent' | 'outcome';
  readonly decision: { readonly effect: string; readonly mode: string };
  readonly outcome?: string;
}

/** Whether what narrowed a request satisfies all terms about it; undefined where what is shown does not tell. */
export type FilterTest = (header: FilteredHeader, shown: ShownRequest) => boolean | undefined;

/** What stands for a value that a mask hides from whoever looks. */
const hidden = '«redacted»';
/** Operations that are of these classes alone reach no rows. */
const withoutRows: ReadonlySet<unknown> = new Set(['meta', 'schema', 'review']);

interface Narrowed {
  readonly classes: readonly unknown[];
  /** As it was asked. */
  readonly asked?: Filter;
  /** What guards and permits added, and-ed to every query. */
  readonly added?: RequiredFilter;
}

/** What the terms `filter` and `reach` of a query ask; other terms are for others to decide. */
export function filterTestOf(query: RecordsQuery): FilterTest {
  const terms = contentTerms(query)
    .filter(({ key }) => key !== 'text')
    .map(({ key, not, any }) => ({
      holds: key === 'reach' ? reaches : filters,
      not,
      any: any.map(fieldPatternOf).filter((pattern) => pattern !== undefined),
    }));
  if (terms.length === 0) return () => true;
  return (header, shown) => {
    const operations = narrowedIn(header, shown);
    if (operations === undefined) return undefined;
    const answers = terms.map(({ holds, not, any }) => {
      const held = some(any, (pattern) => some(operations, (one) => holds(one, pattern, header)));
      return held === undefined ? undefined : held !== not;
    });
    return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
  };
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const listIn = (value: unknown, name: string): readonly Json[] => {
  const list = isObject(value) ? value[name] : undefined;
  return Array.isArray(list) ? list.filter(isObject) : [];
};

/** Whether it went to the store and may have had an effect there, or an answer. */
const went = ({ kind, outcome }: FilteredHeader): boolean =>
  kind === 'intent' || outcome === 'delivered' || outcome === 'unknown';

/** Undefined where it is not shown what was asked or what the decision added: nobody can say. Only what was refused may lack operations. */
function narrowedIn(
  header: FilteredHeader,
  { operations, decision }: ShownRequest,
): readonly Narrowed[] | undefined {
  if (!isObject(decision) || (!isObject(operations) && went(header))) return undefined;
  const { mode, effect } = header.decision;
  const decided = listIn(decision, 'operations');
  // A connection that watches adds none, and what was refused went nowhere.
  const isNarrowed = mode === 'enforce' && effect === 'allow';
  return listIn(operations, 'operations').map(({ classes, filter }, at) => {
    const obligations = decided[at]?.obligations;
    const added = isNarrowed && isObject(obligations) ? obligations.filter : undefined;
    return {
      classes: Array.isArray(classes) ? classes : [],
      ...(isObject(filter) && { asked: filter as unknown as Filter }),
      ...(isObject(added) && { added: added as unknown as RequiredFilter }),
    };
  });
}

/** True as soon as it holds of one; undefined where it may. */
function some<Item>(items: readonly Item[], holds: (item: Item) => boolean | undefined): boolean | undefined {
  let may = false;
  for (const item of items) {
    const held = holds(item);
    if (held === true) return true;
    may ||= held === undefined;
  }
  return may ? undefined : false;
}

/** Whether a condition demands that the field has such a value. */
const filters = ({ asked, added }: Narrowed, pattern: FieldPattern): boolean | undefined =>
  some([asked, added], (filter) => filter !== undefined && demands(filter, pattern));

function demands(filter: Filter, pattern: FieldPattern): boolean | undefined {
  if (filter.op === 'and' || filter.op === 'or') return some(filter.of, (part) => demands(part, pattern));
  if (filter.op !== 'compare' || filter.field !== pattern.field) return false;
  if (!['eq', 'in', 'contains'].includes(filter.test)) return false;
  return some([filter.value].flat(), (value) => isSo(value, pattern.value));
}

/** Of a value that is hidden it is known that there is one. */
const isSo = (value: unknown, pattern: TextPattern): boolean | undefined =>
  value === hidden && pattern.some((part) => part !== '')
    ? undefined
    : matchesPattern(pattern, String(value));

/**
 * Whether rows with such a value were within reach: no filter that the gate added left them out. What was asked leaves out
 * nothing: in queries inside of queries it may have narrowed one of them alone.
 */
function reaches({ classes, added }: Narrowed, pattern: FieldPattern, header: FilteredHeader): boolean {
  const hasRows = classes.some((name) => !withoutRows.has(name));
  return went(header) && hasRows && (added === undefined || leaves(added, pattern));
}

function leaves(filter: RequiredFilter, pattern: FieldPattern): boolean {
  if (filter.op !== 'compare')
    return filter.op === 'and'
      ? filter.of.every((part) => leaves(part, pattern))
      : filter.of.some((part) => leaves(part, pattern));
  return (
    filter.field !== pattern.field ||
    [filter.value].flat().some((value) => matchesPattern(pattern.value, String(value)))
  );
}
