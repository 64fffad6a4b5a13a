export type { DecidedAgain, Verdict, VerdictRule } from './again/again.ts';
export { readToday, type Today, TodaySchema } from './again/again-schema.ts';
export { type AskedAgain, decideAgain } from './again/decide-again.ts';
export { type Change, type ChangedRule, type ChangeKind, widening } from './diff/change.ts';
export { type DiffMarkdownOptions, diffMarkdown } from './diff/diff-markdown.ts';
export type { DiffRow } from './diff/diff-row.ts';
export { diffTerminal } from './diff/diff-terminal.ts';
export { blocksOf, changeText, diffSummary, placeOf, ruleName, rulesToShow } from './diff/diff-texts.ts';
export { type DiffOptions, type PermissionDiff, permissionDiff } from './diff/permission-diff.ts';
export { type RowTraffic, type Weighing, weigh } from './diff/weigh.ts';
export { fileDrift } from './drift/file-drift.ts';
export { type DriftedRule, ruleDrift } from './drift/rule-drift.ts';
export { AskTable } from './replay/ask-table.ts';
export { kindText } from './replay/kind-text.ts';
export {
  changeKey,
  MaskChanges,
  type OutcomeChange,
  type OutcomeKind,
  outcomeChanges,
} from './replay/outcome-changes.ts';
export { recordOperation } from './replay/record-operation.ts';
export type * from './replay/recorded.ts';
export { readRecordedLines, writeRecordedLines } from './replay/recorded-lines.ts';
export { RecordedPageSchema, readRecordedPage } from './replay/recorded-page.ts';
export { type ReplayOptions, replay } from './replay/replay.ts';
export { type ReplayMarkdownOptions, replayMarkdown } from './replay/replay-markdown.ts';
export {
  type ReplayChange,
  type ReplayReport,
  ReplayTally,
  type TellsWhom,
  type UnsureReason,
} from './replay/replay-tally.ts';
export { replayTerminal } from './replay/replay-terminal.ts';
export {
  changeBlocks,
  counted,
  peopleText,
  replayCannot,
  replaySummary,
  unsureLines,
} from './replay/replay-texts.ts';
export type * from './report/analysis-report.ts';
export { AskedPages, type NextAsked } from './report/asked-pages.ts';
export {
  compareSides,
  planSides,
  type Sides,
  type SidesPlan,
  type WhatIf,
  whatIf,
} from './report/compare-sides.ts';
export { diffReport } from './report/diff-report.ts';
export { type GatewayPagesOptions, gatewayPages } from './report/gateway-pages.ts';
export { loadSide } from './report/load-side.ts';
export { examplesNote, fewExamples, listedText, mostListed, olderText } from './report/row-examples.ts';
export { type WeighedSides, weighSides } from './report/weigh-sides.ts';
export {
  type RecordedTraffic,
  recordedTraffic,
  type ToldTraffic,
} from './traffic/recorded-traffic.ts';
export { TrafficCount } from './traffic/traffic-count.ts';
