import type { DatabaseSync } from 'node:sqlite';
import { notesOutcome } from '../notes/note.ts';
import { badCursor } from './bad-cursor.ts';

export interface SessionFilter {
  readonly issuer?: string | undefined;
  readonly subject?: string | undefined;
}

export interface RecordFilter extends SessionFilter {
  readonly session?: string | undefined;
  readonly effect?: string | undefined;
}

export interface Page {
  /** Most entries to return; 1 to 1,000, default 100. */
  readonly limit?: number | undefined;
  /** `next` of the page before. */
  readonly cursor?: string | undefined;
}

/** Where a record's frames lie. */
export interface RecordPlace {
  readonly no: number;
  readonly id: string;
  readonly outcome: string;
  readonly segment: number;
  readonly place: number;
  readonly header: number;
  readonly length: number;
  readonly intent?: { readonly segment: number; readonly place: number; readonly length: number };
}

type Row = Record<string, unknown>;

/** The newest session of one shim: `undefined` when there is none. */
export function findClientSession(
  database: DatabaseSync,
  {
    issuer,
    subject,
    connection,
    client,
  }: { issuer: string; subject: string; connection: string; client: string },
): string | undefined {
  const row = database
    .prepare(`SELECT id FROM sessions WHERE connection = ? AND client = ?
      AND identity = (SELECT no FROM identities WHERE issuer = ? AND subject = ?) ORDER BY no DESC LIMIT 1`)
    .get(connection, client, issuer, subject);
  return row && String(row.id);
}

/** Records, newest first. */
export function findRecords(
  database: DatabaseSync,
  filter: RecordFilter & Page,
): { records: RecordPlace[]; next?: string } {
  const query = new Conditions();
  if (!query.identity(database, 'identity', filter)) return { records: [] };
  if (filter.session !== undefined)
    query.add(
      `outcome <> '${notesOutcome}' AND session = (SELECT no FROM sessions WHERE id = ?)`,
      filter.session,
    );
  if (filter.effect !== undefined)
    query.add(filter.effect === 'allow' ? 'effect = ?' : "effect <> 'allow' AND effect = ?", filter.effect);
  query.before('no', filter.cursor);
  const limit = pageSize(filter.limit);
  const rows = query.all(database, 'SELECT * FROM records', 'ORDER BY no DESC', limit + 1);
  return { records: rows.slice(0, limit).map(toPlace), ...nextPage(rows, limit) };
}

/** Records of a session, the oldest first; notes beside it are none, and not for whom they are about. */
export function findRecordsOf(database: DatabaseSync, session: string, most: number): RecordPlace[] {
  return database
    .prepare(
      `SELECT * FROM records
        WHERE session = (SELECT no FROM sessions WHERE id = ?) AND outcome <> '${notesOutcome}' ORDER BY no LIMIT ?`,
    )
    .all(session, most)
    .map(toPlace);
}

export function findRecord(database: DatabaseSync, id: string): RecordPlace | undefined {
  const row = database.prepare('SELECT * FROM records WHERE id = ?').get(id);
  return row && toPlace(row);
}

/** The record with that number. */
export function findRecordAt(database: DatabaseSync, no: number): RecordPlace | undefined {
  const row = database.prepare('SELECT * FROM records WHERE no = ?').get(no);
  return row && toPlace(row);
}

class Conditions {
  readonly #texts: string[] = [];
  readonly #values: (string | number)[] = [];

  add(text: string, value: string | number): void {
    this.#texts.push(text);
    this.#values.push(value);
  }

  /** False when no such identity is known. */
  identity(database: DatabaseSync, column: string, { issuer, subject }: SessionFilter): boolean {
    if (issuer === undefined && subject === undefined) return true;
    const found = database
      .prepare('SELECT no FROM identities WHERE (? IS NULL OR issuer = ?) AND (? IS NULL OR subject = ?)')
      .all(issuer ?? null, issuer ?? null, subject ?? null, subject ?? null)
      .map((row) => Number(row.no));
    // One of each issuer at the most, so that the list stays short when a subject is named; else it is joined.
    if (found.length === 1) this.add(`${column} = ?`, found[0]!);
    else if (found.length > 1) this.#texts.push(`${column} IN (${found.join(',')})`);
    return found.length > 0;
  }

  before(column: string, cursor: string | undefined): void {
    if (cursor !== undefined) this.add(`${column} < ?`, parseCursor(cursor));
  }

  all(database: DatabaseSync, select: string, order: string, limit: number): Row[] {
    const where = this.#texts.length === 0 ? '' : `WHERE ${this.#texts.join(' AND ')}`;
    return database.prepare(`${select} ${where} ${order} LIMIT ?`).all(...this.#values, limit);
  }
}

function parseCursor(cursor: string): number {
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw badCursor();
}

export const pageSize = (limit: number | undefined): number =>
  Math.min(1000, Math.max(1, Math.trunc(limit ?? 100)));

const nextPage = (rows: readonly Row[], limit: number): { next?: string } =>
  rows.length > limit ? { next: String(rows[limit - 1]!.no) } : {};

const toPlace = (row: Row): RecordPlace => ({
  no: Number(row.no),
  id: String(row.id),
  outcome: String(row.outcome),
  segment: Number(row.segment),
  place: Number(row.place),
  header: Number(row.header),
  length: Number(row.length),
  ...(row.intent_segment !== null && {
    intent: {
      segment: Number(row.intent_segment),
      place: Number(row.intent_place),
      length: Number(row.intent_length),
    },
  }),
});
