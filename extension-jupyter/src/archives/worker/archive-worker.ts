import {
  type ArchiveReply,
  type ArchiveRequest,
  openDesk,
  serveArchive,
} from '@vectorgate/replay-ui/archive-desk';

/** What this file needs of the scope that a worker runs in, which is not that of a page. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<ArchiveRequest>) => void) | null;
  postMessage(reply: ArchiveReply): void;
}

const scope = globalThis as unknown as WorkerScope;
const reply = (message: ArchiveReply): void => scope.postMessage(message);
const answer = serveArchive(async ([bytes, wasm]) => {
  // Both come from the page, which may ask the Jupyter server for them as the person who is there.
  return openDesk(bytes as Uint8Array, wasm as Uint8Array, (verified) => reply({ verified }));
}, reply);

scope.onmessage = ({ data }) => void answer(data);
