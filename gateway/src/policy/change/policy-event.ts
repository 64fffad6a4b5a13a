import type { PolicySourceKind } from '../history/policy-change.ts';

/** What a record says in its header of a change of the policies in force: readable without any key. */
export interface PolicyEvent {
  /** A canary runs policies beside those in force, without effect: `from` is in force, `to` runs beside it. */
  readonly event: 'policy-changed' | 'canary-started' | 'canary-stopped';
  /** Of the gateway's policies, above all before it. */
  readonly revision: number;
  readonly source: PolicySourceKind;
  /** Digests of the set before and of the one that is in force from then on. */
  readonly from: string;
  readonly to: string;
  readonly commit?: string;
  readonly author?: string;
  /** Name of the key that signed it; absent: nobody did. */
  readonly key?: string;
  /** Absent where that could not be told. */
  readonly widens?: boolean;
}
