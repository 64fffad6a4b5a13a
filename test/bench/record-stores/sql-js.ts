import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import initSqlJs from 'sql.js';
import { Group } from './group.ts';
import { rowOf, type StoreKind } from './record-store.ts';

/** sql.js keeps the database in memory; `exported`: it is written out as a whole and synced for each batch. */
export const sqlJs = (exported: boolean): StoreKind => ({
  name: exported ? 'sql.js, exported per batch' : 'sql.js, in memory (nothing durable)',
  open: async (folder) => {
    const { Database } = await initSqlJs();
    const database = new Database();
    database.run('CREATE TABLE records (id TEXT PRIMARY KEY, session TEXT, header TEXT, parts BLOB)');
    const insert = database.prepare('INSERT INTO records VALUES (?, ?, ?, ?)');
    const path = join(folder, 'records.sqlite');
    let saved = insert;
    const grouped = new Group<ReturnType<typeof rowOf>>(async (batch) => {
      for (const row of batch) saved.run([...row]);
      if (!exported) return;
      const file = await open(`${path}.new`, 'w');
      await file.writeFile(database.export());
      await file.datasync();
      await file.close();
      await rename(`${path}.new`, path);
      // An export ends all statements.
      saved = database.prepare('INSERT INTO records VALUES (?, ?, ?, ?)');
    });
    return {
      append: (draft) => grouped.add(rowOf(draft)),
      close: async () => database.close(),
    };
  },
});
