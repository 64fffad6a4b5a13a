import type { DatabaseSync } from 'node:sqlite';
import {
  type CountedValue,
  facetKeys,
  fewValues,
  type RecordFacets,
  type TextKey,
  toldCount,
  toldFacet,
} from '@vectorgate/policy-schema/records-query';
import { ChunkSearch } from './chunk-search.ts';
import type { ColumnStore } from './column-store.ts';
import { columnNumber } from './columns.ts';
import type { FamilyColumn } from './families.ts';
import { makeTests } from './make-tests.ts';
import { ColumnCounts, NumberCounts } from './number-counts.ts';
import type { RecordSearch } from './record-search.ts';
import { readList } from './term-lists.ts';
import { walkChunks } from './walk-chunks.ts';

/**
 * Counts what stands in the records that a search finds, exactly, and tells it up to 10,000.
 * @param most values of each key that are told
 */
export async function countFacets(
  database: DatabaseSync,
  store: ColumnStore,
  search: RecordSearch,
  most = fewValues,
): Promise<RecordFacets> {
  const ways = makeTests(database, search).map((way) => ({
    search: new ChunkSearch(store, way),
    counts: new NumberCounts(
      store,
      facetKeys
        .map((key) => columnOf(key, way.allNames))
        .map((column) => new ColumnCounts(column, highest(database, column))),
    ),
  }));
  const before = Number(database.prepare('SELECT sequence FROM progress').get()!.sequence);
  if (ways.length > 0)
    await walkChunks(store, before, (chunk) => {
      for (const way of ways) way.counts.add(chunk, way.search);
      return true;
    });
  const counted = ways.map(({ counts }) => counts);
  return {
    total: toldCount(counted.reduce((sum, { total }) => sum + total, 0)),
    facets: facetKeys
      .map((key, at) => {
        const byWay = counted.map((counts) => counts.of(at));
        return toldFacet(key, key === 'who' ? people(database, byWay) : values(database, byWay), most);
      })
      .filter((facet) => facet.values.length > 0),
  };
}

const highest = (database: DatabaseSync, column: FamilyColumn): number => {
  const row =
    column === 'identity'
      ? database.prepare('SELECT max(no) AS no FROM identities').get()
      : database.prepare('SELECT max(no) AS no FROM terms WHERE key = ?').get(columnNumber(column));
  return Number(row?.no ?? 0);
};

const columnOf = (key: TextKey, allNames: boolean): FamilyColumn =>
  key === 'who' ? 'identity' : key === 'collection' && !allNames ? 'shownCollection' : (key as FamilyColumn);

const people = (database: DatabaseSync, counts: readonly ColumnCounts[]): CountedValue[] =>
  database
    .prepare('SELECT no, issuer, subject, name FROM identities')
    .all()
    .map(({ no, issuer, subject, name }) => ({
      value: `${issuer}:${subject}`,
      count: counts.reduce((sum, way) => sum + way.of(Number(no)), 0),
      ...(name !== null && { name: String(name) }),
    }))
    .filter(({ count }) => count > 0);

function values(database: DatabaseSync, counted: readonly ColumnCounts[]): CountedValue[] {
  const sums = new Map<string, number>();
  for (const counts of counted) {
    for (const { no, list } of database
      .prepare('SELECT no, list FROM terms WHERE key = ?')
      .all(columnNumber(counts.column))) {
      const count = counts.of(Number(no));
      if (count === 0) continue;
      for (const value of readList(String(list))) sums.set(value, (sums.get(value) ?? 0) + count);
    }
  }
  return [...sums].map(([value, count]) => ({ value, count }));
}
