import { ArchiveLine, type ArchiveReply, type ArchiveRequest } from '../src/archive/index.ts';
import type { ReplayTheme } from '../src/host/index.ts';
import type { PageLog } from './recorded-host.ts';

/** Bound by tests: answers a request about the archive that they opened. */
interface ArchiveGlobals {
  askArchive(request: ArchiveRequest): Promise<readonly ArchiveReply[]>;
  /** Keys that this machine knows. */
  knownKeys?: readonly string[];
}
const globals = globalThis as unknown as ArchiveGlobals;

/** The view of an archive that a test opened. */
export function archiveElement(theme: ReplayTheme, log: PageLog): HTMLElement {
  const archive = document.createElement('vg-archive');
  archive.environment = {
    name: 'evidence.vgsession',
    theme,
    knownKeys: globals.knownKeys ?? [],
    keepKey: (key) => log.opened.push({ key }),
    copy: async (text) => {
      log.copied.push(text);
    },
    connect: () => {
      let heard: (reply: ArchiveReply) => void = () => {};
      return new ArchiveLine({
        post: (request) => void globals.askArchive(request).then((replies) => replies.forEach(heard)),
        listen: (onReply) => {
          heard = onReply;
        },
        close: () => log.opened.push({ closed: true }),
      });
    },
  };
  return archive;
}
