import type { ArchiveRow, ArchiveRows, ArchiveValue } from '@vectorgate/policy-schema/archive';
import type { Database, Statement } from 'sql.js';

interface Prepared {
  readonly statement: Statement;
  /** sql.js would ask SQLite for them with every row, which takes longer than the row. */
  readonly names: readonly string[];
}

/** Rows of an open database of sql.js. Statements are few, and prepared once. */
export function sqlRows(database: Database): ArchiveRows {
  const known = new Map<string, Prepared>();
  const prepare = (sql: string): Prepared => {
    const statement = database.prepare(sql);
    const prepared = { statement, names: statement.getColumnNames() };
    known.set(sql, prepared);
    return prepared;
  };
  return {
    all: (sql, parameters = []) => {
      const { statement, names } = known.get(sql) ?? prepare(sql);
      try {
        statement.bind([...parameters]);
        const rows: ArchiveRow[] = [];
        while (statement.step()) {
          const row: Record<string, ArchiveValue> = {};
          for (const [at, value] of statement.get().entries()) row[names[at] ?? ''] = value;
          rows.push(row);
        }
        return rows;
      } finally {
        statement.reset();
      }
    },
  };
}
