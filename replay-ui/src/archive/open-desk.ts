import { withoutShortfall } from '@vectorgate/policy-schema/archive';
import initSqlJs from 'sql.js';
import { ArchiveDesk } from './archive-desk.ts';
import { sqlRows } from './sql-rows.ts';

/**
 * Opens the bytes of an archive by sql.js, in a thread of its own: SQLite holds the whole file, and verifying takes its time.
 * `wasm`: the bytes of sql.js's own program, which the environment knows how to come by.
 */
export async function openDesk(
  bytes: Uint8Array,
  wasm: Uint8Array,
  progress: (records: number) => void,
): Promise<ArchiveDesk> {
  const { Database } = await initSqlJs({ wasmBinary: Uint8Array.from(wasm).buffer });
  const whole = withoutShortfall(bytes);
  const database = new Database(whole);
  return ArchiveDesk.open(
    sqlRows(database),
    { bytes: bytes.length, missing: whole.length - bytes.length },
    progress,
  );
}
