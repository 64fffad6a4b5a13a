import { matchesPattern } from '../matches-pattern.ts';
import type { RecordsQuery, TextPattern } from '../records-query.ts';
import type { ShownRequest } from './asked-texts.ts';
import { contentTerms } from './content-terms.ts';
import type { PassTurn } from './content-test.ts';
import { type FieldPattern, fieldPatternOf } from './field-pattern.ts';

/** Of a header, what says whether a filter was added, and whether rows were reached. */
export interface FilteredHeader {
  readonly kind: 'intent' | 'outcome';
  readonly decision: { readonly effect: string; readonly mode: string };
  readonly outcome?: string;
}

/** Whether what narrowed a request satisfies all terms about it; undefined where what is shown does not tell. */
export type FilterTest = (
  header: FilteredHeader,
  shown: ShownRequest,
  pass: PassTurn,
) => Promise<boolean | undefined>;

/** What stands for a value that a mask hides from whoever looks. */
const hidden = '«redacted»';
/** Operations that are of these classes alone reach no rows. */
const withoutRows: ReadonlySet<unknown> = new Set(['meta', 'schema', 'review']);
/** Comparisons by which a field has to have a value. */
const demanding: ReadonlySet<unknown> = new Set(['eq', 'in', 'contains']);
/** How deep filters of policies are read. A file may say anything of them. */
const deepest = 100;

/** One operation, as far as it was narrowed: out of a file that anybody may have made. */
interface Narrowed {
  readonly hasRows: boolean;
  /** As it was asked. */
  readonly asked: unknown;
  /** What guards and permits added, and-ed to every query. */
  readonly added: unknown;
}

/** One term: of the operation that it holds of, it is enough that one of the patterns does. */
interface Term {
  readonly holds: (one: Narrowed, pattern: FieldPattern, header: FilteredHeader) => boolean | undefined;
  readonly not: boolean;
  readonly any: readonly FieldPattern[];
}

/** What the terms `filter` and `reach` of a query ask; other terms are for others to decide. */
export function filterTestOf(query: RecordsQuery): FilterTest {
  const terms: readonly Term[] = contentTerms(query)
    .filter(({ key }) => key !== 'text')
    .map(({ key, not, any }) => ({
      holds: key === 'reach' ? reaches : isFiltered,
      not,
      any: any.map(fieldPatternOf).filter((pattern) => pattern !== undefined),
    }));
  return async (header, shown, pass) => {
    if (terms.length === 0) return true;
    const operations = narrowedIn(header, shown);
    if (operations === undefined) return undefined;
    let all: boolean | undefined = true;
    for (const term of terms) {
      const held = await holdsOfOne(term, operations, header, pass);
      if (held === term.not) return false;
      if (held === undefined) all = undefined;
    }
    return all;
  };
}

/** Undefined where it may. */
async function holdsOfOne(
  { holds, any }: Term,
  operations: readonly Narrowed[],
  header: FilteredHeader,
  pass: PassTurn,
): Promise<boolean | undefined> {
  let may = false;
  for (const pattern of any)
    for (const operation of operations) {
      const held = holds(operation, pattern, header);
      if (held === true) return true;
      may ||= held === undefined;
      const turn = pass();
      if (turn !== undefined) await turn;
    }
  return may ? undefined : false;
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const listIn = (value: unknown, name: string): readonly unknown[] => {
  const list = isObject(value) ? value[name] : undefined;
  return Array.isArray(list) ? list : [];
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
  return listIn(operations, 'operations').map((operation, at) => {
    const owed = isObject(decided[at]) ? decided[at].obligations : undefined;
    return {
      hasRows: listIn(operation, 'classes').some((name) => !withoutRows.has(name)),
      asked: isObject(operation) ? operation.filter : undefined,
      added: isNarrowed && isObject(owed) ? owed.filter : undefined,
    };
  });
}

/** Whether a condition demands that the field has such a value; undefined where one may, as its value is hidden. */
function isFiltered({ asked, added }: Narrowed, { field, value }: FieldPattern): boolean | undefined {
  const left: unknown[] = [asked, added];
  let held: false | undefined = false;
  while (left.length > 0) {
    const next = left.pop();
    if (!isObject(next)) continue;
    if (next.op === 'and' || next.op === 'or') for (const part of listIn(next, 'of')) left.push(part);
    if (next.op !== 'compare' || next.field !== field || !demanding.has(next.test)) continue;
    for (const is of [next.value].flat()) {
      const holds = isSo(is, value);
      if (holds === true) return true;
      if (holds === undefined) held = undefined;
    }
  }
  return held;
}

/** Of a value that is hidden it is known that there is one; what is none is equal to nothing. */
function isSo(value: unknown, pattern: TextPattern): boolean | undefined {
  if (value === hidden && pattern.some((part) => part !== '')) return undefined;
  return isScalar(value) && matchesPattern(pattern, String(value));
}

const isScalar = (value: unknown): boolean =>
  ['string', 'number', 'boolean', 'bigint'].includes(typeof value);

/**
 * Whether rows with such a value were within reach: no filter that the gate added left them out. What was asked leaves out
 * nothing: in queries inside of queries it may have narrowed one of them alone.
 */
const reaches = ({ hasRows, added }: Narrowed, pattern: FieldPattern, header: FilteredHeader): boolean =>
  went(header) && hasRows && leaves(added, pattern, 0);

/** What cannot be read as a filter leaves out nothing. */
function leaves(filter: unknown, pattern: FieldPattern, depth: number): boolean {
  if (!isObject(filter) || depth > deepest) return true;
  if ((filter.op === 'and' || filter.op === 'or') && Array.isArray(filter.of)) {
    const leavesPart = (part: unknown): boolean => leaves(part, pattern, depth + 1);
    return filter.op === 'and' ? filter.of.every(leavesPart) : filter.of.some(leavesPart);
  }
  if (filter.op !== 'compare' || filter.field !== pattern.field) return true;
  return [filter.value]
    .flat()
    .some((value) => !isScalar(value) || matchesPattern(pattern.value, String(value)));
}
