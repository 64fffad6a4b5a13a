export {
  type ComparedRow,
  compareSessions,
  type RowKind,
  rowKind,
  rowKinds,
  type SessionsCompared,
} from './compare-sessions.ts';
export { comparedSteps } from './compared-steps.ts';
export { byOrderText, countsText } from './counts-text.ts';
export type { SessionTotals } from './session-totals.ts';
export { type Difference, differenceWords, masksOf } from './step-differences.ts';
