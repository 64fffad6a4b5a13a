import type { DatabaseSync } from 'node:sqlite';
import {
  type Facet,
  type FacetCount,
  facetKeys,
  type RecordFacets,
  type TextKey,
} from '@vectorgate/policy-schema/records-query';
import type { ColumnStore } from './column-store.ts';
import { columnNumber, type TermColumn } from './columns.ts';
import { makeTests } from './make-tests.ts';
import type { RecordSearch } from './record-search.ts';
import type { Places } from './record-test.ts';
import { readList } from './term-lists.ts';
import { walkRecords } from './walk-records.ts';

/** Counts are told up to this. */
export const mostCounted = 10_000;
/** Values of one key that are told, unless somebody asks for more. */
const fewValues = 20;

/** How often each number stands in a column of what was found. */
class NumberCounts {
  readonly column: number;
  #counts = new Uint32Array(256);

  constructor(column: number) {
    this.column = column;
  }

  add(store: ColumnStore, chunk: number, { places, length }: Places): void {
    const packed = store.column(chunk, this.column);
    if (packed === undefined) return;
    const { low, numbers } = packed;
    if (numbers === undefined) {
      this.#room(low);
      this.#counts[low]! += length;
      return;
    }
    // The newest chunk is not packed: how high its numbers go is found on the way.
    if (Number.isFinite(packed.high)) this.#room(packed.high);
    else for (let at = 0; at < length; at += 1) this.#room(numbers[places[at]!]!);
    const counts = this.#counts;
    for (let at = 0; at < length; at += 1) {
      const number = low + numbers[places[at]!]!;
      counts[number] = counts[number]! + 1;
    }
  }

  of(number: number): number {
    return this.#counts[number] ?? 0;
  }

  #room(number: number): void {
    if (number < this.#counts.length) return;
    const wider = new Uint32Array(2 ** Math.ceil(Math.log2(number + 2)));
    wider.set(this.#counts);
    this.#counts = wider;
  }
}

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
  const ways = makeTests(database, search);
  const counted = ways.map(({ allNames }) =>
    facetKeys.map((key) => new NumberCounts(columnNumber(columnOf(key, allNames)))),
  );
  const before = Number(database.prepare('SELECT sequence FROM progress').get()!.sequence);
  let total = 0;
  await walkRecords(store, ways, before, (chunk, found) => {
    for (const [way, places] of found.entries()) {
      total += places.length;
      if (places.length > 0) for (const counts of counted[way]!) counts.add(store, chunk, places);
    }
    return true;
  });
  return {
    total: told(total),
    facets: facetKeys
      .map((key, at) => {
        const all = counted.map((way) => way[at]!);
        return facet(key, key === 'who' ? people(database, all) : values(database, all), most);
      })
      .filter((facet) => facet.values.length > 0),
  };
}

const columnOf = (key: TextKey, allNames: boolean): TermColumn | 'identity' =>
  key === 'who' ? 'identity' : key === 'collection' && !allNames ? 'shownCollection' : (key as TermColumn);

const told = (count: number): FacetCount =>
  count > mostCounted ? { count: mostCounted, more: true } : { count };

interface Counted {
  readonly value: string;
  readonly count: number;
  readonly name?: string;
}

function facet(key: TextKey, all: Counted[], most: number): Facet {
  all.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return {
    key,
    values: all
      .slice(0, most)
      .map(({ value, name, count }) => ({ value, ...(name !== undefined && { name }), ...told(count) })),
    ...(all.length > most && { more: true }),
  };
}

const people = (database: DatabaseSync, counts: readonly NumberCounts[]): Counted[] =>
  database
    .prepare('SELECT no, issuer, subject, name FROM identities')
    .all()
    .map(({ no, issuer, subject, name }) => ({
      value: `${issuer}:${subject}`,
      count: counts.reduce((sum, way) => sum + way.of(Number(no)), 0),
      ...(name !== null && { name: String(name) }),
    }))
    .filter(({ count }) => count > 0);

function values(database: DatabaseSync, counted: readonly NumberCounts[]): Counted[] {
  const sums = new Map<string, number>();
  for (const counts of counted) {
    for (const { no, list } of database
      .prepare('SELECT no, list FROM terms WHERE key = ?')
      .all(counts.column)) {
      const count = counts.of(Number(no));
      if (count === 0) continue;
      for (const value of readList(String(list))) sums.set(value, (sums.get(value) ?? 0) + count);
    }
  }
  return [...sums].map(([value, count]) => ({ value, count }));
}
