import type { RuleReference } from '../../decide/decision.ts';
import type { OutcomeChange } from '../replay/outcome-changes.ts';
import type { UnsureReason } from '../replay/replay-tally.ts';

/** A rule by its name; where it stands only for those who are told that. */
export type VerdictRule = Pick<RuleReference, 'policy' | 'rule'> &
  Partial<Pick<RuleReference, 'file' | 'line'>>;

/** What policies say to one request, in short and without a value of the data. */
export interface Verdict {
  readonly effect: 'allow' | 'deny' | 'require-approval';
  /** Why it is refused. */
  readonly code?: string;
  /** Of a refusal the rule that refuses, if one does; else the permits and guards that apply. */
  readonly rules: readonly VerdictRule[];
  /** What becomes of which field. */
  readonly masks: readonly { readonly field: string; readonly as: string }[];
  /** Fields of the filter that is added. */
  readonly filter: readonly string[];
  /** What a search's top-k is lowered to. */
  readonly topK?: number;
}

/** How a request that was recorded is decided by other policies. */
export interface DecidedAgain {
  /** What was decided then, as far as it is told to whoever asks. */
  readonly before?: Verdict;
  /** Absent where nothing can be decided: the request was not understood. */
  readonly now?: Verdict;
  /** What would be otherwise. Of what is `unsure` for `written-values` nothing is told. */
  readonly changes: readonly (Omit<OutcomeChange, 'rule'> & {
    readonly rule?: VerdictRule & { readonly side?: 'base' | 'head' };
  })[];
  /** Whether other rules decide than then, whatever comes of it. */
  readonly otherRules: boolean;
  /** Why it cannot be told for certain. */
  readonly unsure?: UnsureReason;
}
