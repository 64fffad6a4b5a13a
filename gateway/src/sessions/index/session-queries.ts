import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { allowedPlaces } from '../search/allowed-places.ts';
import type { PlaceTest } from '../search/record-search.ts';
import { badCursor } from './bad-cursor.ts';
import { type Page, pageSize, type SessionFilter } from './index-queries.ts';
import type { SessionSummary } from './session-summary.ts';

/**
 * Sessions of an identity, or of everybody; with `review` those of one's own, and of others as far as they are about
 * such places: what such a session counts is then what its reader may see of it.
 */
export interface SessionScope extends SessionFilter {
  readonly review?: PlaceTest | undefined;
}

type Row = Record<string, unknown>;

/** A part of a statement that says which sessions may be seen, and what of them. */
interface Seen {
  /** Names `s`, the sessions, and `p`, what is counted of each. */
  readonly from: string;
  readonly values: readonly SQLInputValue[];
}

/** Sessions, newest first. A cursor is the id of the last one that was shown: it tells nothing of those in between. */
export function findSessions(
  database: DatabaseSync,
  { limit, cursor, ...scope }: SessionScope & Page,
): { sessions: SessionSummary[]; next?: string } {
  const seen = seenBy(database, scope);
  const most = pageSize(limit);
  const before = cursor === undefined ? undefined : numberOf(database, seen, cursor);
  const rows = database
    .prepare(`${selected} ${seen.from} AND s.no < ? GROUP BY s.no ORDER BY s.no DESC LIMIT ?`)
    .all(...seen.values, before ?? Number.MAX_SAFE_INTEGER, most + 1);
  const sessions = rows.slice(0, most).map(toSession);
  return { sessions, ...(rows.length > most && { next: sessions.at(-1)!.id }) };
}

/** One session, as far as it may be seen. */
export function findSession(
  database: DatabaseSync,
  id: string,
  scope: SessionScope = {},
): SessionSummary | undefined {
  const seen = seenBy(database, scope);
  const row = database.prepare(`${selected} ${seen.from} AND s.id = ? GROUP BY s.no`).get(...seen.values, id);
  return row && toSession(row);
}

const selected = `SELECT s.no, s.id, s.connection, s.store, issuer, subject, name, min(p.started) AS started,
  max(p.ended) AS ended, sum(p.records) AS records, sum(p.refused) AS refused, sum(p.masked) AS masked`;
/** What a session counts in all. */
const whole = 'FROM sessions s JOIN identities i ON i.no = s.identity JOIN sessions p ON p.no = s.no';
/** What it counts by place; the outer loop goes by the sessions' numbers. */
const byPlace =
  'FROM sessions s CROSS JOIN identities i ON i.no = s.identity CROSS JOIN session_places p ON p.session = s.no';

function seenBy(database: DatabaseSync, { issuer, subject, review }: SessionScope): Seen {
  const own = 'issuer = coalesce(?, issuer) AND subject = coalesce(?, subject)';
  const values = [issuer ?? null, subject ?? null];
  if (review === undefined) {
    const identities = `s.identity IN (SELECT no FROM identities WHERE ${own})`;
    return { from: `${whole} WHERE ${identities}`, values };
  }
  const places = JSON.stringify(allowedPlaces(database, review));
  return {
    from: `${byPlace} WHERE ((${own}) OR p.place IN (SELECT value FROM json_each(?)))`,
    values: [...values, places],
  };
}

function numberOf(database: DatabaseSync, { from, values }: Seen, cursor: string): number {
  const row = database.prepare(`SELECT s.no ${from} AND s.id = ? LIMIT 1`).get(...values, cursor);
  if (row !== undefined) return Number(row.no);
  throw badCursor();
}

const toSession = (row: Row): SessionSummary => ({
  id: String(row.id),
  who: {
    issuer: String(row.issuer),
    subject: String(row.subject),
    ...(row.name !== null && { name: String(row.name) }),
  },
  connection: String(row.connection),
  store: String(row.store),
  started: String(row.started),
  ended: String(row.ended),
  records: Number(row.records),
  refused: Number(row.refused),
  masked: Number(row.masked),
});
