import { withoutContentTerms } from './content/content-terms.ts';
import { dayNames, namedDay } from './named-day.ts';
import { printPattern } from './print-query.ts';
import { isQueryKey, type QueryKey, queryKeys, type TextKeyAbout } from './query-keys.ts';
import type { Facet } from './record-facets.ts';
import type { SavedSearches } from './saved-searches.ts';
import { type ScannedTerm, scanTerms } from './scan-terms.ts';

/** Something that may stand at a place of a query. */
export interface QueryCompletion {
  /** What people see. */
  readonly label: string;
  /** What takes the place of `from` to `to`. */
  readonly insert: string;
  readonly from: number;
  readonly to: number;
  /** What a key is, or how many records have a value. */
  readonly about?: string;
}

const times = ['1h', '24h', 'today', 'yesterday', '7d', '30d'];
const most = 50;

/** The term in which that place is, or at whose end. */
const termAt = (terms: readonly ScannedTerm[], offset: number): ScannedTerm | undefined =>
  terms.find(({ from, to }) => from <= offset && offset <= to);

/**
 * The query without the term at that place: what values may stand there is counted in what this finds. Nor are requests
 * looked into for it, at each key that somebody presses.
 */
export function queryAround(text: string, offset: number): string {
  const term = termAt(scanTerms(text), offset);
  return withoutContentTerms(
    term === undefined ? text : (text.slice(0, term.from) + text.slice(term.to)).trim(),
  );
}

/**
 * What may stand at that place: keys, then values. `facets` are those that the gateway counts for whoever asks; without
 * them only words of the language are offered. `saved` are offered behind an `@`.
 */
export function completeQuery(
  text: string,
  offset: number,
  facets: readonly Facet[] = [],
  saved: SavedSearches = {},
): QueryCompletion[] {
  const term = termAt(scanTerms(text), offset);
  if (term === undefined) return keys('', offset, offset);
  const keyTo = term.keyFrom + (term.key?.length ?? 0);
  if (term.key === undefined || offset <= keyTo) {
    if (offset < term.keyFrom) return [];
    const to = term.key === undefined ? term.to : keyTo + 1;
    if (text[term.keyFrom] === '@') return names(text.slice(term.from, offset), term, saved);
    return keys(text.slice(term.keyFrom, offset), term.keyFrom, to);
  }
  if (!isQueryKey(term.key)) return [];
  const value = term.values.find(({ from, to }) => from <= offset && offset <= to);
  if (value === undefined) return [];
  const typed = text.slice(value.from, offset).replace(/^"|"$/g, '').replace(/\\(.)/g, '$1');
  return valuesOf(term.key, facets)
    .filter(({ label, name }) => begins(label, typed) || (name !== undefined && begins(name, typed)))
    .slice(0, most)
    .map(({ label, insert, about }) => ({ label, insert, from: value.from, to: value.to, about }));
}

const begins = (text: string, typed: string): boolean => text.toLowerCase().startsWith(typed.toLowerCase());

const keys = (typed: string, from: number, to: number): QueryCompletion[] =>
  (Object.keys(queryKeys) as QueryKey[])
    .filter((key) => begins(key, typed))
    .map((key) => ({ label: key, insert: `${key}:`, from, to, about: queryKeys[key].about }));

const names = (typed: string, { from, to }: ScannedTerm, saved: SavedSearches): QueryCompletion[] =>
  Object.entries(saved)
    .map(([name, query]) => ({ label: `@${name}`, insert: `@${name}`, from, to, about: query }))
    .filter(({ label }) => begins(label, typed));

interface Offered {
  readonly label: string;
  readonly insert: string;
  readonly about: string;
  readonly name?: string;
}

/** Today, and the week before it from its end, each with its date: as in the gateway, in UTC. */
const days = (now: number): Offered[] =>
  dayNames
    .map((name) => ({ name, begins: namedDay(name, now)! }))
    .sort((a, b) => b.begins - a.begins)
    .map(({ name, begins }) => {
      const date = new Date(begins).toISOString().slice(0, 10);
      return { label: name, insert: name, about: `${date}, UTC`, name: date };
    });

function valuesOf(key: QueryKey, facets: readonly Facet[]): Offered[] {
  const about: Partial<TextKeyAbout> = queryKeys[key] as TextKeyAbout;
  const plain = (label: string): Offered => ({ label, insert: label, about: '' });
  if (key === 'on') return days(Date.now());
  if (key === 'text') return [];
  if (queryKeys[key].kind === 'time') return times.map(plain);
  if (queryKeys[key].kind === 'amount') return [plain(queryKeys[key].example.slice(key.length + 1))];
  const countedOf = (name: QueryKey) => facets.find((facet) => facet.key === name)?.values ?? [];
  // Of a condition its field: values stand in no header, so nobody counted them.
  if (queryKeys[key].kind === 'content')
    return countedOf('field').map(({ value, count, more }) => ({
      label: `${value}=`,
      insert: printPattern([`${value}=`]),
      about: `${count}${more ? '+' : ''}`,
    }));
  const counted = countedOf(key);
  const found = counted.map(({ value, name, count, more }) => ({
    label: value,
    insert: printPattern([value]),
    about: [name, `${count}${more ? '+' : ''}`].filter(Boolean).join(' · '),
    ...(name !== undefined && { name }),
  }));
  const rest = (about.words ?? []).filter((word) => !counted.some(({ value }) => value === word));
  return [...found, ...rest.map(plain)];
}
