import { DatabaseSync } from 'node:sqlite';
import { indexSchema } from '../index/index-schema.ts';
import type { RecordDraft } from '../record.ts';
import { chunkPlaces } from '../search/chunk-places.ts';
import { factsOf } from '../search/record-facts.ts';
import { SearchWriter } from '../search/search-writer.ts';

/**
 * An index with what is searched of records, and nothing else: no rows that lead to the log, no counts of sessions. By the
 * gateway's own writer, in transactions of a chunk each; what it writes is what the gateway writes.
 */
export function makeSearchIndex(path: string, drafts: Iterable<RecordDraft>): void {
  const database = new DatabaseSync(path);
  database.exec(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; BEGIN; ${indexSchema} COMMIT; BEGIN`,
  );
  const writer = new SearchWriter(database);
  const newIdentity = database.prepare('INSERT INTO identities (issuer, subject, name) VALUES (?, ?, ?)');
  const newSession = database.prepare('INSERT INTO sessions VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0)');
  const progress = database.prepare('UPDATE progress SET sequence = ?');
  const identities = new Map<string, number>();
  const sessions = new Map<string, number>();
  const numbered = (numbers: Map<string, number>, key: string, add: () => number | bigint): number => {
    const number = numbers.get(key) ?? Number(add());
    numbers.set(key, number);
    return number;
  };
  let sequence = 0;
  const commit = (then: string): void => {
    writer.flush();
    progress.run(sequence);
    database.exec(then);
  };
  for (const { header } of drafts) {
    const { who, session, connection, store, time, client } = header;
    const identity = numbered(
      identities,
      `${who.issuer}\n${who.subject}`,
      () => newIdentity.run(who.issuer, who.subject, who.name ?? null).lastInsertRowid,
    );
    const number = numbered(
      sessions,
      session,
      () =>
        newSession.run(session, identity, connection, store, client.session ?? null, time, time)
          .lastInsertRowid,
    );
    writer.set(sequence, identity, number, factsOf(header));
    sequence += 1;
    if (sequence % chunkPlaces === 0) commit('COMMIT; BEGIN');
  }
  commit('COMMIT');
  database.close();
}
