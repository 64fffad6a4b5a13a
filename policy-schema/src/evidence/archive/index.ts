export {
  Archive,
  type ArchivedGap,
  type ArchivedHeader,
  type ArchivedPart,
  type ArchivedPlace,
  type ArchivedPolicy,
  type ArchivedRecord,
  type ArchivedStep,
} from './archive.ts';
export type { ArchiveManifest } from './archive-manifest.ts';
export type { ArchiveCode, ArchiveProblem, ArchiveReport } from './archive-report.ts';
export type { ArchiveRow, ArchiveRows, ArchiveValue } from './archive-rows.ts';
export {
  type ArchiveFormat,
  type ArchivePartName,
  archiveApplication,
  archiveFormats,
  archivePartNames,
  archiveTables,
  partKey,
} from './archive-schema.ts';
export {
  type ArchiveAbout,
  type ArchiveTarget,
  ArchiveWriter,
  type RecordToArchive,
} from './archive-writer.ts';
export type { ArchivedMask, MaskedField } from './archived-mask.ts';
export { cutShort } from './cut-short.ts';
export { describeArchive, describeBelieved, describeProblem } from './describe-archive.ts';
export { gapReasons } from './gap-reasons.ts';
export { archiveHeadBytes, missingBytes, withoutShortfall } from './missing-bytes.ts';
export { openArchive } from './open-archive.ts';
export { type ArchivedSession, SessionTally } from './session-tally.ts';
export { type VerifyArchiveOptions, verifyArchive } from './verify-archive.ts';
