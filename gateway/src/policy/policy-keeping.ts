import type { Actor } from '../sessions/evidence/own-record.ts';
import type { KeptPolicies } from '../sessions/export/kept-policies.ts';
import type { RecordDraft } from '../sessions/record.ts';
import type { RecordedChanges } from './change/recorded-change.ts';
import type { PolicyHistory } from './history/policy-history.ts';

/** Where it is kept what was in force. */
export interface PolicyKeeping {
  readonly history: PolicyHistory;
  /** Texts of sets, by their digests. */
  readonly texts: Pick<KeptPolicies, 'keep' | 'read'>;
}

/** Records that the policies in force change. */
export interface PolicyRecorder {
  /** Resolves when the record is durable. */
  append(draft: RecordDraft): Promise<void>;
  /** The session of what somebody does to the gate itself. */
  ownSession(actor: Actor): string;
  /** What is recorded of the newest changes. */
  policyChanges(): Promise<RecordedChanges>;
}
