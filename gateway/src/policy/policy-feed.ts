import type { PolicyProblem } from '@vectorgate/policy-schema';
import type { Actor } from '../sessions/evidence/own-record.ts';
import type { PolicyCanary } from './canary/policy-canary.ts';
import type { Candidate } from './candidate.ts';
import type { PolicyChange } from './history/policy-change.ts';
import type { FollowingStatus } from './policy-status.ts';

/** What runs a set beside the one in force. */
export interface CanaryTarget {
  /** What runs there. */
  readonly canary: Pick<PolicyCanary, 'candidate'> | undefined;
  /**
   * Runs what `make` makes there from now on, or nothing. Rejects with what `make` throws, or when it cannot be recorded; or
   * with what `assertWanted` throws, which is asked at the last moment: it may take a minute until then.
   */
  startCanary(
    make: (now: PolicyChange) => Candidate,
    actor: Actor,
    assertWanted?: () => void,
  ): Promise<unknown>;
  /** Ends it. Rejects when that cannot be recorded: it goes on then. */
  stopCanary(actor: Actor): Promise<unknown>;
}

/** What takes sets that a feed found, or why there is none. */
export interface FeedTarget extends CanaryTarget {
  offer(candidate: Candidate): Promise<void>;
  /** What is there does not load; the set in force stays. */
  refuse(problems: readonly PolicyProblem[]): void;
  /** It is again what is in force. */
  settled(): void;
}

/** Where sets come from while the gateway runs. */
export interface PolicyFeed {
  /** What is there at the start. */
  readonly first: Candidate;
  /** Looks for others from now on. */
  follow(target: FeedTarget): void;
  status?(): FollowingStatus;
  close(): Promise<void>;
}
