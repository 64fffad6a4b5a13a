export { ArchiveDesk } from './archive-desk.ts';
export type { ArchiveReply, ArchiveRequest } from './archive-messages.ts';
export { type OpenRows, openDesk, openRows } from './open-desk.ts';
export { type OpenDesk, serveArchive } from './serve-archive.ts';
