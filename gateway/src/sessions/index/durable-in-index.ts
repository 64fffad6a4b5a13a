import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/**
 * How many records the index at `path` knows to have been durable; undefined without a readable index. It is a
 * witness against a log that was shortened, no more: whoever can change the log can delete the index.
 */
export function durableInIndex(path: string): number | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      return Number(database.prepare('SELECT sequence FROM progress').get()?.sequence ?? 0);
    } finally {
      database.close();
    }
  } catch {
    return undefined;
  }
}
