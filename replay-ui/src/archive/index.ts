export type { ArchiveEnvironment } from './archive-environment.ts';
export { ArchiveLine, type ArchivePort } from './archive-line.ts';
export type {
  ArchiveAbout,
  ArchiveReply,
  ArchiveRequest,
  ArchiveTrouble,
  ArchiveWork,
  FoundPage,
  HeaderPage,
  UnreadableStep,
} from './archive-messages.ts';
export { type ArchiveHearing, archiveRecords } from './archive-records.ts';
