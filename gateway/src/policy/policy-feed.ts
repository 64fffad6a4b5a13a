import type { PolicyProblem } from '@vectorgate/policy-schema';
import type { Candidate } from './candidate.ts';
import type { FollowingStatus } from './policy-status.ts';

/** What takes sets that a feed found, or why there is none. */
export interface FeedTarget {
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
