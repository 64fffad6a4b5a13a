import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Group } from './group.ts';
import { rowOf, type StoreKind } from './record-store.ts';

/** A table of node:sqlite, durable (WAL, synchronous=FULL); `group`: what waits is committed at once. */
export const sqlite = (group: boolean): StoreKind => ({
  name: `node:sqlite, WAL FULL, ${group ? 'group' : 'commit each'}`,
  open: async (folder) => {
    const database = new DatabaseSync(join(folder, 'records.sqlite'));
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
      CREATE TABLE records (id TEXT PRIMARY KEY, session TEXT NOT NULL, header TEXT NOT NULL, parts BLOB NOT NULL)`);
    const insert = database.prepare('INSERT INTO records VALUES (?, ?, ?, ?)');
    const grouped = new Group<ReturnType<typeof rowOf>>((batch) => {
      database.exec('BEGIN');
      for (const row of batch) insert.run(...row);
      database.exec('COMMIT');
    });
    return {
      append: async (draft) => {
        if (group) return grouped.add(rowOf(draft));
        insert.run(...rowOf(draft));
      },
      close: async () => database.close(),
    };
  },
});
