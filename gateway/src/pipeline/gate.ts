import type { DecideInput, MaskObligation, RequestDecision } from '@vectorgate/policy-schema';
import type { OutcomeChange } from '@vectorgate/policy-schema/analyse';
import type { Logger } from 'pino';
import type { TokenVerifier } from '../identity/verifier.ts';
import type { Recorder } from '../sessions/record.ts';
import type { RateLedger } from './rate-ledger.ts';
import type { RefusalBudget } from './refusal-budget.ts';

/** One request as metrics and the log see it: no personal data, no values. */
export interface Observation {
  readonly connection: string;
  readonly classes: readonly string[];
  readonly effect: 'allow' | 'deny' | 'require-approval' | 'unauthenticated' | 'failed';
  readonly code?: string;
  readonly milliseconds: number;
}

/** How the decision of a canary differs. */
export interface Beside {
  /** Of the policies that it runs. */
  readonly digest: string;
  /** Each once. */
  readonly changes: readonly OutcomeChange[];
  /** How many there are beside them. */
  readonly more?: number;
}

/** The record that the request will have, by which a canary tells of it. */
export interface AskedBeside {
  readonly id: string;
  readonly session: string;
  readonly store: string;
}

/** What the pipeline works with; the same for every store and transport. */
export interface Gate {
  readonly verifier: TokenVerifier;
  /** Decides under the policy set that is in force now. */
  readonly decide: (input: DecideInput) => RequestDecision;
  /** What a canary would have decided otherwise; it changes nothing. Absent or undefined: there is none. */
  readonly beside?: (input: DecideInput, decision: RequestDecision, about: AskedBeside) => Beside | undefined;
  /** What the policies in force mask for anybody of what a request asks for; absent: it is not told what was left whole. */
  readonly masksAbout?: (input: DecideInput) => readonly MaskObligation[];
  readonly recorder: Recorder;
  readonly rates: RateLedger;
  readonly refusals: RefusalBudget;
  readonly observe: (observation: Observation) => void;
  readonly log: Logger;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}
