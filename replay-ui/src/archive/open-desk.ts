import { withoutShortfall } from '@vectorgate/policy-schema/archive';
import initSqlJs, { type SqlJsStatic } from 'sql.js';
import { ArchiveDesk } from './archive-desk.ts';
import { sqlRows } from './sql-rows.ts';

/**
 * Opens the bytes of an archive by sql.js, in a thread of its own: SQLite holds the whole file, and verifying takes its time.
 * `wasm`: the bytes of sql.js's own program, which the environment knows how to come by; it is made ready while the file is
 * still being read.
 */
export async function openDesk(
  file: Uint8Array | Promise<Uint8Array>,
  wasm: Uint8Array | Promise<Uint8Array>,
  progress: (records: number) => void,
): Promise<ArchiveDesk> {
  const [bytes, { Database }] = await Promise.all([file, ready(wasm)]);
  const whole = withoutShortfall(bytes);
  const database = new Database(whole);
  return ArchiveDesk.open(
    sqlRows(database),
    { bytes: bytes.length, missing: whole.length - bytes.length },
    progress,
  );
}

const ready = async (wasm: Uint8Array | Promise<Uint8Array>): Promise<SqlJsStatic> =>
  initSqlJs({ wasmBinary: new Uint8Array(await wasm).buffer });
