export type { RecordFacets, RecordSummary } from '@vectorgate/policy-schema/records-query';
export { ReplayError, type ReplayErrorCode } from '../errors/replay-error.ts';
export type { RecordContent, RecordPart, Withheld } from '../records/record-content.ts';
export type {
  FoundRecord,
  MaskCount,
  RecordedDecision,
  RecordedOperation,
  RecordHeader,
  RuleReference,
  Scope,
  Target,
} from '../records/record-header.ts';
export type { SessionSummary } from '../records/session-summary.ts';
export { askToday, type DecideHere } from './ask-today.ts';
export {
  type BodiesChoice,
  bodiesChoices,
  type ExportBodies,
  exportName,
  maskChoices,
  verifyCommand,
  whyNotExported,
} from './export-choices.ts';
export { type AskGateway, gatewayRecords } from './gateway-records.ts';
export { OpenQuestions } from './open-questions.ts';
export type { Asked, ExportOf, Page, ReplayHost, RulePlace } from './replay-host.ts';
export { longestNote, type Note, type NoteDraft, type ReplayNotes } from './replay-notes.ts';
export type { ReplaySandbox, SandboxCounts, SandboxStanding, SandboxWay } from './replay-sandbox.ts';
export type { ReplayTheme, ThemeKind, ThemeMap } from './replay-theme.ts';
export type { SearchKeeper } from './search-keeper.ts';
export type { TodayAnswer } from './today-answer.ts';
