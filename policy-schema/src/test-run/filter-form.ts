import type { RequiredFilter, Scalar } from '../operation/filter.ts';
import type { Expectation } from '../schema/test/expectation-schema.ts';

type Written = NonNullable<Expectation['filter']>;
type Part = Readonly<Record<string, Scalar | readonly Scalar[]>>;

/** More ways than this nobody writes down. */
const most = 200;

interface Term {
  readonly field: string;
  readonly value: Scalar | readonly Scalar[];
}

/** A filter as a list of lists: of the outer one must hold, of each inner one all. */
function ways(filter: RequiredFilter): readonly (readonly Term[])[] | undefined {
  if (filter.op === 'compare') return [[{ field: filter.field, value: filter.value }]];
  let found: readonly (readonly Term[])[] = filter.op === 'and' ? [[]] : [];
  for (const part of filter.of) {
    const own = ways(part);
    if (own === undefined) return undefined;
    found =
      filter.op === 'or'
        ? [...found, ...own]
        : found.flatMap((before) => own.map((after) => [...before, ...after]));
    if (found.length > most) return undefined;
  }
  return found;
}

/** The one form that two filters that mean the same have, as tests write filters; a field that stands twice keeps both. */
export function filterForm(filter: RequiredFilter | undefined): Written | 'not to be written down' {
  if (filter === undefined) return 'none';
  const found = ways(filter);
  if (found === undefined) return 'not to be written down';
  const parts: Part[] = [];
  for (const way of found) {
    const part: Record<string, Scalar | readonly Scalar[]> = {};
    for (const { field, value } of way) {
      const before = Object.hasOwn(part, field) ? part[field] : undefined;
      // A field that must be this and that can be neither form of a test.
      if (before !== undefined && key(before) !== key(value)) return 'not to be written down';
      part[field] = value;
    }
    parts.push(part);
  }
  return normalFilter((parts.length === 1 ? parts[0]! : parts) as Written);
}

const key = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner));

const plain = (value: Scalar | readonly Scalar[]): Scalar | readonly Scalar[] => {
  if (typeof value !== 'object') return value;
  const sorted = [...new Map(value.map((one) => [key(one), one]))].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.length === 1 ? sorted[0]![1] : sorted.map(([, one]) => one);
};

/** A filter of a test with its fields, values and ways in one order, each once. */
export function normalFilter(filter: Written): Written {
  if (filter === 'none') return filter;
  const parts = (Array.isArray(filter) ? filter : [filter]).map((part) =>
    Object.fromEntries(
      Object.entries(part as Part)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([field, value]) => [field, plain(value)]),
    ),
  );
  const sorted = [...new Map(parts.map((part) => [key(part), part]))].sort(([a], [b]) => (a < b ? -1 : 1));
  return (sorted.length === 1 ? sorted[0]![1] : sorted.map(([, part]) => part)) as Written;
}
