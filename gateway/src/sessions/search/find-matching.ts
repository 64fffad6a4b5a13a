import type { DatabaseSync } from 'node:sqlite';
import { GateError } from '../../errors/gate-error.ts';
import type { ColumnStore } from './column-store.ts';
import { makeTests } from './make-tests.ts';
import { chunkPlaces } from './open-chunk.ts';
import type { RecordSearch } from './record-search.ts';
import { walkRecords } from './walk-records.ts';

export interface SearchPage {
  /** 1 to 1,000. */
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor?: string | undefined;
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
  const from = cursor === undefined ? undefined : readCursor(database, search, cursor);
  const now = from?.now ?? search.now;
  const before = from?.number ?? Number(database.prepare('SELECT sequence FROM progress').get()!.sequence);
  const numbers: number[] = [];
  await walkRecords(store, makeTests(database, { ...search, now }), before, (chunk, { places, length }) => {
    for (let at = 0; at < length && numbers.length <= limit; at += 1)
      numbers.push(chunk * chunkPlaces + places[at]!);
    return numbers.length <= limit;
  });
  if (numbers.length <= limit) return { numbers };
  const shown = numbers.slice(0, limit);
  const last = database.prepare('SELECT id FROM records WHERE no = ?').get(shown.at(-1)!);
  return { numbers: shown, ...(last !== undefined && { next: `${last.id}.${now.toString(36)}` }) };
}

function readCursor(
  database: DatabaseSync,
  { whose }: RecordSearch,
  cursor: string,
): { number: number; now: number } {
  const [, id, now] = /^([0-9A-HJKMNP-TV-Z]{26})\.([0-9a-z]{1,9})$/.exec(cursor) ?? [];
  const row =
    id &&
    database
      .prepare(
        'SELECT records.no, issuer, subject FROM records JOIN identities ON identities.no = identity WHERE id = ?',
      )
      .get(id);
  // A record of somebody else is none at all.
  const may = row && (whose === undefined || (row.issuer === whose.issuer && row.subject === whose.subject));
  if (row && may && now !== undefined) return { number: Number(row.no), now: Number.parseInt(now, 36) };
  throw new GateError('bad-cursor', 'The cursor is none that a listing gave. Begin again without one.');
}
