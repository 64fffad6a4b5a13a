import {
  type ArchiveReply,
  type ArchiveRequest,
  openDesk,
  serveArchive,
} from '@vectorgate/replay-ui/archive-desk';

/** What a worker is given before the first question: the archive, and SQLite's program. */
export interface ArchiveBytes {
  readonly bytes: Uint8Array;
  readonly wasm: Uint8Array;
}

const reply = (message: ArchiveReply): void => postMessage(message);
const given = Promise.withResolvers<ArchiveBytes>();
const desk = given.promise.then(({ bytes, wasm }) =>
  openDesk(bytes, wasm, (verified) => reply({ verified })),
);
// Told with the question to open it.
desk.catch(() => undefined);
const answer = serveArchive(() => desk, reply);

addEventListener('message', ({ data }: MessageEvent<ArchiveBytes | ArchiveRequest>) => {
  if ('bytes' in data) given.resolve(data);
  else void answer(data);
});
