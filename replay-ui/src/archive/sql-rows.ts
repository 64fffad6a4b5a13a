import type { ArchiveRow, ArchiveRows } from '@vectorgate/policy-schema/archive';
import type { Database, Statement } from 'sql.js';

/** Rows of an open database of sql.js. Statements are few, and prepared once. */
export function sqlRows(database: Database): ArchiveRows {
  const statements = new Map<string, Statement>();
  return {
    all: (sql, parameters = []) => {
      const statement = statements.get(sql) ?? database.prepare(sql);
      statements.set(sql, statement);
      try {
        statement.bind([...parameters]);
        const rows: ArchiveRow[] = [];
        while (statement.step()) rows.push(statement.getAsObject());
        return rows;
      } finally {
        statement.reset();
      }
    },
  };
}
