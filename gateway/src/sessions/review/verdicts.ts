import type { PolicySet, RateObligation, TraceStep } from '@vectorgate/policy-schema';

/** Whether records about a place may be seen, through which rules, and at which rates. */
export interface Verdict {
  readonly allowed: boolean;
  /** The rules that it follows from. */
  readonly trace: readonly TraceStep[];
  readonly rates: readonly RateObligation[];
}

/** What was decided for one reader under one policy set, from one instant up to another. */
export interface Verdicts {
  readonly set: PolicySet;
  readonly from: number;
  readonly until: number;
  /** By the place as the index writes it. */
  readonly byPlace: Map<string, Verdict>;
}
