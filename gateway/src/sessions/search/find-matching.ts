import type { DatabaseSync } from 'node:sqlite';
import { badCursor } from '../index/bad-cursor.ts';
import { chunkOf, chunkPlaces, placeOf } from './chunk-places.ts';
import { ChunkSearch } from './chunk-search.ts';
import type { ColumnStore } from './column-store.ts';
import { makeTests } from './make-tests.ts';
import type { RecordSearch } from './record-search.ts';
import { walkChunks } from './walk-chunks.ts';

export interface SearchPage {
  /** 1 to 1,000. */
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor?: string | undefined;
}

const cursorShape = /^([0-9A-HJKMNP-TV-Z]{26})\.([0-9a-z]{1,9})$/;

/** The cursor behind that record, in a search whose "7d" counts from that instant. */
export const cursorAt = (id: string, now: number): string => `${id}.${now.toString(36)}`;

/** The instant in a cursor; undefined where it is none. */
export function instantIn(cursor: string): number | undefined {
  const [, , now] = cursorShape.exec(cursor) ?? [];
  return now === undefined ? undefined : Number.parseInt(now, 36);
}

/**
 * Numbers of the records that are found, newest first. A cursor names the last record that was shown, and the instant
 * that "7d" counted from: what comes in later changes no further page, and nobody learns from it how many records of
 * others lie between.
 */
export async function findMatching(
  database: DatabaseSync,
  store: ColumnStore,
  search: RecordSearch,
  { limit, cursor }: SearchPage,
): Promise<{ numbers: number[]; next?: string }> {
  const from = cursor === undefined ? undefined : readCursor(database, store, search, cursor);
  const now = from?.now ?? search.now;
  const before = from?.number ?? Number(database.prepare('SELECT sequence FROM progress').get()!.sequence);
  const numbers: number[] = [];
  const ways = makeTests(database, { ...search, now }).map((way) => new ChunkSearch(store, way));
  if (ways.length === 0) return { numbers };
  await walkChunks(store, before, (chunk, first) => {
    for (const place of newestOf(ways, chunk, first, limit + 1 - numbers.length))
      numbers.push(chunk * chunkPlaces + place);
    return numbers.length <= limit;
  });
  if (numbers.length <= limit) return { numbers };
  const shown = numbers.slice(0, limit);
  const last = database.prepare('SELECT id FROM records WHERE no = ?').get(shown.at(-1)!);
  return { numbers: shown, ...(last !== undefined && { next: cursorAt(String(last.id), now) }) };
}

/** The newest places of a chunk that several ways find. */
function newestOf(ways: readonly ChunkSearch[], chunk: number, first: number, most: number): number[] {
  const newest = ways.flatMap((way) => {
    if (way.look(chunk) === undefined) return [];
    const { places, length } = way.places(first);
    return [...places.subarray(0, Math.min(length, most))];
  });
  return ways.length === 1 ? newest : newest.sort((a, b) => b - a).slice(0, most);
}

function readCursor(
  database: DatabaseSync,
  store: ColumnStore,
  search: RecordSearch,
  cursor: string,
): { number: number; now: number } {
  const [, id, now] = cursorShape.exec(cursor) ?? [];
  const row = id && database.prepare('SELECT no FROM records WHERE id = ?').get(id);
  // A record that may not be seen is none at all.
  if (row && now !== undefined && maySee(database, store, search, Number(row.no)))
    return { number: Number(row.no), now: Number.parseInt(now, 36) };
  throw badCursor();
}

function maySee(database: DatabaseSync, store: ColumnStore, search: RecordSearch, number: number): boolean {
  return makeTests(database, { ...search, query: { terms: [] } }).some((way) => {
    const chunk = new ChunkSearch(store, way);
    if (chunk.look(chunkOf(number)) === undefined) return false;
    const { places, length } = chunk.places(placeOf(number) + 1);
    return length > 0 && places[0] === placeOf(number);
  });
}
