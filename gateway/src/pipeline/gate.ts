import type { DecideInput, RequestDecision } from '@vectorgate/policy-schema';
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

/** What the pipeline works with; the same for every store and transport. */
export interface Gate {
  readonly verifier: TokenVerifier;
  /** Decides under the policy set that is in force now. */
  readonly decide: (input: DecideInput) => RequestDecision;
  readonly recorder: Recorder;
  readonly rates: RateLedger;
  readonly refusals: RefusalBudget;
  readonly observe: (observation: Observation) => void;
  readonly log: Logger;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}
