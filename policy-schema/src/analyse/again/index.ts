// What shows how a request would be decided needs no policy language: that stands apart from `analyse`.
export type { DecidedAgain, Verdict, VerdictRule } from './again.ts';
export { againChange, againNotes, againSummary, verdictText } from './again-texts.ts';
