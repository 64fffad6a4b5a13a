import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ArchiveLine } from '../archive-line.ts';
import type { ArchiveReply, ArchiveRequest } from '../archive-messages.ts';
import { openDesk } from '../open-desk.ts';
import { serveArchive } from '../serve-archive.ts';

/** SQLite's program, as both editors carry it. */
export const sqliteProgram: Uint8Array = readFileSync(
  createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'),
);

/** A line to an archive that is read by sql.js, without an editor between; `asked` hears each question that goes over it. */
export function nodeLine(
  bytes: Uint8Array,
  asked: (kind: ArchiveRequest['kind']) => void = () => {},
): ArchiveLine {
  let heard: (reply: ArchiveReply) => void = () => {};
  const answer = serveArchive(
    () => openDesk(bytes, sqliteProgram, (verified) => heard({ verified })),
    (reply) => heard(structuredClone(reply)),
  );
  return new ArchiveLine({
    post: (request) => {
      asked(request.kind);
      void answer(structuredClone(request));
    },
    listen: (onReply) => {
      heard = onReply;
    },
    close: () => {},
  });
}
