import type { DatabaseSync } from 'node:sqlite';
import {
  askedPatterns,
  notInHeaders,
  type QueryTerm,
  resolveSpan,
  type Span,
  satisfies,
  spanOf,
  type TextPattern,
  type TextTerm,
  valueSpellings,
} from '@vectorgate/policy-schema/records-query';
import { allowedPlaces } from './allowed-places.ts';
import { type AmountColumn, amountColumns, columnNumber, type TermColumn } from './columns.ts';
import { familyPlace } from './families.ts';
import type { RecordSearch } from './record-search.ts';
import type { MemberTest, SpanTest } from './record-test.ts';
import { sessionsOf } from './sessions-of.ts';
import { readList } from './term-lists.ts';

type Column = TermColumn | 'identity' | 'session';

/** One way in which a record may be found: no record is found in two. */
export interface SearchWay {
  /** Who may see a record comes first. */
  readonly members: readonly MemberTest[];
  readonly spans: readonly SpanTest[];
  /** Whether names may be known there that were looked up for others. */
  readonly allNames: boolean;
}

/**
 * What a search asks of each record. Whether it may be seen comes first: others are not looked at further, so nothing
 * that is asked about them can be told from an answer. A way in which nothing can be found is left out.
 */
export function makeTests(database: DatabaseSync, search: RecordSearch): SearchWay[] {
  const { whose, review, query, who } = search;
  const narrowed = who === undefined ? [] : [marked('identity', numberOf(database, who), false)];
  const spans = query.terms.flatMap((term) => spanTestOf(term, search.now));
  const way = (seen: readonly MemberTest[], allNames: boolean): SearchWay => ({
    members: [...seen, ...narrowed, ...query.terms.flatMap((term) => memberTestOf(database, term, allNames))],
    spans,
    allNames,
  });
  return waysOf(database, whose, review, way).filter(({ members }) =>
    members.every(({ marks, not }) => not || marks.includes(1)),
  );
}

function waysOf(
  database: DatabaseSync,
  whose: RecordSearch['whose'],
  review: RecordSearch['review'],
  way: (seen: readonly MemberTest[], allNames: boolean) => SearchWay,
): SearchWay[] {
  if (whose === undefined) return [way([], true)];
  const own = marked('identity', numberOf(database, whose), false);
  if (review === undefined) return [way([own], false)];
  const places = allowedPlaces(database, review);
  return [way([marked('place', places, false)], true), way([own, marked('place', places, true)], false)];
}

function marked(column: Column, numbers: readonly number[], not: boolean): MemberTest {
  const marks = new Uint8Array(numbers.reduce((most, number) => Math.max(most, number), 0) + 1);
  for (const number of numbers) marks[number] = 1;
  return { ...familyPlace(column), marks, not };
}

function memberTestOf(database: DatabaseSync, term: QueryTerm, allNames: boolean): MemberTest[] {
  if (term.kind === 'content') throw notInHeaders();
  if (term.kind !== 'text') return [];
  const { key, not } = term;
  if (key === 'who') return [marked('identity', identitiesOf(database, term.any), not)];
  if (key === 'session' || key === 'kernel')
    return [marked('session', sessionsOf(database, key === 'session' ? 'id' : 'client', term.any), not)];
  const column = key === 'collection' && !allNames ? 'shownCollection' : key;
  return [marked(column, listsOf(database, column, term), not)];
}

function spanTestOf(term: QueryTerm, now: number): SpanTest[] {
  const test = (column: AmountColumn, spans: readonly Span[]): SpanTest[] => [
    { amount: amountColumns.indexOf(column), spans, not: term.not },
  ];
  if (term.kind === 'amount') return test(term.key, term.any.map(spanOf));
  if (term.kind !== 'time') return [];
  const span = resolveSpan(term.key, term.at, now);
  return test('time', span === undefined ? [] : [span]);
}

const numberOf = (database: DatabaseSync, { issuer, subject }: NonNullable<RecordSearch['who']>): number[] =>
  database
    .prepare('SELECT no FROM identities WHERE issuer = ? AND subject = ?')
    .all(issuer, subject)
    .map(({ no }) => Number(no));

const identitiesOf = (database: DatabaseSync, any: readonly TextPattern[]): number[] =>
  database
    .prepare('SELECT no, issuer, subject, name FROM identities')
    .all()
    .filter(({ issuer, subject, name }) =>
      satisfies(any, [String(subject), `${issuer}:${subject}`, ...(name === null ? [] : [String(name)])]),
    )
    .map(({ no }) => Number(no));

function listsOf(database: DatabaseSync, column: TermColumn, term: TextTerm): number[] {
  const patterns = askedPatterns(term);
  const spellings = valueSpellings[term.key];
  return database
    .prepare('SELECT no, list FROM terms WHERE key = ?')
    .all(columnNumber(column))
    .filter(({ list }) => {
      const texts = readList(String(list));
      return satisfies(patterns, spellings === undefined ? texts : texts.flatMap(spellings));
    })
    .map(({ no }) => Number(no));
}
