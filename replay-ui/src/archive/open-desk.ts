import { type ArchiveRows, withoutShortfall } from '@vectorgate/policy-schema/archive';
import initSqlJs, { type SqlJsStatic } from 'sql.js';
import { ArchiveDesk } from './archive-desk.ts';
import { sqlRows } from './sql-rows.ts';

/** The rows of an archive's bytes. */
export interface OpenRows {
  readonly rows: ArchiveRows;
  readonly bytes: number;
  /** Bytes that are gone from its end. */
  readonly missing: number;
  close(): void;
}

/**
 * Opens the bytes of an archive by sql.js, in a thread of its own: SQLite holds the whole file, and reading takes its time.
 * `wasm`: the bytes of sql.js's own program, which the environment knows how to come by; it is made ready while the file is
 * still being read.
 */
export async function openRows(
  file: Uint8Array | Promise<Uint8Array>,
  wasm: Uint8Array | Promise<Uint8Array>,
): Promise<OpenRows> {
  const [bytes, { Database }] = await Promise.all([file, ready(wasm)]);
  const whole = withoutShortfall(bytes);
  const database = new Database(whole);
  return {
    rows: sqlRows(database),
    bytes: bytes.length,
    missing: whole.length - bytes.length,
    close: () => database.close(),
  };
}

/** The same, for a page that shows it. */
export async function openDesk(
  file: Uint8Array | Promise<Uint8Array>,
  wasm: Uint8Array | Promise<Uint8Array>,
  progress: (records: number) => void,
): Promise<ArchiveDesk> {
  const { rows, bytes, missing } = await openRows(file, wasm);
  return ArchiveDesk.open(rows, { bytes, missing }, progress);
}

const ready = async (wasm: Uint8Array | Promise<Uint8Array>): Promise<SqlJsStatic> =>
  initSqlJs({ wasmBinary: new Uint8Array(await wasm).buffer });
