import { matchesPattern } from '../matches-pattern.ts';
import type { RecordsQuery } from '../records-query.ts';
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

/** Whether what narrowed a request satisfies all terms about it, or why it is not told. */
export type FilterTest = (
  header: FilteredHeader,
  shown: ShownRequest,
  pass: PassTurn,
) => Promise<boolean | 'withheld' | 'long'>;

/** What stands for a value that a mask hides from whoever looks. */
const hidden = '«redacted»';
/** Operations that are of these classes alone reach no rows. */
const withoutRows: ReadonlySet<unknown> = new Set(['meta', 'schema', 'review']);
/** Comparisons by which a field has to have a value. */
const demanding: ReadonlySet<unknown> = new Set(['eq', 'in', 'contains']);
/** How deep filters of policies are read. A file may say anything of them. */
const deepest = 100;
/** How many values of the fields that are asked about are looked at in one request: each is held against each pattern. */
const mostValues = 100_000;
/** Comparisons between two looks at whether it is time to let others pass. */
const comparisonsAtOnce = 1_000;

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
  readonly key: 'filter' | 'reach';
  readonly not: boolean;
  readonly any: readonly FieldPattern[];
}

/** What the terms `filter` and `reach` of a query ask; other terms are for others to decide. */
export function filterTestOf(query: RecordsQuery): FilterTest {
  const terms: readonly Term[] = contentTerms(query)
    .filter(({ key }) => key !== 'text')
    .map(({ key, not, any }) => ({
      key: key === 'reach' ? 'reach' : 'filter',
      not,
      any: any.map(fieldPatternOf).filter((pattern) => pattern !== undefined),
    }));
  const fields = new Set(
    terms.filter(({ key }) => key === 'filter').flatMap(({ any }) => any.map(({ field }) => field)),
  );
  return async (header, shown, pass) => {
    if (terms.length === 0) return true;
    const operations = narrowedIn(header, shown);
    if (operations === undefined) return 'withheld';
    const demanded = await demandedIn(operations, fields, pass);
    if (demanded === undefined) return 'long';
    let all: true | 'withheld' = true;
    for (const { key, not, any } of terms) {
      const held =
        key === 'filter'
          ? await isFiltered(demanded, any, pass)
          : await isReached(operations, any, header, pass);
      if (held === not) return false;
      if (held === undefined) all = 'withheld';
    }
    return all;
  };
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

/** The values that conditions demand of a field, each once. */
interface Demanded {
  readonly texts: Set<string>;
  /** There is one whose value is hidden. */
  isHidden: boolean;
}

/** What conditions demand of these fields, in any of the operations; undefined where it is too much to look at. */
async function demandedIn(
  operations: readonly Narrowed[],
  fields: ReadonlySet<string>,
  pass: PassTurn,
): Promise<ReadonlyMap<string, Demanded> | undefined> {
  const demanded = new Map<string, Demanded>();
  if (fields.size === 0) return demanded;
  const left: unknown[] = operations.flatMap(({ asked, added }) => [asked, added]);
  let [values, steps] = [0, 0];
  while (left.length > 0) {
    if (++steps % comparisonsAtOnce === 0) await pass();
    const next = left.pop();
    if (!isObject(next)) continue;
    if (next.op === 'and' || next.op === 'or') for (const part of listIn(next, 'of')) left.push(part);
    const { op, test, field } = next;
    if (op !== 'compare' || typeof field !== 'string' || !fields.has(field) || !demanding.has(test)) continue;
    const of = demanded.get(field) ?? { texts: new Set(), isHidden: false };
    demanded.set(field, of);
    for (const value of Array.isArray(next.value) ? next.value : [next.value]) {
      if (++values > mostValues) return undefined;
      if (value === hidden) of.isHidden = true;
      else if (isScalar(value)) of.texts.add(String(value));
    }
  }
  return demanded;
}
/** Whether one of the patterns is demanded; undefined where one may be, as a value is hidden: of that it is known that there is one. */
async function isFiltered(
  demanded: ReadonlyMap<string, Demanded>,
  patterns: readonly FieldPattern[],
  pass: PassTurn,
): Promise<boolean | undefined> {
  let may = false;
  let compared = 0;
  for (const { field, value } of patterns) {
    const { texts = [], isHidden = false } = demanded.get(field) ?? {};
    if (isHidden && value.every((part) => part === '')) return true;
    may ||= isHidden;
    for (const text of texts) {
      if (matchesPattern(value, text)) return true;
      if (++compared % comparisonsAtOnce === 0) await pass();
    }
  }
  return may ? undefined : false;
}

/** Whether rows with a value of one of the patterns were within reach of one of the operations. */
async function isReached(
  operations: readonly Narrowed[],
  patterns: readonly FieldPattern[],
  header: FilteredHeader,
  pass: PassTurn,
): Promise<boolean> {
  for (const pattern of patterns)
    for (const operation of operations) {
      if (reaches(operation, pattern, header)) return true;
      const turn = pass();
      if (turn !== undefined) await turn;
    }
  return false;
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
