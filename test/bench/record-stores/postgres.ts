import { Client, Pool } from 'pg';
import type { RunningPostgres } from '../../harness/postgres.ts';
import { Group } from './group.ts';
import { rowOf, type StoreKind } from './record-store.ts';

/** How many connections commit beside each other. */
const connections = 16;

/** A table of PostgreSQL, with its syncs on; `group`: what waits goes in one statement. */
export const postgres = (server: RunningPostgres, group: boolean): StoreKind => ({
  name: `PostgreSQL, ${group ? 'group, one statement' : `commit each, ${connections} connections`}`,
  open: async () => {
    await server.sql(`DROP TABLE IF EXISTS records; CREATE TABLE records
      (id text PRIMARY KEY, session text NOT NULL, header text NOT NULL, parts bytea NOT NULL);
      DO $$ BEGIN CREATE ROLE bench LOGIN PASSWORD 'bench'; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
      GRANT INSERT ON records TO bench`);
    const connectionString = server.url('bench', 'bench');
    if (!group) {
      const pool = new Pool({ connectionString, max: connections });
      return {
        append: async (draft) => {
          await pool.query({
            name: 'add',
            text: 'INSERT INTO records VALUES ($1, $2, $3, $4)',
            values: [...rowOf(draft)],
          });
        },
        close: () => pool.end(),
      };
    }
    const client = new Client({ connectionString });
    await client.connect();
    const grouped = new Group<ReturnType<typeof rowOf>>(async (batch) => {
      const values = [0, 1, 2, 3].map((column) => batch.map((row) => row[column]!));
      await client.query({
        name: 'add',
        text: 'INSERT INTO records SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bytea[])',
        values,
      });
    });
    return { append: (draft) => grouped.add(rowOf(draft)), close: () => client.end() };
  },
});
