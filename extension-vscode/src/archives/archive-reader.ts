import type { ArchiveReply, ArchiveRequest } from '@vectorgate/replay-ui/archive';
import type { Uri } from 'vscode';

/** What reads and verifies one archive, beside the extension. */
export interface ArchiveReader {
  postMessage(request: ArchiveRequest): void;
  terminate(): unknown;
}

/** Starts what reads the archive at an address. `ended` is told why it ended by itself. */
export type StartReader = (
  uri: Uri,
  hear: { readonly reply: (reply: ArchiveReply) => void; readonly ended: (why: string) => void },
) => Promise<ArchiveReader>;
