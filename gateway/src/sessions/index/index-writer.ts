import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { notesOutcome } from '../notes/note.ts';
import type { ColumnStore } from '../search/column-store.ts';
import { SearchWriter } from '../search/search-writer.ts';
import type { IndexEntry } from './index-entry.ts';

interface SessionChange {
  started: string;
  ended: string;
  records: number;
  refused: number;
  masked: number;
}

/** What a transaction adds: by session, and by session and place of its records. */
interface Changes {
  readonly sessions: Map<number, SessionChange>;
  readonly places: Map<string, SessionChange>;
}

function changeOf<Key>(changes: Map<Key, SessionChange>, key: Key, { time }: IndexEntry): SessionChange {
  let change = changes.get(key);
  if (change === undefined) {
    change = { started: time, ended: time, records: 0, refused: 0, masked: 0 };
    changes.set(key, change);
  }
  if (time > change.ended) change.ended = time;
  return change;
}

/** Session and identity numbers kept in memory. */
const kept = 20_000;

/** Writes entries into the tables, in the order of the log. */
export class IndexWriter {
  readonly #database: DatabaseSync;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #search: SearchWriter;
  readonly #sessions = new Map<string, number>();
  readonly #identities = new Map<string, { no: number; name: string | undefined }>();
  /** Intents without an outcome. */
  readonly #open: Set<string>;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = prepare(database);
    this.#search = new SearchWriter(database);
    const open = database
      .prepare(
        "SELECT id FROM records WHERE outcome = 'unknown' AND segment = intent_segment AND place = intent_place",
      )
      .all();
    this.#open = new Set(open.map((row) => String(row.id)));
  }

  /** Intents without an outcome so far. */
  get open(): number {
    return this.#open.size;
  }

  /** What is searched. */
  get columns(): ColumnStore {
    return this.#search.columns;
  }

  /** All or nothing. Throws SQLite's errors. */
  write(entries: readonly IndexEntry[]): void {
    const last = entries.at(-1);
    if (last === undefined) return;
    const changes: Changes = { sessions: new Map(), places: new Map() };
    this.#database.exec('BEGIN');
    try {
      for (const entry of entries) this.#add(entry, changes);
      for (const [no, { ended, records, refused, masked }] of changes.sessions)
        this.#statements.session.run(ended, records, refused, masked, no);
      for (const [key, { started, ended, records, refused, masked }] of changes.places)
        this.#statements.sessionPlace.run(
          ...key.split(' ').map(Number),
          started,
          ended,
          records,
          refused,
          masked,
        );
      this.#search.flush();
      this.#statements.progress.run(
        last.at.sequence + 1,
        last.at.segment,
        last.at.offset + last.at.length,
        last.at.chain,
      );
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
    if (this.#sessions.size > kept) this.#sessions.clear();
    if (this.#identities.size > kept) this.#identities.clear();
  }

  #add(entry: IndexEntry, changes: Changes): void {
    const { at, id, kind, effect } = entry;
    const identity = this.#identity(entry.who);
    const { noted } = entry;
    const session = this.#session(entry, noted === undefined ? identity : this.#identity(noted));
    // A note is a record of its own, and no step of the session beside which it stands.
    const changed = noted === undefined ? this.#changed(entry, session, changes) : [];
    const isIntent = kind === 'intent';
    const outcome = isIntent ? 'unknown' : noted !== undefined ? notesOutcome : (entry.outcome ?? 'failed');
    if (!isIntent) {
      for (const change of changed) {
        if (outcome === 'refused') change.refused += 1;
        if (entry.masked) change.masked += 1;
      }
      if (this.#open.delete(id)) {
        this.#complete(entry, outcome, identity, session);
        return;
      }
    } else this.#open.add(id);
    for (const change of changed) change.records += 1;
    const { changes: added } = this.#statements.record.run(
      at.sequence,
      id,
      session,
      identity,
      effect,
      outcome,
      at.segment,
      at.offset,
      entry.header,
      at.length,
      isIntent ? at.segment : null,
      isIntent ? at.offset : null,
      isIntent ? at.length : null,
    );
    if (added === 0) this.#complete(entry, outcome, identity, session);
    else this.#search.set(at.sequence, identity, session, entry.facts);
  }

  /** What a record counts for. */
  #changed(entry: IndexEntry, session: number, changes: Changes): readonly SessionChange[] {
    const place = `${session} ${this.#search.place(entry.facts)}`;
    return [changeOf(changes.sessions, session, entry), changeOf(changes.places, place, entry)];
  }

  /** The record is there already: by its intent. Should an id come twice, the later record is the one that is shown. */
  #complete(entry: IndexEntry, outcome: string, identity: number, session: number): void {
    const { at, effect, header, id } = entry;
    const row = this.#statements.outcome.get(effect, outcome, at.segment, at.offset, header, at.length, id);
    if (row !== undefined) this.#search.set(Number(row.no), identity, session, entry.facts);
  }

  #session(entry: IndexEntry, identity: number): number {
    const held = this.#sessions.get(entry.session);
    if (held !== undefined) return held;
    const { findSession, newSession } = this.#statements;
    const row = findSession.get(entry.session);
    const no =
      row === undefined
        ? Number(
            newSession.run(
              entry.session,
              identity,
              entry.connection,
              entry.store,
              entry.client ?? null,
              entry.time,
              entry.time,
            ).lastInsertRowid,
          )
        : Number(row.no);
    this.#sessions.set(entry.session, no);
    return no;
  }

  #identity(who: { readonly issuer: string; readonly subject: string; readonly name?: string }): number {
    const key = `${who.issuer}\n${who.subject}`;
    const held = this.#identities.get(key);
    if (held !== undefined && held.name === who.name) return held.no;
    const { no } = this.#statements.identity.get(who.issuer, who.subject, who.name ?? null)!;
    this.#identities.set(key, { no: Number(no), name: who.name });
    return Number(no);
  }
}

function prepare(
  database: DatabaseSync,
): Record<
  'record' | 'outcome' | 'identity' | 'findSession' | 'newSession' | 'session' | 'sessionPlace' | 'progress',
  StatementSync
> {
  return {
    record: database.prepare(
      'INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
    ),
    outcome: database.prepare(
      'UPDATE records SET effect = ?, outcome = ?, segment = ?, place = ?, header = ?, length = ? WHERE id = ? RETURNING no',
    ),
    identity: database.prepare(`INSERT INTO identities (issuer, subject, name) VALUES (?, ?, ?)
      ON CONFLICT (issuer, subject) DO UPDATE SET name = excluded.name RETURNING no`),
    findSession: database.prepare('SELECT no FROM sessions WHERE id = ?'),
    newSession: database.prepare(
      'INSERT INTO sessions (id, identity, connection, store, client, started, ended, records, refused, masked) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0)',
    ),
    session: database.prepare(
      'UPDATE sessions SET ended = max(ended, ?), records = records + ?, refused = refused + ?, masked = masked + ? WHERE no = ?',
    ),
    sessionPlace: database.prepare(`INSERT INTO session_places VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (session, place) DO UPDATE SET started = min(started, excluded.started),
      ended = max(ended, excluded.ended), records = records + excluded.records,
      refused = refused + excluded.refused, masked = masked + excluded.masked`),
    progress: database.prepare('UPDATE progress SET sequence = ?, segment = ?, durable = ?, chain = ?'),
  };
}
