import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ArchiveLine } from '../archive-line.ts';
import type { ArchiveReply } from '../archive-messages.ts';
import { openDesk } from '../open-desk.ts';
import { serveArchive } from '../serve-archive.ts';

/** SQLite's program, as both editors carry it. */
export const sqliteProgram: Uint8Array = readFileSync(
  createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'),
);

/** A line to an archive that is read by sql.js, without an editor between. */
export function nodeLine(bytes: Uint8Array): ArchiveLine {
  let heard: (reply: ArchiveReply) => void = () => {};
  const answer = serveArchive(
    () => openDesk(bytes, sqliteProgram, (verified) => heard({ verified })),
    (reply) => heard(structuredClone(reply)),
  );
  return new ArchiveLine({
    post: (request) => void answer(structuredClone(request)),
    listen: (onReply) => {
      heard = onReply;
    },
    close: () => {},
  });
}
