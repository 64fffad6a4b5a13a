export { ArchiveDesk } from './archive-desk.ts';
export type { ArchiveReply, ArchiveRequest } from './archive-messages.ts';
export { openDesk } from './open-desk.ts';
export { type OpenDesk, serveArchive } from './serve-archive.ts';
