import type { DatabaseSync } from 'node:sqlite';
import { ColumnStore } from '../search/column-store.ts';
import { IndexWriter } from './index-writer.ts';

/**
 * Takes out the rows of records that were removed: all whose only frames were before number `sequence`, in segments up
 * to this one. Returns a writer that knows nothing of them.
 */
export function removeRows(database: DatabaseSync, sequence: number, segment: number): IndexWriter {
  database.exec('BEGIN');
  try {
    // `no` is the number of a decision's first frame: what is behind it is not looked at.
    database.prepare('DELETE FROM records WHERE no < ? AND segment <= ?').run(sequence, segment);
    database
      .prepare(`UPDATE records SET intent_segment = NULL, intent_place = NULL, intent_length = NULL
        WHERE no < ? AND intent_segment <= ?`)
      .run(sequence, segment);
    database.exec(
      'DELETE FROM sessions WHERE NOT EXISTS (SELECT 1 FROM records WHERE session = sessions.no)',
    );
    database.exec(
      'DELETE FROM session_places WHERE NOT EXISTS (SELECT 1 FROM sessions WHERE no = session_places.session)',
    );
    const stay = database.prepare('SELECT no FROM records WHERE no < ?').all(sequence);
    new ColumnStore(database).removeBefore(sequence, new Set(stay.map((row) => Number(row.no))));
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
  return new IndexWriter(database);
}
