import type { PolicyProblem, PolicySet } from '@vectorgate/policy-schema';
import type { PolicyChange, PolicySourceKind } from './history/policy-change.ts';

/** Why a branch is not taken as it is. */
export interface FollowingTrouble {
  readonly message: string;
  readonly remedy: string;
  /** RFC 3339. */
  readonly since: string;
}

/** How the branch is doing that runs beside the one in force. */
export interface CanaryFollowing {
  readonly branch: string;
  /** What runs; absent: nothing does. */
  readonly commit?: string;
  /** Why nothing does, where that is in order. */
  readonly idle?: string;
  /** Why what the branch has does not run: what ran before may go on. */
  readonly trouble?: FollowingTrouble;
}

/** How a followed branch is doing. */
export interface FollowingStatus {
  readonly repository: string;
  readonly branch: string;
  /** RFC 3339; when the branch could be read last. */
  readonly lookedAt?: string;
  /** Why what the branch has is not in force: absent when it is. */
  readonly trouble?: FollowingTrouble;
  /** Absent where no second branch is followed. What is wrong with it is nothing to what is in force. */
  readonly canary?: CanaryFollowing;
}

/** What the status API and the log tell about policy. */
export interface PolicyStatus {
  /** False while what is there does not load, or cannot be read: the last good set stays in force. */
  readonly ok: boolean;
  readonly revision: PolicySet['revision'];
  /** RFC 3339; when the set in force was loaded. */
  readonly loadedAt: string;
  readonly documents: number;
  readonly errors: readonly PolicyProblem[];
  readonly source: PolicySourceKind;
  /** How the set came into force; absent where nothing keeps that. */
  readonly change?: PolicyChange;
  readonly following?: FollowingStatus;
}
